package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/taxonomy"
)

// generic are one-word titles that name a rank, not an occupation.
var generic = words(`manager director supervisor coordinator assistant officer lead associate clerk
operator administrator specialist technician consultant analyst engineer representative worker helper
agent aide attendant expert head chief executive president principal professional staff leader planner
inspector advisor adviser trainer trainee intern apprentice owner partner member scientist developer
designer programmer contractor controller instructor educator foreman superintendent handler processor
tester reviewer researcher investigator examiner dispatcher scheduler estimator recruiter manufacturer
maker builder installer mechanic laborer labourer keeper service support sales marketing finance`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// titles writes the alternate titles of the O*NET occupations as stemmed
// phrases, each with the numbers of the occupations that share it.
func (b *builder) titles() error {
	t, err := b.tables("onet_occupations", "onet_alternate_titles")
	if err != nil {
		return err
	}
	number := socNumbers(t[0])
	shared := map[string]map[int]bool{}
	for _, r := range append(t[0], t[1]...) {
		for _, name := range []string{r["title"], r["short_title"]} {
			if phrase := titlePhrase(name); phrase != "" {
				if shared[phrase] == nil {
					shared[phrase] = map[int]bool{}
				}
				shared[phrase][number[r["soc"]]] = true
			}
		}
	}
	var out strings.Builder
	for _, phrase := range sortedKeys(shared) {
		fmt.Fprintf(&out, "%s\t%s\n", phrase, joinNumbers(shared[phrase]))
	}
	b.add("titles", []byte(out.String()))
	return nil
}

func socNumbers(occupations []row) map[string]int {
	var codes []string
	for _, o := range occupations {
		codes = append(codes, o["soc"])
	}
	slices.Sort(codes)
	number := map[string]int{}
	for i, c := range codes {
		number[c] = i
	}
	return number
}

// titlePhrase stems a title without its brackets; "" when it is too general.
func titlePhrase(title string) string {
	if i := strings.IndexByte(title, '('); i >= 0 {
		title = title[:i]
	}
	tokens := taxonomy.Tokens(title, "en")
	if len(tokens) == 1 && (len(tokens[0].Word) < 4 || generic[tokens[0].Word]) {
		return ""
	}
	var stems []string
	for _, t := range tokens {
		stems = append(stems, t.Stem)
	}
	return strings.Join(stems, " ")
}

func joinNumbers(set map[int]bool) string {
	var numbers []int
	for n := range set {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, cmp.Compare)
	var parts []string
	for _, n := range numbers {
		parts = append(parts, strconv.Itoa(n))
	}
	return strings.Join(parts, ",")
}
