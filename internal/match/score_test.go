package match_test

import (
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
)

const backendAd = `Senior Backend Engineer (m/f/d)
Example Robotics GmbH · Berlin, Germany

About us
We build warehouse robots. Since 2009 we have been growing for over 10 years.

Your tasks
- Design and operate services in Go on Kubernetes
- Mentor junior engineers

Requirements
- 5+ years of experience in backend development
- Proficiency in Go, PostgreSQL and Docker
- Fluent English (C1); good German skills
- Bachelor's degree in computer science

Nice to have
- Experience with Terraform and AWS
- French is a plus

We are an equal opportunity employer.`

func backendCV() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Label: "Backend Engineer", Location: cv.Location{City: "Berlin"}},
		Work: []cv.Work{
			{Name: "Sample Works", Position: "Backend Engineer", Period: cv.Period{Start: civil.Date{Year: 2020, Month: 3}, Current: true},
				Highlights: []string{"Built order services in Go with PostgreSQL", "Moved twelve services to Kubernetes"}},
			{Name: "Example Org", Position: "Software Developer", Period: cv.Period{Start: civil.Date{Year: 2017}, End: civil.Date{Year: 2020, Month: 2}},
				Highlights: []string{"Wrote payment software in Java and MySQL"}},
		},
		Education: []cv.Education{{Institution: "Example University", StudyType: "Bachelor of Science", Area: "Computer Science"}},
		Skills:    []cv.Skill{{Name: "Languages", Keywords: []string{"Go", "Java", "SQL"}}, {Name: "Tools", Keywords: []string{"Docker", "Kubernetes"}}},
		Languages: []cv.Language{{Language: "English", Fluency: "Fluent"}, {Language: "German", Fluency: "B1"}},
	}
}

func TestScoreOfAFittingCV(t *testing.T) {
	t.Parallel()
	m := match.Score(backendCV(), posting.Read(backendAd))
	if m.Score < 60 {
		t.Errorf("Score = %d, want at least 60", m.Score)
	}
	sum := m.Base
	for _, p := range m.Parts {
		sum += p.Points
	}
	if sum != m.Score {
		t.Errorf("base and parts add up to %d, want %d", sum, m.Score)
	}
	want := map[string]match.State{
		"skill:go": match.Met, "skill:docker": match.Met, "years:5": match.Met, "language:de": match.Partly,
		"language:fr": match.Missing, "location:berlin": match.Met, "degree:bachelor": match.Met,
	}
	for id, state := range want {
		if got := stateOf(m, id); got != state {
			t.Errorf("state of %s = %q, want %q", id, got, state)
		}
	}
}

func stateOf(m match.Match, id string) match.State {
	for _, f := range m.Findings {
		if f.Requirement.ID == id {
			return f.State
		}
	}
	return ""
}
