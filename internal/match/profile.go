package match

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/posting"
	"jobops/internal/taxonomy"
)

// reading is one text prepared for comparison, CV or posting.
type reading struct {
	lang   string
	onet   taxonomy.Vector // English only
	isco   taxonomy.Vector
	titles taxonomy.Vector // English only
	words  taxonomy.WordVector
}

// read prepares a text and the titles that stand above it. Each line or
// sentence counts a word once, and equal lines count once, so repeating adds
// nothing.
func read(text, titles, lang string) reading {
	r, bag := reading{lang: lang}, taxonomy.Bag{}
	lines := unique(strings.Split(units.Replace(text), "\n"))
	tokens := make([][]taxonomy.Token, len(lines))
	for i, l := range lines {
		tokens[i] = taxonomy.Tokens(l, lang)
		bag.CountTokens(tokens[i], lang)
	}
	r.words = taxonomy.Weigh(bag)
	head := taxonomy.Bag{}
	head.Count(titles, lang)
	if space := taxonomy.ISCO(lang); space != nil {
		r.isco = space.Project(bag, head)
	}
	if lang == "en" {
		r.onet = taxonomy.ONet().Project(bag, head)
		r.titles = taxonomy.TitlesIn(tokens, titles)
	}
	return r
}

// units turns the ends of sentences and bullets inside a line into line ends.
var units = strings.NewReplacer(". ", "\n", "; ", "\n", " * ", "\n", "• ", "\n", "\r", "\n")

// empty reports whether the text said nothing about any occupation.
func (r *reading) empty() bool { return r.isco.Empty() && r.onet.Empty() }

// similarity holds how alike two texts are, each 0..1.
type similarity struct {
	occupation, titles, words float64
	titled                    bool // both texts are English, so titles could be compared
	foreign                   bool // the texts are in two languages
}

// onetShare is what the O*NET space counts for in the likeness of occupations,
// the rest being ISCO: it is the deeper one, ISCO the balanced one.
const onetShare = 0.75

func compare(a, b *reading) similarity {
	s := similarity{occupation: a.isco.Dot(b.isco), words: a.words.Cosine(b.words), foreign: a.lang != b.lang}
	if !a.onet.Empty() && !b.onet.Empty() {
		s.occupation = float64(onetShare*a.onet.Dot(b.onet)) + float64((1-onetShare)*s.occupation)
		s.titles, s.titled = a.titles.Dot(b.titles), true
	}
	return s
}

// Candidate is a CV prepared for comparison with many postings. It remembers
// its answers, so it is not safe for concurrent use.
type Candidate struct {
	reading
	resume  cv.Resume
	leaves  []leaf
	skills  map[taxonomy.SkillID]Quote
	order   []taxonomy.SkillID // of skills, sorted
	first   map[string][]place // stem -> where it stands
	months  int                // of work, overlapping periods once
	held    float64            // how much it shows of a history
	answers map[string]Finding // by requirement
	spoken  map[string]Quote   // languages in prose, nil until asked for
}

// place is a token of a leaf.
type place struct{ leaf, token int }

// leaf is one text of the CV with its words.
type leaf struct {
	path   cv.Path
	text   string
	tokens []taxonomy.Token
}

// latestTitles is how many of the latest positions speak for a CV.
const latestTitles = 2

// Prepare reads a CV once for many calls of Match or Rank. What is hidden in it
// does not count, since nobody will read it there.
func Prepare(r cv.Resume) *Candidate {
	r = cv.Masked(r)
	c := &Candidate{resume: r, skills: map[taxonomy.SkillID]Quote{}, first: map[string][]place{}, answers: map[string]Finding{}}
	var units []string
	for _, l := range cv.Leaves(r) {
		if l.Date || personal(l.Path) {
			continue
		}
		units = append(units, l.Text)
		c.leaves = append(c.leaves, leaf{path: l.Path, text: l.Text})
	}
	all := strings.Join(units, "\n")
	c.reading = read(all, strings.Join(titlesOf(r), "\n"), languageOf(r, all))
	for i := range c.leaves {
		c.collect(i)
	}
	c.order = slices.Sorted(maps.Keys(c.skills))
	c.months = monthsWorked(r)
	c.held = historyOf(r)
	return c
}

const (
	workHeld  = 2.0 // what a position says of a history
	otherHeld = 0.5 // what a course, a project or volunteering says
)

// historyOf weighs what the CV shows of a history: positions, courses, projects,
// and lines with a year among those that no section claims. An entry that has
// neither a date nor anything to tell is a name and shows nothing.
func historyOf(r cv.Resume) float64 {
	sum := 0.0
	add := func(weight float64, p cv.Period, told ...string) {
		if !p.Start.IsZero() || !p.End.IsZero() || strings.Join(told, "") != "" {
			sum += weight
		}
	}
	for _, w := range r.Work {
		add(workHeld, w.Period, slices.Concat(w.Highlights, []string{w.Summary})...)
	}
	for _, e := range r.Education {
		add(otherHeld, e.Period, slices.Concat(e.Courses, []string{e.Area})...)
	}
	for _, p := range r.Projects {
		add(otherHeld, p.Period, slices.Concat(p.Highlights, []string{p.Description})...)
	}
	for _, v := range r.Volunteer {
		add(otherHeld, v.Period, slices.Concat(v.Highlights, []string{v.Summary})...)
	}
	for _, s := range r.Other {
		for _, l := range s.Lines {
			if year.MatchString(l) {
				sum++
			}
		}
	}
	return sum
}

var year = regexp.MustCompile(`\b(?:19[5-9]|20[0-4])\d\b`)

// languageOf prefers what the text shows over what the document declares,
// which is often only the language of the program that wrote it.
func languageOf(r cv.Resume, text string) string {
	if lang := posting.LanguageOf(text); lang != "" {
		return lang
	}
	return strings.ToLower(r.Meta.Language[:min(2, len(r.Meta.Language))])
}

// collect notes where a leaf's words stand and the first place where the CV
// names each skill.
func (c *Candidate) collect(i int) {
	l := &c.leaves[i]
	l.tokens = taxonomy.Tokens(l.text, "en")
	for k, t := range l.tokens {
		c.first[t.Stem] = append(c.first[t.Stem], place{i, k})
	}
	for _, s := range posting.SkillsStated(l.text, c.lang) {
		if _, known := c.skills[s.Skill]; !known {
			c.skills[s.Skill] = quote(l, s.Start, s.End)
		}
	}
}

func quote(l *leaf, start, end int) Quote {
	return Quote{Path: l.path, Start: start, End: end, Text: l.text[start:end]}
}

// personal names the values that identify a person and say nothing of a fit.
func personal(p cv.Path) bool {
	for _, prefix := range []cv.Path{"/basics/name", "/basics/email", "/basics/phone", "/basics/url", "/basics/profiles", "/basics/location", "/references"} {
		if p.Under(prefix) {
			return true
		}
	}
	return strings.HasSuffix(string(p), "/url")
}

// titlesOf returns the headline and the latest positions; entries come latest
// first in a CV.
func titlesOf(r cv.Resume) []string {
	titles := []string{r.Basics.Label}
	for _, w := range r.Work[:min(latestTitles, len(r.Work))] {
		titles = append(titles, w.Position)
	}
	return titles
}

func unique(units []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, u := range units {
		key := strings.ToLower(strings.Join(strings.Fields(u), " "))
		if key != "" && !seen[key] {
			seen[key] = true
			out = append(out, u)
		}
	}
	return out
}
