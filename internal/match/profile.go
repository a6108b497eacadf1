package match

import (
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
	bag    taxonomy.Bag
}

// read prepares units (lines, entries) of a text and the titles that stand
// above it. Each unit counts a word once, so repeating a word in it adds
// nothing.
func read(units []string, titles, lang string) reading {
	r := reading{lang: lang, bag: taxonomy.Bag{}}
	for _, u := range units {
		r.bag.Count(u, lang)
	}
	head := taxonomy.Bag{}
	head.Count(titles, lang)
	if space := taxonomy.ISCO(lang); space != nil {
		r.isco = space.Project(r.bag, head)
	}
	if lang == "en" {
		r.onet = taxonomy.ONet().Project(r.bag, head)
		r.titles = taxonomy.TitlesIn(taxonomy.Tokens(strings.Join(units, "\n"), lang), taxonomy.Tokens(titles, lang))
	}
	return r
}

// empty reports whether the text said nothing about any occupation.
func (r *reading) empty() bool { return r.isco.Empty() && r.onet.Empty() }

// similarity holds how alike two texts are, each 0..1.
type similarity struct{ occupation, titles, words float64 }

func compare(a, b *reading) similarity {
	s := similarity{occupation: a.isco.Dot(b.isco), words: cosine(a.bag, b.bag)}
	if !a.onet.Empty() && !b.onet.Empty() {
		s.occupation = (s.occupation + a.onet.Dot(b.onet)) / 2
		s.titles = a.titles.Dot(b.titles)
	}
	return s
}

// candidate is a CV prepared for comparison with many postings.
type candidate struct {
	reading
	resume cv.Resume
	leaves []leaf
	skills map[taxonomy.SkillID]Quote
	months int // of work, overlapping periods once
	held   int // entries of work, education, projects, volunteering
}

// leaf is one text of the CV with its words.
type leaf struct {
	path   cv.Path
	text   string
	tokens []taxonomy.Token
}

// latestTitles is how many of the latest positions speak for a CV.
const latestTitles = 2

func prepare(r cv.Resume) *candidate {
	c := &candidate{resume: r, skills: map[taxonomy.SkillID]Quote{}}
	var units []string
	for _, l := range cv.Leaves(r) {
		if l.Date || personal(l.Path) {
			continue
		}
		units = append(units, strings.Split(l.Text, "\n")...)
		c.leaves = append(c.leaves, leaf{path: l.Path, text: l.Text})
	}
	lang := r.Meta.Language
	if len(lang) < 2 {
		lang = posting.LanguageOf(strings.Join(units, "\n"))
	} else {
		lang = lang[:2]
	}
	c.reading = read(unique(units), strings.Join(titlesOf(r), "\n"), lang)
	for i := range c.leaves {
		c.leaves[i].tokens = taxonomy.Tokens(c.leaves[i].text, "en")
		c.collect(&c.leaves[i])
	}
	c.months = monthsWorked(r)
	c.held = len(r.Work) + len(r.Education) + len(r.Projects) + len(r.Volunteer)
	return c
}

// collect notes the first place where the CV names each skill.
func (c *candidate) collect(l *leaf) {
	for _, s := range taxonomy.SkillsIn(l.text, c.lang) {
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
