package posting_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/posting"
	"jobops/internal/taxonomy"
)

// labelled is one line of testdata/lines with what a person read in it.
type labelled struct {
	id, lang, kind, line                    string
	skills, notSkills                       []string
	must, seniority, years, tongues, places string
	salary                                  string
}

func readLabelled(t *testing.T) []labelled {
	t.Helper()
	var out []labelled
	for _, f := range table(t, "lines.tsv")[1:] {
		f = append(f, make([]string, 12-len(f))...)
		out = append(out, labelled{f[0], f[1], f[2], f[3], parts(f[4]), parts(f[5]), f[6], f[7], f[8], f[9], f[10], f[11]})
	}
	return out
}

func table(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "lines", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for l := range strings.SplitSeq(strings.TrimRight(string(data), "\n"), "\n") {
		rows = append(rows, strings.Split(l, "\t"))
	}
	return rows
}

func parts(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// around is an ad in each language that says nothing by itself; the line to be
// read stands in it, so that its language is known as it is in a real ad.
var around = map[string]struct{ text, heading string }{
	"en": {"We are a small house in the old town and we are looking for somebody who likes to be with us and with the people who come to us.", "Requirements"},
	"fr": {"Nous sommes une petite maison dans la vieille ville et nous cherchons une personne qui aime être avec nous et avec les gens qui viennent chez nous.", "Votre profil"},
	"de": {"Wir sind ein kleines Haus in der alten Stadt und wir suchen einen Menschen, der gern mit uns und mit den Leuten ist, die zu uns kommen.", "Ihr Profil"},
	"es": {"Somos una pequeña casa en la parte vieja de la ciudad y buscamos a una persona que quiera estar con nosotros y con la gente que viene.", "Requisitos"},
	"it": {"Siamo una piccola casa nella città vecchia e cerchiamo una persona che ama stare con noi e con la gente che viene da noi per il pranzo.", "Requisiti"},
	"pt": {"Somos uma pequena casa na parte velha da cidade e procuramos uma pessoa que goste de estar connosco e com as pessoas que vêm até nós.", "Requisitos"},
	"nl": {"Wij zijn een klein huis in de oude stad en wij zoeken een mens die het fijn vindt om bij ons te zijn en met de mensen die naar ons komen.", "Functie-eisen"},
	"pl": {"Jesteśmy małym domem na starym mieście i szukamy osoby, która lubi być z nami i z ludźmi, którzy do nas przychodzą przez cały rok.", "Wymagania"},
	"el": {"Είμαστε ένα μικρό σπίτι στην παλιά πόλη και ψάχνουμε έναν άνθρωπο που του αρέσει να είναι μαζί μας και με τους ανθρώπους που έρχονται.", "Απαιτούμενα προσόντα"},
	"ru": {"Мы маленький дом в старом городе и мы ищем человека, который любит быть с нами и с людьми, которые приходят к нам каждый день.", "Требования"},
}

// asAsked reads a line among the requirements of an ad, asFirst as its title
// or first sentence.
func (l *labelled) asAsked() (posting.Posting, []posting.Requirement) {
	a := around[l.lang]
	p := posting.Read(a.text + "\n\n" + a.heading + "\n- " + l.line)
	at := strings.LastIndex(p.Text, l.line)
	return p, slices.DeleteFunc(p.Requirements, func(r posting.Requirement) bool { return r.Start < at })
}

func (l *labelled) asFirst() posting.Posting {
	return posting.Read(l.line + "\n\n" + around[l.lang].text)
}

// claim is a skill that the program says a line states.
type claim struct{ quote, concept string }

func (l *labelled) claims() []claim {
	var out []claim
	if l.kind == "cv" {
		for _, s := range posting.SkillsStated(l.line, l.lang) {
			if skill := taxonomy.SkillByID(s.Skill); skill.Kind != taxonomy.Spoken {
				out = append(out, claim{l.line[s.Start:s.End], skill.Label})
			}
		}
		return out
	}
	p, asked := l.asAsked()
	for _, r := range asked {
		if r.Kind == posting.Skill {
			out = append(out, claim{p.Quote(r), strings.TrimPrefix(r.ID, "skill:")})
		}
	}
	return out
}

// tally counts what was said, what of it was right, and what there was to say.
type tally struct {
	name              string
	said, right, gold int
	wrong             []string
}

func (c *tally) add(line *labelled, got, want string, same bool) {
	if got != "" {
		c.said++
	}
	if want != "" {
		c.gold++
	}
	switch {
	case got != "" && same:
		c.right++
	case got != want:
		c.wrong = append(c.wrong, fmt.Sprintf("%s got %q want %q: %s", line.id, got, want, line.line))
	}
}

func (c *tally) precision() float64 { return float64(c.right) / float64(max(1, c.said)) }
func (c *tally) recall() float64    { return float64(c.right) / float64(max(1, c.gold)) }

// holds fails the test below a floor of precision and recall.
func (c *tally) holds(t *testing.T, precision, recall float64) {
	t.Helper()
	t.Logf("%s: %d said, %d right, %d there: precision %.3f, recall %.3f", c.name, c.said, c.right, c.gold, c.precision(), c.recall())
	if c.precision() < precision || c.recall() < recall {
		t.Errorf("%s: precision %.3f, recall %.3f, want at least %.2f and %.2f:\n%s", c.name, c.precision(), c.recall(), precision, recall, strings.Join(c.wrong, "\n"))
	}
	if testing.Verbose() {
		t.Log(strings.Join(c.wrong, "\n"))
	}
}

// The claims about skills, each right only if the line states the skill.
func TestLinesSkills(t *testing.T) {
	t.Parallel()
	judged := map[string]bool{}
	for _, f := range table(t, "judged.tsv")[1:] {
		judged[f[0]+" "+f[1]+" "+f[2]] = f[3] == "right"
	}
	all := tally{name: "skills"}
	for _, l := range readLabelled(t) {
		all.gold += len(l.skills)
		for _, c := range l.claims() {
			all.said++
			right, known := judged[l.id+" "+c.quote+" "+c.concept]
			if right || !known && c.stated(l.skills) && !c.trap(&l) {
				all.right++
				continue
			}
			all.wrong = append(all.wrong, fmt.Sprintf("%s\t%s\t%s\t|%s| not %v: %s", l.id, c.quote, c.concept, strings.Join(l.skills, ";"), l.notSkills, l.line))
		}
	}
	all.holds(t, 0.95, 0.15)
}

// stated reports whether a claim names one of the labelled skills: in the words
// of the line or by the concept's name.
func (c claim) stated(skills []string) bool {
	return slices.ContainsFunc(skills, func(s string) bool {
		return within(c.quote, s) || within(s, c.quote) || strings.EqualFold(s, c.concept) || taxonomy.Slug(s) == taxonomy.Slug(c.concept)
	})
}

// trap reports whether a claim is one of those that the line must not give.
func (c claim) trap(l *labelled) bool {
	return slices.ContainsFunc(l.notSkills, func(s string) bool {
		return within(c.quote, s) && within(s, c.quote) || strings.EqualFold(s, c.concept)
	})
}

// within reports whether all words of part, endings aside, are among those of
// whole.
func within(part, whole string) bool {
	words := taxonomy.Tokens(part, "")
	return len(words) > 0 && !slices.ContainsFunc(words, func(w taxonomy.Token) bool {
		return !slices.ContainsFunc(taxonomy.Tokens(whole, ""), func(o taxonomy.Token) bool { return o.Stem == w.Stem })
	})
}

// A second set, written after the rules were tuned on the first. Its labels are
// parts of words: a claim is right when its quote or its name holds one.
func TestLinesSecondSet(t *testing.T) {
	t.Parallel()
	all := tally{name: "skills of the second set"}
	for _, f := range table(t, "second.tsv")[1:] {
		l := labelled{id: f[0], lang: f[1], kind: f[2], line: f[3], skills: parts(f[4])}
		all.gold += len(l.skills)
		for _, c := range l.claims() {
			all.said++
			if slices.ContainsFunc(l.skills, func(s string) bool {
				return strings.Contains(strings.ToLower(c.quote+" "+c.concept), strings.ToLower(s))
			}) {
				all.right++
				continue
			}
			all.wrong = append(all.wrong, fmt.Sprintf("%s %s is no %s: %s", l.id, c.quote, c.concept, l.line))
		}
	}
	all.holds(t, 0.95, 0.4)
}

func TestLinesFacts(t *testing.T) {
	t.Parallel()
	counts := []*tally{{name: "must or nice"}, {name: "seniority"}, {name: "years"}, {name: "languages"}, {name: "place"}, {name: "remote"}, {name: "salary"}}
	for _, l := range readLabelled(t) {
		if l.kind == "ad" {
			l.count(counts)
		}
	}
	floors := [][2]float64{{0.95, 0.95}, {0.95, 0.9}, {0.95, 0.8}, {0.95, 0.9}, {0.95, 0.5}, {0.95, 0.9}, {0.95, 0.9}}
	for i, c := range counts {
		c.holds(t, floors[i][0], floors[i][1])
	}
}

func (l *labelled) count(c []*tally) {
	_, asked := l.asAsked()
	first := l.asFirst()
	if len(asked) > 0 && l.must != "" {
		got := map[bool]string{true: "must", false: "nice"}[asked[0].Must]
		c[0].add(l, got, l.must, got == l.must)
	}
	c[1].add(l, first.Seniority, l.seniority, first.Seniority == l.seniority)
	years := ""
	for _, r := range asked {
		if r.Kind == posting.Years {
			years = cmp.Or(years, strconv.Itoa(r.Years))
		}
	}
	c[2].add(l, years, l.years, years == l.years)
	l.countTongues(c[3], asked)
	l.countPlace(c[4], c[5], &first)
	salary := ""
	if first.Salary != nil {
		salary = labelOf(*first.Salary)
	}
	c[6].add(l, salary, l.salary, salary == l.salary)
}

// labelOf writes a salary as the labels do: "-95000 EUR year".
func labelOf(s posting.Salary) string {
	end := func(x float64) string {
		if x == 0 {
			return ""
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strings.TrimSpace(end(s.Min) + "-" + end(s.Max) + " " + s.Currency + " " + strings.ToLower(string(s.Period)))
}

func (l *labelled) countTongues(c *tally, asked []posting.Requirement) {
	got, want := map[string]string{}, map[string]string{}
	for _, r := range asked {
		if r.Kind == posting.Language {
			got[strings.TrimPrefix(r.ID, "language:")] = cmp.Or(r.Level, "any")
		}
	}
	for _, p := range parts(l.tongues) {
		code, level, _ := strings.Cut(p, ":")
		want[code] = level
	}
	for code, level := range want {
		if got[code] == "" {
			c.add(l, "", code+":"+level, false)
		}
	}
	for code, level := range got {
		c.add(l, code+":"+level, orEmpty(code, want[code]), sameLevel(level, want[code], l.line))
	}
}

func orEmpty(code, level string) string {
	if level == "" {
		return ""
	}
	return code + ":" + level
}

var scale = []string{"A1", "A2", "B1", "B2", "C1", "C2"}

// sameLevel allows the neighbouring level where the line speaks in words.
func sameLevel(got, want, line string) bool {
	want = strings.Replace(want, "native", "C2", 1)
	i, j := slices.Index(scale, got), slices.Index(scale, want)
	if got == want || i < 0 || j < 0 || strings.Contains(line, want) {
		return got == want
	}
	return i-j == 1 || j-i == 1
}

func (l *labelled) countPlace(place, remote *tally, p *posting.Posting) {
	var towns []string
	where := ""
	for _, w := range parts(l.places) {
		if w == "remote" || w == "hybrid" {
			where = map[string]string{"remote": "Full", "hybrid": "Hybrid"}[w]
			continue
		}
		towns = append(towns, w)
	}
	ok := len(towns) > 0 && slices.ContainsFunc(towns, func(w string) bool { return sameTown(w, p.Location) })
	place.add(l, p.Location, strings.Join(towns, ";"), ok)
	got := strings.Replace(string(p.Remote), "None", "", 1)
	remote.add(l, got, where, got == where)
}

// plain drops the accents that come and go as towns are declined.
var plain = strings.NewReplacer("ó", "o", "ź", "z", "ń", "n", "ł", "l")

// sameTown compares the first letters, since many languages decline towns.
func sameTown(want, got string) bool {
	w := []rune(plain.Replace(strings.ToLower(want)))
	return strings.Contains(plain.Replace(strings.ToLower(got)), string(w[:min(len(w), 3)]))
}
