package render_test

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// languages are those with words for headings and dates, and with word lists
// that people are made up from.
var languages = []string{"de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"}

// peopleCount is the number of CVs made up in each language.
const peopleCount = 10

//go:embed testdata/people
var peopleFiles embed.FS

// wordList holds the lines of one file by their heading.
type wordList map[string][]string

var wordLists = sync.OnceValue(func() map[string]wordList {
	all := map[string]wordList{}
	for _, language := range languages {
		data, err := peopleFiles.ReadFile("testdata/people/" + language + ".txt")
		if err != nil {
			panic(err)
		}
		words, head := wordList{}, ""
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if name, ok := strings.CutPrefix(line, "# "); ok {
				head = name
				continue
			}
			words[head] = append(words[head], line)
		}
		all[language] = words
	}
	return all
})

// maker makes up one CV. What it has and in which precision depends on its
// number alone.
type maker struct {
	words wordList
	rand  *rand.Rand
	index int
}

// person is the CV of a person who does not exist, number 0 to peopleCount-1 of
// a language.
func person(language string, index int) cv.Resume {
	m := &maker{wordLists()[language], rand.New(rand.NewPCG(uint64(index), uint64(slices.Index(languages, language)))), index}
	r := cv.Resume{Basics: m.basics(language)}
	r.Meta.Language = m.words["tag"][0]
	m.careers(&r)
	m.schools(&r)
	m.lists(&r)
	m.extras(&r)
	return r
}

// one takes a line of a list.
func (m *maker) one(list string) string { return m.words[list][m.rand.IntN(len(m.words[list]))] }

// some takes different lines of a list in their order.
func (m *maker) some(list string, n int) []string {
	var taken []string
	for i, line := range m.words[list] {
		if left := len(m.words[list]) - i; m.rand.IntN(left) < n-len(taken) {
			taken = append(taken, line)
		}
	}
	return taken
}

// sometimes is true for about one of n.
func (m *maker) sometimes(n int) bool { return m.rand.IntN(n) == 0 }

func (m *maker) basics(language string) cv.Basics {
	town, country, _ := strings.Cut(m.one("towns"), "|")
	b := cv.Basics{
		Name: m.words["names"][m.index], Label: m.words["titles"][m.index],
		Email:    fmt.Sprintf("person.%s%d@example.com", language, m.index),
		Phone:    strings.Replace(m.words["phone"][0], "NN", fmt.Sprintf("%02d", 10+m.index*7), 1),
		Location: cv.Location{City: town, CountryCode: country},
	}
	if m.index%5 != 4 {
		b.Summary = m.one("summaries")
	}
	if m.index%4 == 1 {
		b.URL = fmt.Sprintf("https://person-%s%d.example.org", language, m.index)
	}
	if m.index%3 == 0 {
		user := fmt.Sprintf("person-%s%d", language, m.index)
		b.Profiles = []cv.Profile{{Network: "LinkedIn", Username: user, URL: "https://www.linkedin.com/in/" + user}}
	}
	return b
}

// careers go back from the present, in months or, for some people, in years.
func (m *maker) careers(r *cv.Resume) {
	year, month := 2026, 1+m.rand.IntN(12)
	companies := m.some("companies", 5)
	for i := range 2 + m.index%4 {
		town, _, _ := strings.Cut(m.one("towns"), "|")
		w := cv.Work{Position: m.one("titles"), Name: companies[i], Location: town, Highlights: m.some("highlights", 2+m.rand.IntN(4))}
		if i == 0 {
			w.Position = r.Basics.Label
		}
		if m.sometimes(3) {
			w.Summary = m.one("about")
		}
		years := 1 + m.rand.IntN(5)
		w.Period = m.period(year-years, 1+m.rand.IntN(12), year, month)
		if i == 0 && m.index%4 != 3 {
			w.End, w.Current = civil.Date{}, true
		}
		year, month = year-years-m.rand.IntN(2), w.Start.Month
		r.Work = append(r.Work, w)
	}
}

// period is in years for every fifth person.
func (m *maker) period(startYear, startMonth, endYear, endMonth int) cv.Period {
	if m.index%5 == 2 {
		startMonth, endMonth = 0, 0
	}
	return cv.Period{Start: civil.Date{Year: startYear, Month: startMonth}, End: civil.Date{Year: endYear, Month: endMonth}}
}

func (m *maker) schools(r *cv.Resume) {
	year := r.Work[len(r.Work)-1].Start.Year
	for range 1 + m.index%2 {
		e := cv.Education{Institution: m.one("schools"), StudyType: m.one("degrees"), Area: m.one("areas"), Period: m.period(year-4, 9, year-1, 6)}
		if m.sometimes(2) {
			e.Score = m.one("grades")
		}
		if m.sometimes(3) {
			e.Courses = m.some("courses", 3)
		}
		r.Education = append(r.Education, e)
		year -= 4
	}
}

func (m *maker) lists(r *cv.Resume) {
	for _, line := range m.some("skills", 2+m.rand.IntN(3)) {
		name, keywords, _ := strings.Cut(line, ": ")
		r.Skills = append(r.Skills, cv.Skill{Name: name, Keywords: strings.Split(keywords, ", ")})
	}
	for _, line := range m.words["languages"][:2+m.rand.IntN(3)] {
		parts := strings.Split(line, "|")
		r.Languages = append(r.Languages, cv.Language{Language: parts[0], Fluency: parts[1], CEFR: parts[2]})
	}
	if m.index%2 == 0 {
		for _, name := range m.some("interests", 3) {
			r.Interests = append(r.Interests, cv.Interest{Name: name})
		}
	}
}

// extras are sections that not everybody has.
func (m *maker) extras(r *cv.Resume) {
	if m.index%3 != 2 {
		for i, name := range m.some("certificates", 1+m.rand.IntN(2)) {
			r.Certificates = append(r.Certificates, cv.Certificate{Name: name, Issuer: m.one("issuers"), Date: civil.Date{Year: 2024 - 2*i, Month: 1 + m.rand.IntN(12)}})
		}
	}
	if m.index%4 == 0 {
		r.Awards = []cv.Award{{Title: m.one("awards"), Awarder: m.one("issuers"), Date: civil.Date{Year: 2022}}}
	}
	if m.index%4 == 2 {
		name, about, _ := strings.Cut(m.one("projects"), "|")
		r.Projects = []cv.Project{{Name: name, Description: about, Highlights: m.some("highlights", 1), Period: m.period(2019, 3, 2021, 10)}}
	}
	if m.index%5 == 3 {
		r.Publications = []cv.Publication{{Name: m.one("papers"), Publisher: m.one("journals"), ReleaseDate: civil.Date{Year: 2021, Month: 5}}}
	}
	if m.index%3 == 1 {
		r.Volunteer = []cv.Volunteer{{Position: m.one("volunteer"), Organization: m.one("clubs"), Period: m.period(2017, 2, 2020, 11), Highlights: m.some("highlights", 1)}}
	}
	if m.index%4 == 3 {
		title, line, _ := strings.Cut(m.one("sections"), "|")
		r.Other = []cv.Section{{Title: title, Lines: []string{line}}}
	}
}
