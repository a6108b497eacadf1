package e2e

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// scanHTML prints as a page that is one picture: what a scanner makes.
const scanHTML = `<!doctype html><title>Scan</title><img alt="" width="400" height="600" src="data:image/png;base64,` +
	`iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9nFZwAAAABJRU5ErkJggg==">`

// TestRefusedFilesLeaveNothing sends what cannot be read: each time one plain
// sentence beside the field, and nothing is kept.
func TestRefusedFilesLeaveNothing(t *testing.T) {
	t.Parallel()
	pdf, err := printedCV()
	if err != nil {
		t.Fatal(err)
	}
	scan, err := printed(scanHTML)
	if err != nil {
		t.Fatal(err)
	}
	p := enter(t, look{language: "fr"})
	before := blobs(t, p.server.data)
	for _, tt := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"scan.pdf", scan, "image sans texte"},
		{"cut.pdf", pdf[:len(pdf)/2], "abîmé"},
		{"letter.txt", []byte("Dear reader, this is a text."), "PDF et DOCX"},
		{"page.pdf", []byte("<!doctype html><p>Not a PDF.</p>"), ""},
		{"empty.pdf", nil, ""},
	} {
		p.visit("/cvs/new")
		p.upload(file(t, tt.name, tt.content))
		if !p.has(`#file[aria-invalid="true"]`) || !p.has("#file-fault") {
			t.Errorf("%s is not refused in place; %s", tt.name, p.where())
			continue
		}
		if said := p.text("#file-fault"); !strings.Contains(said, tt.says) || len(said) > 300 {
			t.Errorf("%s: the page says %q, want one sentence with %q", tt.name, said, tt.says)
		}
	}
	p.audit("")
	p.visit("/cvs")
	if p.has(".item") {
		t.Errorf("a refused file is listed: %s", p.text("main"))
	}
	if after := blobs(t, p.server.data); after != before {
		t.Errorf("refused files left %d files behind", after-before)
	}
}

// blobs counts the files of the object store, keys included.
func blobs(t testing.TB, data string) int {
	t.Helper()
	n := 0
	err := fs.WalkDir(os.DirFS(data), "blobs", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFirstReading uploads to a program that was never started before: its
// reader is not compiled yet, so the page follows the progress until it is.
func TestFirstReading(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]look{"with script": {}, "without script": {noScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := enterIn(t, serveIn(t, t.TempDir()), l)
			p.upload(cvFile(t))
			if at := p.path(); !strings.HasPrefix(at, "/cvs/") {
				t.Errorf("the first reading leads to %s, want the CV: %s", at, p.text("main"))
			}
		})
	}
}

// TestPeerDefect17_NothingTypedIsLost refuses a form and looks whether what was
// typed is still there: in place, and after leaving and coming back.
func TestPeerDefect17_NothingTypedIsLost(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]look{"with script": {}, "without script": {noScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := enter(t, l)
			p.visit("/postings/new")
			p.fill("#title", "Staff Nurse")
			p.fill("#company", "Example Trust")
			p.press("form.ad-form button.primary")
			if !p.has("#text-fault") {
				t.Fatalf("an ad without text is not refused; %s", p.where())
			}
			p.keeps("#title", "Staff Nurse")
			p.visit("/")
			p.visit("/postings/new")
			p.keeps("#title", "Staff Nurse")
			p.keeps("#company", "Example Trust")
		})
	}
}

// TestDraftSurvivesReload types without sending; a script keeps it on the server.
func TestDraftSurvivesReload(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.visit("/postings/new")
	p.fill("#text", "We are looking for a nurse.")
	p.do(chromedp.WaitVisible(chromedp.CSS("[data-draft-note]")))
	for end := time.Now().Add(patience); ; {
		p.visit("/postings/new")
		if p.value("#text") != "" || time.Now().After(end) {
			break
		}
	}
	p.keeps("#text", "We are looking for a nurse.")
}

func (p *page) keeps(selector, want string) {
	p.t.Helper()
	if got := p.value(selector); got != want {
		p.t.Errorf("%s holds %q, want %q", selector, got, want)
	}
}

func (p *page) value(selector string) string {
	p.t.Helper()
	return eval[string](p, "document.querySelector("+quote(selector)+").value")
}

// TestChosenLanguageAndTheme overrule those of the browser.
func TestChosenLanguageAndTheme(t *testing.T) {
	t.Parallel()
	p := enter(t, look{dark: true, language: "en"})
	p.visit("/settings")
	p.do(
		chromedp.Click(chromedp.CSS(`label:has(input[name="language"][value="fr"])`)),
		chromedp.Click(chromedp.CSS(`label:has(input[name="theme"][value="light"])`)),
	)
	p.press(`form[action="/settings"] button.primary`)
	if lang := eval[string](p, "document.documentElement.lang"); lang != "fr" {
		t.Errorf("lang = %q, want fr", lang)
	}
	if scheme := eval[string](p, "getComputedStyle(document.documentElement).colorScheme"); scheme != "light" {
		t.Errorf("color-scheme = %q, want light", scheme)
	}
	p.audit("")
}

// TestStrangersSeeNothing asks for pages without a session, and under a name
// that is not this machine's.
func TestStrangersSeeNothing(t *testing.T) {
	t.Parallel()
	s := serve(t)
	for _, tt := range []struct{ host, path string }{
		{"", "/cvs"}, {"", "/postings/new"}, {"", "/settings"}, {"rebound.example.com", "/"}, {"rebound.example.com", s.entry},
	} {
		status, body := ask(t, s.origin+tt.path, tt.host)
		if status < 300 || strings.Contains(body, `id="file"`) {
			t.Errorf("GET %s as %q = %d, want a refusal", tt.path, tt.host, status)
		}
	}
}

// TestNothingOutsideTheDataFolder runs with every other place a program might
// write to moved into one folder, which must stay empty.
func TestNothingOutsideTheDataFolder(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	p := enterWith(t, look{}, "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "TMPDIR="+home)
	p.upload(cvFile(t))
	left, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		t.Errorf("the program left %s outside its data folder", e.Name())
	}
}
