package tailor

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// pair is one line of testdata/claims/own/<language>.tsv: a bullet of an invented
// CV and another wording of it that is honest or a lie.
type pair struct {
	lang, before, after string
	honest              bool
}

func claimPairs(t testing.TB) []pair {
	t.Helper()
	files, err := filepath.Glob("testdata/claims/own/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob = %v, %v, want tables", files, err)
	}
	var all []pair
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		lang := strings.TrimSuffix(filepath.Base(name), ".tsv")
		for lines := bufio.NewScanner(f); lines.Scan(); {
			fields := strings.Split(lines.Text(), "\t")
			if len(fields) != 3 {
				t.Fatalf("%s: %q has %d columns, want 3", name, lines.Text(), len(fields))
			}
			all = append(all, pair{lang, fields[1], fields[2], fields[0] == "honest"})
		}
	}
	return all
}

// resumeWith is the CV of an invented person whose second bullet is the given
// one.
func resumeWith(lang, bullet string) cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Email: "sample@example.com"},
		Work: []cv.Work{{
			Name: "Example GmbH", Period: cv.Period{Start: civil.Date{Year: 2018, Month: 3}, End: civil.Date{Year: 2021, Month: 6}},
			Highlights: []string{"Docker", bullet},
		}},
		Skills: []cv.Skill{{Name: "Python"}, {Name: "Haskell"}},
		Meta:   cv.Meta{Language: lang},
	}
}

const bulletPath = cv.Path("/work/0/highlights/1")

func reworded(t testing.TB, r cv.Resume, after string) Edit {
	t.Helper()
	e, err := Own(r, bulletPath, after)
	if err != nil {
		t.Fatalf("Own(%q) = %v", after, err)
	}
	return e
}

// maxBlocked is the share of honest rewordings of one language in these simple
// pairs that may ask for a confirmation; package claims holds the floors of the
// harder sets.
const maxBlocked = 0.06

func TestPeerDefect09_OverstatementsAreNeverAppliedSilently(t *testing.T) {
	t.Parallel()
	type count struct{ lies, passed, honest, blocked int }
	counts := map[string]*count{}
	for _, p := range claimPairs(t) {
		r := resumeWith(p.lang, p.before)
		e := reworded(t, r, p.after)
		c := counts[p.lang]
		if c == nil {
			c = &count{}
			counts[p.lang] = c
		}
		if p.honest {
			c.honest++
			if !e.Supported {
				c.blocked++
				t.Logf("%s: honest but blocked: %q -> %q: %v", p.lang, p.before, p.after, e.Claims)
			}
			continue
		}
		c.lies++
		if _, err := Apply(r, []Edit{e}); err == nil {
			c.passed++
			t.Errorf("%s: Apply(%q -> %q) = nil, want refused", p.lang, p.before, p.after)
		}
	}
	for lang, c := range counts {
		t.Logf("%s: %d of %d lies applied, %d of %d honest rewordings blocked", lang, c.passed, c.lies, c.blocked, c.honest)
		if share := float64(c.blocked) / float64(c.honest); share > maxBlocked {
			t.Errorf("%s: %.1f %% of honest rewordings blocked, want at most %.0f %%", lang, share*100, maxBlocked*100)
		}
	}
}
