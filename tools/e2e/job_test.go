package e2e

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWholeJob walks the main job: a CV in, an ad, a match with reasons, edits
// accepted and rejected, a version saved, its files out.
func TestWholeJob(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		look     look
		pictures bool // these are the pictures of the documentation
	}{
		{"english", look{}, true},
		{"french", look{language: "fr"}, false},
		{"without script", look{noScript: true}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := job{page: enter(t, tt.look), pictures: tt.pictures}
			if lang, want := eval[string](j.page, "document.documentElement.lang"), tt.look.language; want != "" && lang != want {
				t.Errorf("lang = %q, want %q", lang, want)
			}
			j.check("home")
			j.read()
			j.match()
			j.tailor()
			j.export()
			j.lookAround()
			j.delete()
		})
	}
}

// job is one walk and what it made so far.
type job struct {
	*page
	pictures bool
	cv       string // path of the CV's page
}

// check audits the page; its picture is kept where the walk is for pictures.
func (j *job) check(name string) {
	j.t.Helper()
	if !j.pictures {
		name = ""
	}
	j.audit(name)
}

func (j *job) read() {
	j.t.Helper()
	j.upload(cvFile(j.t))
	j.cv = j.path()
	if !strings.HasPrefix(j.cv, "/cvs/") {
		j.t.Fatalf("after the upload: %s; %s", j.where(), j.text("main"))
	}
	page := j.text("main")
	for _, want := range []string{"Sample Person", "sample.person@example.com", "Example General Hospital", "University of Exampleford"} {
		if !strings.Contains(page, want) {
			j.t.Errorf("the CV as read does not show %q", want)
		}
	}
	j.check("cv")
}

func (j *job) match() {
	j.t.Helper()
	j.visit("/postings/new?cv=" + path.Base(j.cv))
	j.check("ad")
	j.fill("#text", ad)
	j.press("form.ad-form button.primary")
	if !strings.Contains(j.path(), "/matches/") {
		j.t.Fatalf("after the ad: %s; %s", j.where(), j.text("main"))
	}
	if got := j.text("h1"); got != "Senior Staff Nurse, Intensive Care" {
		j.t.Errorf("title of the match = %q, want that of the ad", got)
	}
	if n := j.count(".finding"); n < 4 {
		j.t.Errorf("the match shows %d requirements, want 4 or more", n)
	}
	if n := j.count(".finding.met .quotes dd"); n < 2 {
		j.t.Errorf("met requirements show %d quotes, want one of the ad and one of the CV", n)
	}
	j.check("match")
}

func (j *job) tailor() {
	j.t.Helper()
	j.press(`form[action$="/tailor"] button`)
	if j.count("[data-edit]") == 0 {
		j.t.Fatalf("no edit is proposed; %s", j.where())
	}
	j.check("tailor")
	j.decide("accept", "accepted")
	if j.has(`[data-state="open"] [data-do="reject"]`) {
		j.decide("reject", "rejected")
	}
	j.fill("#name", "For Example Trust")
	j.press("form.finish button.primary")
	if !strings.HasSuffix(j.path(), "/export") {
		j.t.Fatalf("after saving: %s; %s", j.where(), j.text("main"))
	}
}

// decide presses a button of the first open edit that has it.
func (j *job) decide(button, state string) {
	j.t.Helper()
	selector := `[data-state="open"] [data-do="` + button + `"]`
	if j.look.noScript {
		j.press(selector)
	} else {
		j.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible), chromedp.WaitVisible(chromedp.CSS(`[data-state="`+state+`"]`)))
	}
	if j.count(`[data-state="`+state+`"]`) != 1 {
		j.t.Errorf("after %s: %d edits are %s, want 1", button, j.count(`[data-state="`+state+`"]`), state)
	}
}

func (j *job) export() {
	j.t.Helper()
	j.check("export")
	var pdf []byte
	for _, f := range []struct{ format, begins string }{
		{"pdf", "%PDF-"}, {"docx", "PK\x03\x04"}, {"markdown", "# Sample Person"}, {"text", "Sample Person"}, {"json", "{"},
	} {
		link := `a.file[href*="/files/` + f.format + `"]`
		if !j.has(link) {
			j.t.Errorf("no link for %s", f.format)
			continue
		}
		saved := j.sameBytes(link, eval[string](j.page, "document.querySelector("+quote(link)+").pathname"), f.begins)
		if f.format == "pdf" {
			pdf = saved
		}
	}
	j.readBack(pdf)
}

// readBack reads the file the browser saved with the program's own command.
func (j *job) readBack(pdf []byte) {
	j.t.Helper()
	out := j.t.TempDir()
	jobops(j.t, "parse", file(j.t, "new.pdf", pdf), "--out", out)
	b, err := os.ReadFile(filepath.Join(out, "new.json"))
	if err != nil {
		j.t.Fatal(err)
	}
	var resume struct {
		Basics struct{ Name, Email string }
		Work   []struct{ Name string }
	}
	if err := json.Unmarshal(b, &resume); err != nil {
		j.t.Fatal(err)
	}
	if resume.Basics.Name != "Sample Person" || resume.Basics.Email != "sample.person@example.com" || len(resume.Work) != 2 {
		j.t.Errorf("the exported PDF reads as %+v, want Sample Person with two jobs", resume)
	}
}

// lookAround audits the pages beside the way.
func (j *job) lookAround() {
	j.t.Helper()
	for _, at := range []string{"/", "/cvs", "/cvs/new", j.cv + "/versions", "/postings", "/settings", "/privacy", "/about", "/gallery", "/no-such-page"} {
		j.visit(at)
		j.check("")
	}
}

func (j *job) delete() {
	j.t.Helper()
	j.visit(j.cv + "/delete")
	j.press("main form button.danger")
	j.visit("/cvs")
	if j.has(`a[href="` + j.cv + `"]`) {
		j.t.Error("the deleted CV is still listed")
	}
	sealed := filepath.Join(j.server.data, "blobs", "cv")
	err := filepath.WalkDir(sealed, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			j.t.Errorf("%s is left after the CV was deleted", name)
		}
		return nil
	})
	if err != nil {
		j.t.Fatal(err)
	}
}
