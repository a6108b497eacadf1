package web_test

import (
	"net/http"
	"net/url"

	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jobops/internal/document"
	"jobops/internal/render"
	"jobops/internal/sample"
)

func TestTheWholeJobWithFormsAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	if text := s.get(j.cv).text(); !strings.Contains(text, "Nora Sample") {
		t.Errorf("GET %s does not show the name read from the file", j.cv)
	}
	for format, magic := range map[render.Format]string{
		render.FormatPDF: "%PDF-", render.FormatDOCX: "PK\x03\x04", render.FormatMarkdown: "# ", render.FormatText: "Nora", render.FormatJSON: "{",
	} {
		a := s.get(j.result + "/files/" + string(format))
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, magic) {
			t.Errorf("GET %s file = %d %.20q, want 200 %q", format, a.status, a.body, magic)
		}
		for header, want := range map[string]string{"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff", "Content-Type": format.ContentType()} {
			if got := a.header.Get(header); got != want {
				t.Errorf("%s file: %s = %q, want %q", format, header, got, want)
			}
		}
		if got := a.header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="`) {
			t.Errorf("%s file: Content-Disposition = %q, want an attachment", format, got)
		}
	}
}

func TestSampleData(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.post("/sample", nil).to())
	if a := s.get(cv); a.status != http.StatusOK {
		t.Errorf("GET %s = %d, want 200", cv, a.status)
	}
	if got := s.get("/postings/new").value("text"); got != strings.TrimSpace(sample.Posting("en")) && got != sample.Posting("en") {
		t.Errorf("the form for an ad holds %.40q, want the sample ad", got)
	}
}

func TestRefusedUploads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, tt := range []struct {
		name   string
		data   []byte
		status int
		says   string
	}{
		{"cv.odt", []byte("PK\x03\x04 not a CV"), http.StatusUnsupportedMediaType, "PDF and DOCX"},
		{"cv.pdf", []byte("%PDF-1.7 cut"), http.StatusUnprocessableEntity, "damaged"},
		{"cv.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), http.StatusUnsupportedMediaType, "PDF and DOCX"},
		{"cv.pdf", append([]byte("%PDF-1.7 "), make([]byte, document.MaxBytes)...), http.StatusRequestEntityTooLarge, "10 MB"},
		{"cv.pdf", make([]byte, 12<<20), http.StatusRequestEntityTooLarge, "10 MB"},
		{"", nil, http.StatusUnprocessableEntity, "No file"},
	} {
		a := s.upload(tt.name, tt.data)
		if to := a.to(); to != "" {
			a = s.ended(to)
		}
		if a.status != tt.status || !strings.Contains(a.text(), tt.says) {
			t.Errorf("upload of %q (%d bytes) = %d, want %d and a sentence with %q", tt.name, len(tt.data), a.status, tt.status, tt.says)
		}
	}
	if text := s.get("/cvs").text(); !strings.Contains(text, "Drop your CV") {
		t.Errorf("GET /cvs after refusals = %q, want the empty list", text)
	}
}

// ended follows an upload that is to be refused.
func (s *site) ended(path string) answer {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if a := s.get(path); a.status != http.StatusOK {
			return a
		}
	}
	s.t.Fatalf("the reading at %s does not end", path)
	return answer{}
}

// TestProgressIsStreamed reads the stream of a finished upload: its last event
// leads to where the CV is found.
func TestProgressIsStreamed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	u, err := s.deps.Library.Upload(t.Context(), who, "cv.pdf", samplePDF(t, "en"))
	must(t, err)
	a := s.get("/uploads/" + string(u.ID) + "/events")
	if got := a.header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("Content-Type = %q, want text/event-stream", got)
	}
	if !strings.Contains(a.body, "event: ended\ndata: /uploads/"+string(u.ID)) || !strings.Contains(a.body, "File received") {
		t.Errorf("stream = %q, want steps and the end", a.body)
	}
	if to := s.get("/uploads/" + string(u.ID)).to(); !strings.HasPrefix(to, "/cvs/"+string(u.CV)) {
		t.Errorf("GET /uploads after the end leads to %q, want the CV", to)
	}
}

func TestCorrectAField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	version := find(t, s.get(cv).body, "/versions/ID")
	a := s.post(version+"/field", url.Values{"path": {"/basics/name"}, "value": {"Nora Example"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("POST field = %d, want 303", a.status)
	}
	page := s.get(a.to())
	if !strings.Contains(page.text(), "Nora Example") || !strings.Contains(page.body, version+"/restore") {
		t.Error("the corrected CV does not show the new name with a way back")
	}
	if a := s.post(version+"/restore", nil); a.status != http.StatusSeeOther {
		t.Fatalf("POST restore = %d, want 303", a.status)
	}
	if text := s.get(cv).text(); strings.Contains(text, "Nora Example") || !strings.Contains(text, "Nora Sample") {
		t.Error("undo does not bring the old name back")
	}
}

// TestPeerDefect17_FormsKeepWhatWasTyped sends forms that are refused: each is
// shown again with every field as it was typed, and the reason.
func TestPeerDefect17_FormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))

	a := s.post("/postings", url.Values{"text": {"  "}, "title": {"Nurse & more"}, "company": {`"Quoted" GmbH`}})
	if a.status != http.StatusUnprocessableEntity || a.value("title") != "Nurse & more" || a.value("company") != `"Quoted" GmbH` {
		t.Errorf("empty ad = %d with title %q, company %q, want 422 with both kept", a.status, a.value("title"), a.value("company"))
	}
	if got := s.get("/postings/new").value("title"); got != "Nurse & more" {
		t.Errorf("the form opened again has title %q, want the one typed", got)
	}

	date := url.Values{"path": {"/work/0/startDate"}, "value": {"last summer"}}
	a = s.post(j.version+"/field", date)
	if a.status != http.StatusUnprocessableEntity || a.value("value") != "last summer" {
		t.Errorf("bad date = %d with %q in the field, want 422 with it kept", a.status, a.value("value"))
	}
}

// TestPeerDefect23_TwoTabs corrects one value in two tabs that were opened
// before either was sent: the second is told and loses nothing.
func TestPeerDefect23_TwoTabs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	seen := find(t, s.get(cv).body, "/versions/ID")
	label := func(value string) url.Values { return url.Values{"path": {"/basics/label"}, "value": {value}} }
	if a := s.post(seen+"/field", label("Charge Nurse")); a.status != http.StatusSeeOther {
		t.Fatalf("first tab = %d, want 303", a.status)
	}
	a := s.post(seen+"/field", label("Ward Nurse"))
	if a.status != http.StatusConflict || a.value("value") != "Ward Nurse" || !strings.Contains(a.text(), "Charge Nurse") {
		t.Fatalf("second tab = %d with %q in the field, want 409 with both values", a.status, a.value("value"))
	}
	again := find(t, a.body, "/versions/ID/field")
	if a := s.post(again, label("Ward Nurse")); a.status != http.StatusSeeOther {
		t.Errorf("second tab, confirmed = %d, want 303", a.status)
	}
	if a := s.post(seen+"/field", url.Values{"path": {"/basics/phone"}, "value": {"+33 1 99 00 12 34"}}); a.status != http.StatusSeeOther {
		t.Errorf("another field from the old tab = %d, want 303", a.status)
	}
	if text := s.get(cv).text(); !strings.Contains(text, "Ward Nurse") || !strings.Contains(text, "+33 1 99 00 12 34") {
		t.Error("a change of one tab was lost to the other")
	}
}

func TestUnsupportedWordsNeedAConfirmation(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	version := strings.TrimPrefix(find(t, s.get(cv).body, "/versions/ID"), "/versions/")
	match := s.post("/postings", url.Values{"text": {sample.Posting("en")}, "cv": {strings.TrimPrefix(cv, "/cvs/")}}).to()
	work := s.post(find(t, match, "/postings/ID")+"/tailor", url.Values{"version": {version}}).to()
	field := find(t, s.get(work).body, `id="edit-[a-z0-9-]+-own"`)
	edit := work + "/edits/" + strings.TrimSuffix(strings.TrimPrefix(field, `id="edit-`), `-own"`)
	own := url.Values{"decision": {"accepted"}, "own": {"Managed 500 people at Globex Corporation"}}
	for name, send := range map[string]func(string, url.Values) answer{"form": s.post, "script": s.live} {
		a := send(edit, own)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Managed 500 people at Globex Corporation") || !strings.Contains(a.body, `name="confirm"`) {
			t.Errorf("%s: unsupported words = %d, want 422 with the words kept and a confirmation", name, a.status)
		}
		if name == "form" {
			checkPage(t, edit, a, "en")
		}
	}
	if a := s.get(work); strings.Contains(a.body, `data-state="accepted"`) {
		t.Error("unsupported words were accepted without a confirmation")
	}
	if a := s.live(edit+"/preview", own); a.status != http.StatusOK || !strings.Contains(a.text(), "Globex") || !strings.Contains(a.body, `id="score"`) {
		t.Errorf("preview = %d, want 200 that names what has no support, and the score", a.status)
	}
	if a := s.get(work); strings.Contains(a.body, `data-state="accepted"`) {
		t.Error("a preview was kept")
	}
	own.Set("confirm", "yes")
	if a := s.live(edit, own); a.status != http.StatusOK || !strings.Contains(a.body, `data-state="accepted"`) || !strings.Contains(a.body, `id="score"`) {
		t.Errorf("confirmed words = %d, want 200 with the edit accepted and the score", a.status)
	}
}

func TestDraftIsKeptOnTheServer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ad := "Nurse wanted\n\n50 % & more <b>"
	if a := s.live("/postings/draft", url.Values{"text": {ad}}); a.status != http.StatusNoContent {
		t.Fatalf("POST draft = %d, want 204", a.status)
	}
	if got := s.get("/postings/new").value("text"); got != ad {
		t.Errorf("the form holds %q, want %q", got, ad)
	}
	if a := s.post("/postings", url.Values{"text": {ad}}); a.status != http.StatusSeeOther {
		t.Fatalf("POST /postings = %d, want 303", a.status)
	}
	if got := s.get("/postings/new").value("text"); got != "" {
		t.Errorf("the form holds %q after sending, want nothing", got)
	}
}

func TestDeletingACV(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("Gone.pdf", samplePDF(t, "en")).to())
	if text := s.get(cv + "/delete").text(); !strings.Contains(text, "Gone.pdf") || !strings.Contains(text, "cannot be undone") {
		t.Errorf("the question = %q, want it to name what goes", text)
	}
	if a := s.post(cv+"/delete", nil); a.to() != "/cvs?done=deleted" {
		t.Fatalf("POST delete = %d to %q, want the list", a.status, a.to())
	}
	for _, path := range []string{cv, cv + "/original", cv + "/pages/1", cv + "/versions"} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("GET %s after deletion = %d, want 404", path, a.status)
		}
	}
}

// hostile are texts that would run or break out somewhere if they were not
// escaped.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, `</textarea><script>alert(1)</script>`,
	`</title><svg onload=alert(1)>`, `javascript:alert(1)`, `{{constructor.constructor('alert(1)')()}}`, `<iframe srcdoc="<script>alert(1)</script>">`,
	`&lt;script&gt;`, "\u202ereversed", `<a href="javascript:alert(1)" onclick="alert(1)" style="color:red">x</a>`, `<!--`, `]]>`, `${alert(1)}`,
}

func TestHostileTextsStayTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	for _, text := range []string{strings.Join(hostile, " "), "javascript:alert(1)"} {
		version := strings.TrimSuffix(find(t, s.get(j.cv).body, "/versions/ID/export"), "/export")
		for _, path := range []string{"/basics/name", "/basics/url", "/work/0/highlights/0"} {
			if a := s.post(version+"/field", url.Values{"path": {path}, "value": {text}}); a.status != http.StatusSeeOther {
				t.Fatalf("POST %s %q = %d, want 303", path, text, a.status)
			}
		}
		match := s.post("/postings", url.Values{"text": {"Nurse " + text + "\nMust: " + text}, "title": {text}, "company": {text}, "cv": {strings.TrimPrefix(j.cv, "/cvs/")}}).to()
		pages := []string{"/", "/cvs", j.cv, j.cv + "/versions", j.cv + "/delete", j.cv + "?edit=%2Fbasics%2Fname", version + "/export", find(t, match, "/postings/ID"), match, "/postings"}
		for _, path := range pages {
			a := s.get(path)
			if a.status != http.StatusOK {
				t.Errorf("GET %s with %q = %d, want 200", path, text, a.status)
			}
			checkPage(t, path, a, "en")
		}
	}
}

// The CV chosen for an ad may be gone by the time the ad is sent; what no text
// may hold is dropped, for PostgreSQL would refuse it.
func TestAdOutlivesItsCV(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ad := s.post("/postings", url.Values{
		"text":  {"Nurse wanted\x00\xff\nMust: triage"},
		"title": {"Nurse\x00\xff"},
		"cv":    {"01900000-0000-7000-8000-000000000000"},
	})
	if ad.status != http.StatusSeeOther || !strings.HasSuffix(ad.to(), "?done=ad") {
		t.Fatalf("POST /postings with a deleted CV = %d to %q, want 303 to the ad", ad.status, ad.to())
	}
	page := s.get(ad.to())
	if page.status != http.StatusOK || strings.ContainsAny(page.body, "\x00\uFFFD") || !utf8.ValidString(page.body) || !strings.Contains(page.body, "Nurse wanted") {
		t.Errorf("GET %s = %d with %q, want 200 and only text", ad.to(), page.status, page.body)
	}
}
