package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// chapter is a section of a made-up CV.
type chapter struct {
	kind    string // as in the labels of package parse
	heading string
	entries []episode
	items   []string // skills, languages, interests, certificates, ...
	text    []string // sentences
}

// episode is one position, study or project.
type episode struct {
	title, org, place, date string
	points                  []string
}

// person is the content of one CV. Nobody has ever been called so: names are
// put together from a table of invented ones.
type person struct {
	name, label string
	contact     []string
	intro       []string
	chapters    []chapter
}

// author makes up people of one language.
type author struct {
	*rand.Rand
	vocabulary
	language string
	dates    int // how dates are written, the same all over a CV
	unknown  int // how many of four headings are words that no table has
}

func newAuthor(r *rand.Rand, v vocabulary, language string) *author {
	return &author{Rand: r, vocabulary: v, language: language, dates: r.IntN(7), unknown: max(0, r.IntN(8)-3)}
}

func (a *author) word(kind string) string { return a.pick(a.Rand, kind) }
func (a *author) chance(n int) bool       { return a.IntN(n) == 0 }
func (a *author) city() string            { return title(a.word("city")) }

func (a *author) person() person {
	p := person{name: a.word("first") + " " + a.word("last"), label: capital(a.word("title"))}
	mail := fmt.Sprintf("person%d@example.%s", a.IntN(1000), []string{"com", "org", "net"}[a.IntN(3)])
	p.contact = []string{mail, a.phone(), a.city()}
	if a.chance(2) {
		p.contact = append(p.contact, "www.example.org/"+strings.ToLower(a.word("first")))
	}
	if a.chance(3) {
		p.contact = append(p.contact, "linkedin.com/in/sample-person")
	}
	if a.chance(5) {
		p.label = ""
	}
	kinds := []string{"work", "education", "skills"}
	for _, o := range []struct {
		kind  string
		often int
	}{{"languages", 3}, {"summary", 3}, {"certificates", 2}, {"projects", 1}, {"interests", 2}, {"awards", 1}, {"publications", 1}, {"volunteer", 1}, {"references", 1}} {
		if a.IntN(4) < o.often {
			kinds = append(kinds, o.kind)
		}
	}
	a.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	if a.chance(2) { // most CVs begin with a summary
		for i, k := range kinds {
			if k == "summary" {
				kinds[0], kinds[i] = kinds[i], kinds[0]
			}
		}
	}
	for _, k := range kinds {
		p.chapters = append(p.chapters, a.chapter(k))
	}
	if a.chance(4) {
		p.intro = a.sentences(1 + a.IntN(3))
	}
	return p
}

func (a *author) phone() string {
	switch a.IntN(3) {
	case 0:
		return fmt.Sprintf("+1 (555) 01%02d-%04d", a.IntN(100), a.IntN(10000))
	case 1:
		return fmt.Sprintf("+33 1 99 00 %02d %02d", a.IntN(100), a.IntN(100))
	}
	return fmt.Sprintf("+49 30 23125 %03d", a.IntN(1000))
}

func (a *author) chapter(kind string) chapter {
	c := chapter{kind: kind, heading: a.word("heading." + kind)}
	if a.IntN(4) < a.unknown || c.heading == "" {
		c.heading = a.word([]string{"heading", "heading", "skill", "field"}[a.IntN(4)])
	}
	switch kind {
	case "work", "volunteer", "projects":
		n := 1 + a.IntN(4)
		if kind != "work" {
			n = 1 + a.IntN(2)
		}
		for year := 2025; n > 0; n-- {
			c.entries = append(c.entries, a.position(&year, kind))
		}
	case "education":
		for year, n := 2016, 1+a.IntN(3); n > 0; n-- {
			c.entries = append(c.entries, a.study(&year))
		}
	case "summary":
		c.text = a.sentences(1 + a.IntN(4))
	default:
		c.items = a.items(kind)
	}
	return c
}

func (a *author) items(kind string) []string {
	var out []string
	n := 2 + a.IntN(5)
	switch kind {
	case "skills":
		n = 4 + a.IntN(12)
	case "references", "publications", "awards":
		n = 1 + a.IntN(3)
	}
	for range n {
		switch kind {
		case "skills":
			out = append(out, a.styled(a.word("skill")))
		case "languages":
			out = append(out, capital(a.word("tongue")))
		case "certificates":
			out = append(out, a.word("certificate"))
		case "interests":
			out = append(out, a.styled(a.word("interest")))
		case "awards":
			out = append(out, capital(a.word("skill"))+" "+fmt.Sprint(2005+a.IntN(20)))
		case "publications":
			out = append(out, a.sentence()+", "+fmt.Sprint(2005+a.IntN(20)))
		case "references":
			out = append(out, a.word("first")+" "+a.word("last")+", "+a.word("title"))
		}
	}
	return out
}

// styled writes a word with or without a capital, as people do.
func (a *author) styled(s string) string {
	if a.chance(2) {
		return capital(s)
	}
	return s
}

func (a *author) position(year *int, kind string) episode {
	to := *year
	*year -= 1 + a.IntN(5)
	e := episode{title: capital(a.word("title")), org: a.company(), place: a.city(), date: a.period(*year, to)}
	if kind == "projects" {
		e.title, e.org = capital(a.word("skill"))+" "+capital(a.word("skill")), ""
	}
	for range a.IntN(5) {
		e.points = append(e.points, a.sentence())
	}
	return e
}

func (a *author) study(year *int) episode {
	to := *year
	*year -= 2 + a.IntN(4)
	e := episode{title: a.word("degree") + " " + a.word("field"), org: strings.ReplaceAll(a.word("school"), "{}", a.city()), place: a.city(), date: a.period(*year, to)}
	if a.chance(4) {
		e.points = append(e.points, a.sentence())
	}
	return e
}

// company invents an employer: a pattern around a syllable word, or around a
// city.
func (a *author) company() string {
	name := a.city()
	if !a.chance(3) {
		name = a.syllables()
	}
	return strings.ReplaceAll(a.word("org"), "{}", name)
}

func (a *author) syllables() string {
	set := "ba ko ri ven ta lum nor del mi sa quo fer zan tis"
	switch a.language {
	case "el":
		set = "βα κο ρι βεν τα λου νορ δελ μι σα φερ ζαν"
	case "ru":
		set = "ба ко ри вен та лум нор дел ми са фер зан"
	}
	list := strings.Fields(set)
	var b strings.Builder
	for range 2 + a.IntN(2) {
		b.WriteString(list[a.IntN(len(list))])
	}
	return capital(b.String())
}

func (a *author) sentence() string {
	s := a.word("verb") + " " + a.word("object")
	if a.chance(2) {
		s += " " + a.word("tail")
	}
	if a.chance(4) {
		s += ", " + strings.ToLower(a.word("verb")) + " " + a.word("object")
	}
	return s
}

func (a *author) sentences(n int) []string {
	var out []string
	for range n {
		out = append(out, a.word("about")+".")
	}
	return out
}

// period writes the time of an episode the way this CV writes dates.
func (a *author) period(from, to int) string {
	end := a.date(to)
	if to == 2025 && !a.chance(3) {
		end = a.word("present")
	}
	dash := []string{" - ", " – ", "–", " — "}[a.dates%4]
	if a.dates == 6 && a.chance(3) {
		return end
	}
	return a.date(from) + dash + end
}

func (a *author) date(year int) string {
	month := a.IntN(12)
	name := func(kind string) string {
		if list := a.vocabulary[kind]; month < len(list) {
			return capital(list[month])
		}
		return ""
	}
	switch a.dates {
	case 0, 1:
		return fmt.Sprint(year)
	case 2:
		return fmt.Sprintf("%02d/%d", month+1, year)
	case 3:
		return fmt.Sprintf("%02d.%d", month+1, year)
	case 4:
		return name("mon") + " " + fmt.Sprint(year)
	}
	return name("month") + " " + fmt.Sprint(year)
}
