package tailor

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/match"
	"jobops/internal/posting"
)

func engineer() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Maja Muster", Label: "Backend Developer", Email: "maja@example.com"},
		Work: []cv.Work{
			{Name: "Example GmbH", Position: "Backend Developer", Period: cv.Period{Start: civil.Date{Year: 2019, Month: 4}, Current: true},
				Highlights: []string{"Planned the office party", "Deployed services to K8s", "Wrote importers in Go and Terraform modules"}},
			{Name: "Sample AG", Position: "Trainee", Period: cv.Period{Start: civil.Date{Year: 2016}, End: civil.Date{Year: 2019}},
				Highlights: []string{"Kept the backups", "Learning Elixir in my own time"}},
		},
		Skills:    []cv.Skill{{Name: "HTML"}, {Name: "React"}, {Name: "Go"}},
		Languages: []cv.Language{{Language: "English", Fluency: "C1"}},
		Meta:      cv.Meta{Language: "en"},
	}
}

// wanted makes a match as match.Score would: a skill is met where the CV names
// it.
func wanted(r cv.Resume, skills ...string) match.Match {
	var m match.Match
	for _, s := range skills {
		f := match.Finding{State: match.Missing, Requirement: posting.Requirement{ID: "skill:" + strings.ToLower(s), Kind: posting.Skill, Must: true, Label: s}}
		for _, leaf := range cv.Leaves(r) {
			if i := strings.Index(leaf.Text, s); i >= 0 && f.State == match.Missing {
				f.State, f.CV = match.Met, match.Quote{Path: leaf.Path, Start: i, End: i + len(s), Text: s}
			}
		}
		m.Findings = append(m.Findings, f)
	}
	return m
}

func propose(r cv.Resume, skills ...string) []Edit {
	return Propose(r, posting.Posting{Text: strings.Join(skills, ", ")}, wanted(r, skills...))
}

func byID(edits []Edit) map[string]Edit {
	m := map[string]Edit{}
	for _, e := range edits {
		m[e.ID] = e
	}
	return m
}

func TestPropose(t *testing.T) {
	t.Parallel()
	edits := byID(propose(engineer(), "Go", "Kubernetes", "JavaScript", "Terraform", "Elixir"))
	for id, after := range map[string]string{
		"add-terraform":     "Terraform",
		"word-work0-1":      "Deployed services to Kubernetes (K8s)",
		"word-skills1-name": "React (JavaScript)",
		"order-skills":      "Go\nHTML\nReact",
		"order-work0":       "Wrote importers in Go and Terraform modules\nPlanned the office party\nDeployed services to K8s",
		"summary":           "Backend Developer, Example GmbH, since 2019. Skills: Go, Terraform.",
	} {
		if got := edits[id].After; got != after {
			t.Errorf("Propose: %s = %q, want %q", id, got, after)
		}
		delete(edits, id)
	}
	for id, e := range edits {
		t.Errorf("Propose also gave %s: %q -> %q", id, e.Before, e.After)
	}
}

func TestProposeIsDeterministic(t *testing.T) {
	t.Parallel()
	first := propose(engineer(), "Go", "Kubernetes", "JavaScript", "Terraform")
	for range 20 {
		if diff := cmp.Diff(first, propose(engineer(), "Go", "Kubernetes", "JavaScript", "Terraform")); diff != "" {
			t.Fatalf("Propose twice:\n%s", diff)
		}
	}
}

func TestApplyEverything(t *testing.T) {
	t.Parallel()
	r := engineer()
	edits := propose(r, "Go", "Kubernetes", "JavaScript", "Terraform")
	got, err := Apply(r, edits)
	if err != nil {
		t.Fatalf("Apply = %v", err)
	}
	want := []cv.Skill{{Name: "Go"}, {Name: "HTML"}, {Name: "React (JavaScript)"}, {Name: "Terraform"}}
	if diff := cmp.Diff(want, got.Skills); diff != "" {
		t.Errorf("skills: %s", diff)
	}
	if diff := cmp.Diff(engineer(), r); diff != "" {
		t.Errorf("Apply changed the CV of record: %s", diff)
	}
	slices.Reverse(edits)
	again, err := Apply(r, edits)
	if diff := cmp.Diff(got, again); diff != "" || err != nil {
		t.Errorf("Apply in another order: %v %s", err, diff)
	}
}

func TestApplyRefusesConflicts(t *testing.T) {
	t.Parallel()
	r := engineer()
	edits := byID(propose(r, "Go", "Kubernetes"))
	changed := cv.Clone(r)
	changed.Work[0].Highlights[1] = "Deployed services by hand"
	changed.Skills = changed.Skills[1:]
	for _, id := range []string{"word-work0-1", "order-skills"} {
		if _, err := Apply(changed, []Edit{edits[id]}); fault.KindOf(err) == "" {
			t.Errorf("Apply(%s) to a changed CV = %v, want refused", id, err)
		}
	}
	same := cv.Clone(r)
	same.Work[0].Highlights[1] = "Deployed services to K8s!" // would still support the edit
	if _, err := Apply(same, []Edit{edits["word-work0-1"]}); !errors.Is(err, fault.Conflict) {
		t.Errorf("Apply to a text that changed meanwhile = %v, want conflict", err)
	}
	twin := edits["order-skills"]
	twin.Order = []int{0, 1, 2}
	if _, err := Apply(r, []Edit{edits["order-skills"], twin}); !errors.Is(err, fault.Conflict) {
		t.Errorf("Apply of two orders = %v, want conflict", err)
	}
	for _, path := range []cv.Path{"", "/nope", "/work/9/highlights/0", "/work/0/highlights/x", "work"} {
		e := Edit{ID: "x", Kind: Reword, Path: path, Before: "a", After: "a", Confirmed: true}
		if _, err := Apply(r, []Edit{e}); fault.KindOf(err) == "" {
			t.Errorf("Apply to %q = %v, want refused", path, err)
		}
	}
}

func TestApplyRefusesTwoTextsForOnePlace(t *testing.T) {
	t.Parallel()
	r := engineer()
	a := Edit{ID: "summary", Kind: Summary, Path: "/basics/summary", After: "Backend Developer.", Confirmed: true}
	b := a
	b.Kind, b.After = Reword, "Trainee."
	if _, err := Apply(r, []Edit{a, b}); !errors.Is(err, fault.Conflict) {
		t.Errorf("Apply of two summaries = %v, want conflict", err)
	}
}

func TestApplyRunsTheCheckItself(t *testing.T) {
	t.Parallel()
	r := engineer()
	e := Edit{ID: "x", Kind: Reword, Path: "/work/0/highlights/1", Before: "Deployed services to K8s", After: "Led Rust", Supported: true}
	if _, err := Apply(r, []Edit{e}); !errors.Is(err, fault.Invalid) {
		t.Errorf("Apply of a false claim called supported = %v, want invalid", err)
	}
	e.Confirmed = true
	got, err := Apply(r, []Edit{e})
	if err != nil || got.Work[0].Highlights[1] != "Led Rust" {
		t.Errorf("Apply of a confirmed statement = %q, %v", got.Work[0].Highlights, err)
	}
}

func TestPickLeavesOutOnlyWhatIsNotAskedFor(t *testing.T) {
	t.Parallel()
	r := engineer()
	long := strings.Repeat("Filed the papers of the day in the right place ", 4)
	for range 22 {
		r.Work[1].Highlights = append(r.Work[1].Highlights, long)
	}
	r.Work[1].Highlights = append(r.Work[1].Highlights, "Wrote a small tool in Go")
	e, ok := byID(propose(r, "Go"))["pick-work1"]
	if !ok || len(e.Omitted()) == 0 {
		t.Fatalf("Propose gave no pick-work1 for a CV of %d pages", newDemand(r, posting.Posting{}, match.Match{}).pages(nil))
	}
	for _, line := range e.Omitted() {
		if strings.Contains(line, "Go") {
			t.Errorf("pick-work1 leaves out %q", line)
		}
	}
	got, err := Apply(r, []Edit{e})
	if n := len(got.Work[1].Highlights); err != nil || n != len(e.Order) || n+len(e.Omitted()) != len(r.Work[1].Highlights) {
		t.Errorf("Apply(pick) keeps %d bullets, %v, want %d", n, err, len(e.Order))
	}
}

func TestPeerDefect05_AskedForSkillIsNeverAdded(t *testing.T) {
	t.Parallel()
	r := engineer()
	edits := propose(r, "Rust", "Go", "Elixir", "Kubernetes")
	got, err := Apply(r, edits)
	if err != nil {
		t.Fatalf("Apply = %v", err)
	}
	for _, leaf := range cv.Leaves(got) {
		if strings.Contains(leaf.Text, "Rust") {
			t.Errorf("%s = %q, want no Rust", leaf.Path, leaf.Text)
		}
		if leaf.Path.Under("/skills") && strings.Contains(leaf.Text, "Elixir") {
			t.Errorf("%s = %q, though the CV only says that it is being learned", leaf.Path, leaf.Text)
		}
	}
}

func TestPeerDefect06_FixedFactsAndDirectedSynonyms(t *testing.T) {
	t.Parallel()
	r := engineer()
	for path, text := range map[cv.Path]string{
		"/work/1/name":         "Sample",   // shorter, and another company
		"/work/1/position":     "trainees", // only words of the CV
		"/basics/label":        "Senior Rust Developer",
		"/work/0/position":     "Lead Developer",
		"/work/0/name":         "Example Holding",
		"/work/1/endDate":      "2020",
		"/languages/0/fluency": "native",
		"/work/0/highlights/1": "Deployed services to Docker Swarm",
	} {
		e, err := Own(r, path, text)
		if err != nil || e.Supported {
			t.Errorf("Own(%s, %q) = supported %v, %v, want unsupported", path, text, e.Supported, err)
		}
	}
	// React implies JavaScript; nobody who says JavaScript may say React.
	js := cv.Resume{Skills: []cv.Skill{{Name: "JavaScript"}, {Name: "testing"}}, Meta: cv.Meta{Language: "en"}}
	for _, e := range propose(js, "React", "Node.js", "unit testing", "TDD") {
		if e.Kind == Reword || e.Kind == Surface {
			t.Errorf("Propose widened %q to %q", e.Before, e.After)
		}
	}
}

// TestPeerDefect06_NoChainWidens makes every broad term that follows from some
// narrow one in two steps, and wants it refused unless one line says so.
func TestPeerDefect06_NoChainWidens(t *testing.T) {
	t.Parallel()
	direct := map[string]bool{}
	for _, s := range synonyms() {
		direct[s.narrow.text+"\t"+s.broad.text] = true
	}
	for _, a := range synonyms() {
		for _, b := range synonyms() {
			if !slices.Equal(a.broad.words, b.narrow.words) || a.equal && b.equal || direct[a.narrow.text+"\t"+b.broad.text] || impliedBy(a.narrow, b.broad) {
				continue
			}
			r := cv.Resume{Skills: []cv.Skill{{Name: a.narrow.text}}, Meta: cv.Meta{Language: "en"}}
			e := Edit{Kind: Reword, Path: "/skills/0/name", Before: a.narrow.text, After: b.broad.text}
			if Supported(Check(r, e)) {
				t.Errorf("Check(%q -> %q) = supported through %q", a.narrow.text, b.broad.text, a.broad.text)
			}
		}
	}
}

// impliedBy tells whether every word of broad is a word of narrow or follows
// from it in one step.
func impliedBy(narrow, broad term) bool {
	p := lexicons()["en"].passage(cv.Leaf{Text: narrow.text})
	for _, w := range broad.words {
		if !slices.Contains(narrow.words, w) && !p.implied[w] {
			return false
		}
	}
	return true
}

// drawResume makes an invented CV of words that a posting may ask for.
func drawResume(t *rapid.T) cv.Resume {
	words := rapid.SampledFrom([]string{"Go", "React", "K8s", "Docker", "Postgres", "parser", "archive", "phones", "SQL", "no Rust", "learning Elixir"})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 1, 5).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", "}).Draw(t, "by"))
	})
	r := cv.Resume{Meta: cv.Meta{Language: "en"}, Basics: cv.Basics{Name: "Sample Person"}}
	for range rapid.IntRange(0, 3).Draw(t, "work") {
		r.Work = append(r.Work, cv.Work{Name: "Example", Position: "Clerk", Period: cv.Period{Start: civil.Date{Year: 2011}, Current: true},
			Highlights: rapid.SliceOfN(text, 0, 5).Draw(t, "bullets")})
	}
	for _, name := range rapid.SliceOfN(text, 0, 5).Draw(t, "skills") {
		r.Skills = append(r.Skills, cv.Skill{Name: name, Keywords: rapid.SliceOfN(words, 0, 3).Draw(t, "keywords")})
	}
	return r
}

func drawSkills(t *rapid.T) []string {
	asked := rapid.SampledFrom([]string{"Go", "Kubernetes", "JavaScript", "SQL", "Rust", "Elixir", "containers", "archive", "PostgreSQL"})
	return rapid.SliceOfNDistinct(asked, 0, 5, rapid.ID).Draw(t, "asked")
}

func TestProposedEditsAddNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawResume(t)
		edits := propose(r, drawSkills(t)...)
		got, err := Apply(r, edits)
		if err != nil {
			t.Fatalf("Apply(Propose) = %v", err)
		}
		known := map[string]bool{"skills": true, "since": true, "2011": true}
		for _, leaf := range cv.Leaves(r) {
			p := lexicons()["en"].passage(leaf)
			for _, tok := range p.list {
				known[tok.plain] = true
			}
			for w := range p.implied {
				known[w] = true
			}
		}
		for _, leaf := range cv.Leaves(got) {
			for _, tok := range tokens(leaf.Text) {
				if tok.class != sign && !known[tok.plain] {
					t.Errorf("%s = %q: %q is not in the CV", leaf.Path, leaf.Text, tok.text)
				}
			}
		}
	})
}

func TestOrderEditsPermute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawResume(t)
		edits := slices.DeleteFunc(propose(r, drawSkills(t)...), func(e Edit) bool { return e.Kind != Order })
		got, err := Apply(r, edits)
		if err != nil {
			t.Fatalf("Apply(order) = %v", err)
		}
		if diff := cmp.Diff(sortedTexts(r), sortedTexts(got)); diff != "" {
			t.Errorf("order changed the texts: %s", diff)
		}
	})
}

func sortedTexts(r cv.Resume) []string {
	var texts []string
	for _, leaf := range cv.Leaves(r) {
		texts = append(texts, leaf.Text)
	}
	slices.Sort(texts)
	return texts
}

func TestApplyIsOrderIndependent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawResume(t)
		edits := propose(r, drawSkills(t)...)
		want, err := Apply(r, edits)
		if err != nil {
			t.Fatalf("Apply = %v", err)
		}
		got, err := Apply(r, rapid.Permutation(edits).Draw(t, "order"))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("Apply in another order: %v %s", err, diff)
		}
	})
}

func BenchmarkPropose(b *testing.B) {
	r := engineer()
	m := wanted(r, "Go", "Kubernetes", "JavaScript", "Terraform", "Rust")
	for b.Loop() {
		Propose(r, posting.Posting{}, m)
	}
}

func BenchmarkCheck(b *testing.B) {
	r := engineer()
	e := Edit{Kind: Reword, Path: "/work/0/highlights/1", Before: "Deployed services to K8s", After: "Deployed services to Kubernetes"}
	for b.Loop() {
		Check(r, e)
	}
}
