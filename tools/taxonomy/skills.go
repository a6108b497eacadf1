package main

import (
	"bufio"
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/taxonomy"
)

//go:embed skills.tsv
var ownSkills []byte

//go:embed labels.tsv
var ownLabels []byte

// skill is one row of the skills table. Parents are keys of other skills.
type skill struct {
	key, kind, label string
	alts, parents    []string
	merged           []string // keys of rows joined into this one
}

// skills writes the skills table (kind, label, other labels, numbers of the
// broader skills) and the labels in other languages.
//
// Kinds: k knowledge, s skill, l spoken language, t technology, c category of
// technologies (a parent only). Our own rows come first, then ESCO, then O*NET;
// a label that an earlier row has is not taken again.
func (b *builder) skills() error {
	t, err := b.tables("esco_skills_en", "esco_skill_broader", "onet_technology")
	if err != nil {
		return err
	}
	all := mergeSkills(own(), escoSkills(t[0], t[1]), technologies(t[2]))
	number := map[string]int{}
	for i, s := range all {
		number[s.key] = i
	}
	var out strings.Builder
	for _, s := range all {
		fmt.Fprintf(&out, "%s\t%s\t%s\t%s\n", s.kind, s.label, strings.Join(s.alts, "|"), parentNumbers(s, number))
	}
	b.add("skills", []byte(out.String()))
	for _, lang := range []string{"de", "el", "es", "fr", "it", "nl", "pl", "pt", "ru"} {
		if err := b.skillLabels(lang, all); err != nil {
			return err
		}
	}
	return nil
}

func parentNumbers(s skill, number map[string]int) string {
	var out []string
	for _, p := range s.parents {
		if n, ok := number[p]; ok {
			out = append(out, strconv.Itoa(n))
		}
	}
	return strings.Join(out, ",")
}

// own reads our own table: label, other labels, label of the broader skill.
func own() []skill {
	var out []skill
	s := bufio.NewScanner(bytes.NewReader(ownSkills))
	for s.Scan() {
		f := strings.Split(s.Text(), "\t")
		if strings.HasPrefix(s.Text(), "#") || len(f) < 2 {
			continue
		}
		f = append(f, "", "", "")
		out = append(out, skill{key: labelKey(f[1]), kind: f[0], label: f[1], alts: split(f[2]), parents: labelKeys(split(f[3]))})
	}
	return out
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

func labelKey(label string) string { return "=" + strings.ToLower(label) }

func labelKeys(labels []string) []string {
	var keys []string
	for _, l := range labels {
		keys = append(keys, labelKey(l))
	}
	return keys
}

func escoSkills(rows, broader []row) []skill {
	parents := map[string][]string{}
	for _, r := range broader {
		if r["broader_type"] == "skill" {
			parents[r["id"]] = append(parents[r["id"]], r["broader_id"])
		}
	}
	var out []skill
	for _, r := range rows {
		kind := cmp.Or(r["type"], "s")
		if strings.Contains(r["collection"], "language") {
			kind = "l"
		}
		out = append(out, skill{key: r["id"], kind: kind, label: r["label"], alts: trusted(r), parents: parents[r["id"]]})
	}
	slices.SortFunc(out, func(a, b skill) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.label), strings.ToLower(b.label)), cmp.Compare(a.key, b.key))
	})
	return out
}

// trusted returns the alternative labels that share a telling word with the
// preferred label. The source mixes labels of foreign skills into many rows
// ("write Hungarian": "tend packaging machines"), and a synonym that is none
// would put words into a person's mouth.
func trusted(r row) []string {
	telling := tellingStems(r["label"], r["type"] == "s")
	var out []string
	for _, alt := range unique(r.list("alt_labels")) {
		shared := 0
		for stem := range tellingStems(alt, r["type"] == "s") {
			if telling[stem] {
				shared++
			}
		}
		if shared > 0 && 2*shared >= min(len(telling), 4) {
			out = append(out, alt)
		}
	}
	return out
}

// tellingStems are the stems of a label; the verb that opens the label of a
// skill is left out, since "manage" is no sign of sameness.
func tellingStems(label string, skill bool) map[string]bool {
	stems := taxonomy.Stems(label, "en")
	if skill && len(stems) > 1 {
		stems = stems[1:]
	}
	m := map[string]bool{}
	for _, s := range stems {
		m[s] = true
	}
	return m
}

func technologies(rows []row) []skill {
	category := map[string]string{}
	for _, r := range rows {
		if _, seen := category[r["name"]]; !seen {
			category[r["name"]] = r["category"]
		}
	}
	var out []skill
	categories := map[string]bool{}
	for _, name := range sortedKeys(category) {
		c := category[name]
		out = append(out, skill{key: labelKey(name), kind: "t", label: name, parents: []string{"category " + c}})
		categories[c] = true
	}
	for _, c := range sortedKeys(categories) {
		out = append(out, skill{key: "category " + c, kind: "c", label: c})
	}
	return out
}

// mergeSkills joins the lists; the first row with a label owns it, later rows
// with the same preferred label give it their other labels and parents.
func mergeSkills(lists ...[]skill) []skill {
	var out []skill
	at := map[string]int{}
	moved := map[string]string{}
	for _, s := range slices.Concat(lists...) {
		key := labelKey(s.label)
		if i, ok := at[key]; ok && s.kind != "c" {
			moved[s.key] = out[i].key
			out[i].merged = append(out[i].merged, s.key)
			out[i].parents = append(out[i].parents, s.parents...)
			out[i].alts = append(out[i].alts, s.alts...)
			continue
		}
		for _, l := range append([]string{s.label}, s.alts...) {
			if _, taken := at[labelKey(l)]; !taken && s.kind != "c" {
				at[labelKey(l)] = len(out)
			}
		}
		out = append(out, s)
	}
	for i := range out {
		for j, p := range out[i].parents {
			out[i].parents[j] = cmp.Or(moved[p], p)
		}
		out[i].parents = slices.DeleteFunc(unique(out[i].parents), func(p string) bool { return p == out[i].key })
		out[i].alts = unique(out[i].alts)
	}
	return out
}

// skillLabels writes labels of another language, ours and those of ESCO where
// the source has the language: line n belongs to skill n.
func (b *builder) skillLabels(lang string, all []skill) error {
	labels := map[string][]string{}
	if lang == "es" || lang == "fr" {
		rows, err := b.read("esco_skills_" + lang)
		if err != nil {
			return err
		}
		labels = group(rows, "id", "label")
	}
	ours := ownLabelsIn(lang)
	var out strings.Builder
	for _, s := range all {
		found := ours[labelKey(s.label)]
		for _, k := range append([]string{s.key}, s.merged...) {
			found = append(found, labels[k]...)
		}
		out.WriteString(strings.Join(unique(found), "|") + "\n")
	}
	b.add("skills_"+lang, []byte(out.String()))
	return nil
}

func ownLabelsIn(lang string) map[string][]string {
	out := map[string][]string{}
	s := bufio.NewScanner(bytes.NewReader(ownLabels))
	for s.Scan() {
		if f := strings.Split(s.Text(), "\t"); len(f) == 3 && f[1] == lang {
			out[labelKey(f[0])] = split(f[2])
		}
	}
	return out
}
