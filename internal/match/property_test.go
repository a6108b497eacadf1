package match_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
)

func TestPeerDefect11_ScoreIsAPureFunction(t *testing.T) {
	t.Parallel()
	p := posting.Read(backendAd)
	want := asJSON(t, match.Score(backendCV(), p))
	for i := range 1000 {
		if got := asJSON(t, match.Score(backendCV(), p)); got != want {
			t.Fatalf("run %d: %s, want %s", i, got, want)
		}
	}
}

func asJSON(t *testing.T, m match.Match) string {
	t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Golden numbers: the same on every machine and in every time zone. A change
// means a new Version.
func TestScoreIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		cv   cv.Resume
		want int
	}{
		{"fitting", backendCV(), 79}, {"other profession", cookCV(), 21}, {"list of keywords", stuffedCV(), 33},
	}
	for _, tc := range tests {
		if got := match.Score(tc.cv, posting.Read(backendAd)).Score; got != tc.want {
			t.Errorf("Score(%s) = %d, want %d", tc.name, got, tc.want)
		}
	}
}

func TestPeerDefect11_OrderAndSpaceChangeNothing(t *testing.T) {
	t.Parallel()
	want := match.Score(backendCV(), posting.Read(backendAd)).Score
	rapid.Check(t, func(t *rapid.T) {
		r := backendCV()
		shuffle := func(n int, swap func(i, j int)) {
			for i := n - 1; i > 0; i-- {
				swap(i, rapid.IntRange(0, i).Draw(t, "swap"))
			}
		}
		for _, s := range r.Skills {
			shuffle(len(s.Keywords), func(i, j int) { s.Keywords[i], s.Keywords[j] = s.Keywords[j], s.Keywords[i] })
		}
		shuffle(len(r.Skills), func(i, j int) { r.Skills[i], r.Skills[j] = r.Skills[j], r.Skills[i] })
		ad := backendAd
		if rapid.Bool().Draw(t, "crlf") {
			ad = strings.ReplaceAll(ad, "\n", "\r\n")
		}
		if rapid.Bool().Draw(t, "spaces") {
			ad = strings.ReplaceAll(ad, "\n", "  \n\n")
		}
		if got := match.Score(r, posting.Read(ad)).Score; got != want {
			t.Errorf("Score = %d after shuffling, want %d", got, want)
		}
	})
}

// Capitals carry no weight of their own: the words of prose may be written in
// any case. Names keep theirs, since a capital is what makes a name of "Go".
func TestPeerDefect11_CaseOfProseChangesNothing(t *testing.T) {
	t.Parallel()
	want := match.Score(backendCV(), posting.Read(backendAd)).Score
	rapid.Check(t, func(t *rapid.T) {
		write := func(words string) string {
			return rapid.SampledFrom([]string{words, strings.ToUpper(words), strings.ToLower(words), strings.ToUpper(words[:1]) + words[1:]}).Draw(t, "writing")
		}
		r := backendCV()
		r.Basics.Label = write("backend engineer")
		r.Work[0].Position, r.Work[1].Position = write("backend engineer"), write("software developer")
		r.Work[0].Highlights[0] = write("built order services") + " in Go with PostgreSQL"
		r.Education[0].StudyType = write("bachelor of science")
		if got := match.Score(r, posting.Read(backendAd)).Score; got != want {
			t.Errorf("Score = %d in another writing, want %d", got, want)
		}
	})
}

func TestPeerDefect12_KeywordsWithoutHistoryDoNotPay(t *testing.T) {
	t.Parallel()
	p := posting.Read(backendAd)
	honest, stuffed := match.Score(backendCV(), p).Score, match.Score(stuffedCV(), p).Score
	if stuffed >= honest {
		t.Errorf("stuffed CV scores %d, honest one %d, want less", stuffed, honest)
	}
	named := stuffedCV()
	named.Work = []cv.Work{{Name: "Example Org", Position: "Waiter"}}
	named.Education = []cv.Education{{Institution: "Example College", StudyType: "Course"}}
	if got := match.Score(named, p).Score; got > stuffed {
		t.Errorf("names of an employer and a college alone raise a list of keywords from %d to %d", stuffed, got)
	}
	middling := backendCV()
	middling.Skills, middling.Work = nil, middling.Work[1:]
	if mid := match.Score(middling, p).Score; stuffed >= mid {
		t.Errorf("stuffed CV scores %d, middling honest one %d, want less", stuffed, mid)
	}
}

func TestPeerDefect12_RepeatingAddsNothing(t *testing.T) {
	t.Parallel()
	p := posting.Read(backendAd)
	want := match.Score(backendCV(), p).Score
	repeat := map[string]func(*cv.Resume){
		"in the list of skills": func(r *cv.Resume) {
			r.Skills[0].Keywords = append(r.Skills[0].Keywords, slices.Repeat([]string{"Go"}, 50)...)
		},
		"in one line": func(r *cv.Resume) { r.Work[0].Highlights[0] += strings.Repeat(" PostgreSQL", 50) },
		"a whole line": func(r *cv.Resume) {
			r.Work[0].Highlights = append(r.Work[0].Highlights, slices.Repeat(r.Work[0].Highlights[:1], 50)...)
		},
		"in lines of its own": func(r *cv.Resume) { r.Basics.Summary = strings.Repeat("Docker\n", 50) },
	}
	for name, change := range repeat {
		r := backendCV()
		change(&r)
		if got := match.Score(r, p).Score; got > want {
			t.Errorf("repeating %s: Score = %d, want at most %d", name, got, want)
		}
	}
}

func TestMatchInvariants(t *testing.T) {
	t.Parallel()
	words := []string{"Go", "Docker and Kubernetes", "sous chef in a busy kitchen", "5 years of experience", "Fluent in German", "PostgreSQL", "bookkeeping", "İstanbul", "C++ \xff", "Bachelor of Science"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom(words), 0, 6)
		r := cv.Resume{Basics: cv.Basics{Label: rapid.SampledFrom(words).Draw(t, "label"), Summary: strings.Join(text.Draw(t, "summary"), ". ")}}
		for range rapid.IntRange(0, 3).Draw(t, "jobs") {
			r.Work = append(r.Work, cv.Work{Position: rapid.SampledFrom(words).Draw(t, "position"), Highlights: text.Draw(t, "lines"),
				Period: cv.Period{Start: civil.Date{Year: rapid.IntRange(1990, 2026).Draw(t, "year")}, Current: true}})
		}
		p := posting.Read(rapid.SampledFrom([]string{backendAd, "", "Waiter"}).Draw(t, "ad") + "\nRequirements\n- " + strings.Join(text.Draw(t, "asked"), "\n- "))
		checkMatch(t, r, &p, match.Score(r, p))
	})
}

// checkMatch holds what must be true of every match.
func checkMatch(t *rapid.T, r cv.Resume, p *posting.Posting, m match.Match) {
	if m.Abstained != "" {
		if m.Score != 0 || m.Band != "" || len(m.Parts) > 0 {
			t.Errorf("abstained with %+v, want no number", m)
		}
		return
	}
	sum := m.Base
	for _, part := range m.Parts {
		sum += part.Points
	}
	if sum != m.Score || m.Score < 0 || m.Score > 100 {
		t.Errorf("base and parts add up to %d, score is %d", sum, m.Score)
	}
	for _, f := range m.Findings {
		if f.Ad.Text == "" || p.Text[f.Ad.Start:f.Ad.End] != f.Ad.Text {
			t.Errorf("%s quotes %q of the ad", f.Requirement.ID, f.Ad.Text)
		}
		if claimed := f.State == match.Met || f.State == match.Partly; claimed != (f.CV.Text != "") {
			t.Errorf("%s is %s with the quote %q", f.Requirement.ID, f.State, f.CV.Text)
		}
		if f.CV.Text == "" {
			continue
		}
		value, err := cv.Text(r, f.CV.Path)
		if err != nil || value[f.CV.Start:f.CV.End] != f.CV.Text {
			t.Errorf("%s quotes %q at %s: %q, %v", f.Requirement.ID, f.CV.Text, f.CV.Path, value, err)
		}
	}
}

func cookCV() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Label: "Sous Chef"},
		Work: []cv.Work{{Name: "Harbour Kitchen", Position: "Sous Chef", Period: cv.Period{Start: civil.Date{Year: 2018}, Current: true},
			Highlights: []string{"Ran the grill section and trained commis chefs", "Wrote menus and ordered fish and meat"}}},
		Education: []cv.Education{{Institution: "Example College", StudyType: "Apprenticeship", Area: "Cookery"}},
		Languages: []cv.Language{{Language: "English", Fluency: "Native"}, {Language: "German", Fluency: "B2"}},
	}
}

// stuffedCV is a list of the ad's words without any history.
func stuffedCV() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Label: "Senior Backend Engineer"},
		Skills: []cv.Skill{{Name: "Skills", Keywords: []string{"Go", "Kubernetes", "PostgreSQL", "Docker", "backend development", "services", "Terraform", "AWS", "Bachelor's degree", "computer science", "5+ years of experience", "mentor junior engineers", "English", "German", "French"}}},
	}
}

func TestMissingLanguageCapsTheScore(t *testing.T) {
	t.Parallel()
	r := backendCV()
	r.Languages = []cv.Language{{Language: "English", Fluency: "C1"}}
	m := match.Score(r, posting.Read(backendAd))
	if m.Score > 40 || m.Findings[0].Requirement.ID != "language:de" || !m.Findings[0].Blocker {
		t.Errorf("score %d, first finding %s (blocker %v), want at most 40 and language:de as blocker", m.Score, m.Findings[0].Requirement.ID, m.Findings[0].Blocker)
	}
	last := m.Parts[len(m.Parts)-1]
	if last.Code != "cap" || last.Points >= 0 {
		t.Errorf("last part = %+v, want a negative cap", last)
	}
	if m.Findings[0].Gain == 0 {
		t.Errorf("gain of the missing language = 0, want the points the cap takes")
	}
}

func TestAbstains(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		cv         cv.Resume
		ad         string
	}{
		{"no ad", "match.abstained.empty", backendCV(), " \n"},
		{"one line", "match.abstained.stub", backendCV(), "Backend engineer wanted"},
		{"short, foreign script", "match.abstained.unreadable", backendCV(), "高级工程师\n\n任职要求\n- 五年以上工作经验\n- 熟练使用 Python\n"},
		{"no CV", "match.abstained.cv", cv.Resume{}, backendAd},
		{"foreign script", "match.abstained.unreadable", backendCV(), strings.Repeat("経験豊富なバックエンドエンジニアを募集しています。東京で働きませんか。必須条件は五年以上の経験です。歓迎条件は英語力です。\n", 3) +
			strings.Join(strings.Split("一 二 三 四 五 六 七 八 九 十 百 千 万 億 兆 春 夏 秋 冬 朝 昼 夜", " "), "語 ") + "語"},
	}
	for _, tc := range tests {
		m := match.Score(tc.cv, posting.Read(tc.ad))
		if m.Abstained != tc.want {
			t.Errorf("%s: Abstained = %q, want %q", tc.name, m.Abstained, tc.want)
		}
	}
}
