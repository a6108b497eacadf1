package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jobops/internal/document/documenttest"
	"jobops/internal/render"
	"jobops/internal/sample"
)

const europassXML = `<Candidate xmlns="http://www.europass.eu/1.0"><CandidatePerson><PersonName><GivenName>Maja</GivenName><FamilyName>Muster</FamilyName></PersonName><BirthDate>1990-01-01</BirthDate></CandidatePerson>
<CandidateProfile><EmploymentHistory><EmployerHistory><OrganizationName>Beispiel GmbH</OrganizationName><PositionHistory><PositionTitle>Teamleiterin</PositionTitle></PositionHistory></EmployerHistory></EmploymentHistory></CandidateProfile></Candidate>`

// confirmation is the form of a preview.
func confirmation(t *testing.T, a answer) url.Values {
	t.Helper()
	field := func(name string) string {
		m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("the preview has no field %s", name)
		}
		return m[1]
	}
	return url.Values{"held": {field("held")}, "name": {field("name")}, "to": {""}}
}

func contains(t *testing.T, what string, a answer, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s = %d, want %d", what, a.status, status)
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("%s does not say %q", what, w)
		}
	}
}

// TestImportAsNewCV: nothing is kept before the person confirms; then it is a CV
// like any other, and undo ends it.
func TestImportAsNewCV(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	contains(t, "the page", s.get("/import"), http.StatusOK, "LinkedIn")
	data, err := render.Reactive(sample.For("fr").Resume, render.Options{})
	must(t, err)
	a := s.uploadTo("/import", "mine.json", data)
	contains(t, "the preview", a, http.StatusOK, "Perceval Fictif", "Reactive Resume", "Nothing is left out", "Transports Fictifs SA")
	if body := s.get("/cvs").body; strings.Contains(body, "mine.json") {
		t.Error("a CV was kept before it was confirmed")
	}
	path := s.follow(s.post("/import/confirm", confirmation(t, a)).to())
	page := s.get(path + "?done=cv-imported")
	contains(t, "the CV", page, http.StatusOK, "Perceval Fictif", "Imported.", `action="`+path+`/delete"`, "mine.json")
	contains(t, "the check page", s.get(path+"/check"), http.StatusOK)
	version := strings.TrimSuffix(find(t, page.body, "/versions/ID/export"), "/export")
	contains(t, "the export", s.get(version+"/files/json"), http.StatusOK, "Perceval Fictif", "Transports Fictifs SA")
	contains(t, "the original", s.get(path+"/original"), http.StatusOK, "Perceval Fictif")
	if a := s.post(path+"/delete", nil); a.status != http.StatusSeeOther || s.get(path).status != http.StatusNotFound {
		t.Errorf("undo = %d, want the CV gone", a.status)
	}
}

// TestImportAsVersion: an import can follow what is there; undo brings that back.
func TestImportAsVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	a := s.uploadTo("/import", "europass.pdf", documenttest.EmbeddedPDF("attachment.xml", europassXML))
	contains(t, "the preview", a, http.StatusOK, "Maja Muster", "Europass", "BirthDate", "Teamleiterin", "A new version of cv.pdf")
	if strings.Contains(a.body, "1990") {
		t.Error("the preview shows a birth date")
	}
	form := confirmation(t, a)
	form.Set("to", strings.TrimPrefix(cv, "/cvs/"))
	to := s.post("/import/confirm", form).to()
	page := s.get(to)
	contains(t, "the CV", page, http.StatusOK, "Maja Muster", "Imported.")
	if a := s.post(find(t, page.body, "/versions/ID/restore"), nil); a.status != http.StatusSeeOther {
		t.Errorf("undo = %d, want 303", a.status)
	}
	contains(t, "the CV after undo", s.get(cv), http.StatusOK, "Nora Sample")
	if a := s.post("/import/confirm", url.Values{"held": form["held"], "name": {"x"}, "to": {"00000000-0000-7000-8000-000000000000"}}); a.status != http.StatusNotFound {
		t.Errorf("import into a CV that is not there = %d, want 404", a.status)
	}
}

// TestImportRefusals: each gets one sentence in place, and nothing is kept.
func TestImportRefusals(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, tt := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"broken":     {"a.json", []byte(`{"basics": {`), "damaged or cut off"},
		"unknown":    {"a.json", []byte(`{"a": 1}`), "We do not know what wrote this file"},
		"empty":      {"a.json", []byte(`{"basics": {}}`), "nothing of a CV"},
		"a document": {"a.pdf", samplePDF(t, "en"), "This is a document"},
		"a bomb":     {"a.json", []byte(`{"basics":` + strings.Repeat("[", 9000)), "beyond all measure"},
		"no file":    {"", nil, "No file arrived"},
	} {
		a := s.uploadTo("/import", tt.file, tt.data)
		if a.status < 400 || a.status >= 500 || !strings.Contains(a.body, tt.want) || !strings.Contains(a.body, `type="file"`) {
			t.Errorf("%s: %d, want a page that says %q", name, a.status, tt.want)
		}
	}
	for _, held := range []string{"", "!", "e30", "eyJSZXN1bWUiOnsiYSI6MX19"} {
		contains(t, "a spoiled preview", s.post("/import/confirm", url.Values{"held": {held}}), http.StatusUnprocessableEntity, "Drop the file again")
	}
	if body := s.get("/cvs").body; strings.Contains(body, `class="item"`) {
		t.Error("a refused import left a CV behind")
	}
}
