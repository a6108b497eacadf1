package e2e

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestApplicationsInABrowser goes from an empty board to a moved card: one paste
// and two clicks to the first application, a drag, undo, and the same choice in a
// list for those who do not drag.
func TestApplicationsInABrowser(t *testing.T) {
	t.Parallel()
	ad, err := os.ReadFile(filepath.Join("..", "..", "internal", "sample", "data", "posting.en.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p := enter(t, look{})
	p.visit("/applications")
	p.audit("")
	p.press(`a[href="/applications/new"]`)
	p.audit("")
	p.fill("#text", string(ad))
	p.press("main form button.primary")
	if at := p.path(); !strings.HasPrefix(at, "/applications/") || !strings.Contains(p.text("h1"), "Ward Manager") {
		t.Fatalf("the form leads to %s with the title %q", at, p.text("h1"))
	}
	detail := p.path()
	p.audit("")
	p.visit("/applications")
	p.load(chromedp.DragAndDrop(chromedp.CSS("[data-card]"), chromedp.CSS(`[data-enter="interview"]`)))
	if n := p.count(`[data-enter="interview"] [data-card]`); n != 1 {
		t.Fatalf("%d cards under interview after the drag, want 1; %s", n, p.where())
	}
	p.press("#toasts button.undo")
	if at := p.path(); at != detail {
		t.Errorf("undo leads to %s, want %s", at, detail)
	}
	p.visit("/applications")
	p.load(chromedp.SetValue(chromedp.CSS("[data-card] select"), "offer"))
	if n := p.count(`[data-enter="offer"] [data-card]`); n != 1 {
		t.Errorf("%d cards under offer after the choice, want 1; %s", n, p.where())
	}
	for page, picture := range map[string]string{"/applications": "board", "/applications/list": "", "/insights": "", detail: "application"} {
		p.visit(page)
		p.audit(picture)
	}
}

// TestApplicationsWithoutScript moves a card with the button of its form.
func TestApplicationsWithoutScript(t *testing.T) {
	t.Parallel()
	p := enter(t, look{noScript: true, language: "fr"})
	p.visit("/applications/new")
	p.fill("#company", "Example Works")
	p.press("main form button.primary")
	p.visit("/applications")
	p.do(chromedp.SetValue(chromedp.CSS("[data-card] select"), "applied"))
	p.press("[data-card] .move button")
	if n := p.count(`[data-enter="applied"] [data-card]`); n != 1 {
		t.Errorf("%d cards under applied, want 1; %s", n, p.where())
	}
}

// TestFirstTrackedJob counts what a newcomer does from the empty board to the
// first tracked job: a paste and three clicks.
func TestFirstTrackedJob(t *testing.T) {
	t.Parallel()
	ad, err := os.ReadFile(filepath.Join("..", "..", "internal", "sample", "data", "posting.en.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p := enter(t, look{})
	clicks := 0
	press := func(selector string) {
		p.press(selector)
		clicks++
	}
	press(`nav a[href="/applications"]`)
	p.audit("")
	p.fill("#what", string(ad))
	clicks++ // into the box
	press("form.quick button")
	p.audit("")
	press("#new-application button.primary")
	if at := p.path(); !strings.HasPrefix(at, "/applications/") || !strings.Contains(p.text("h1"), "Ward Manager") {
		t.Fatalf("the clicks lead to %s with the title %q", at, p.text("h1"))
	}
	if clicks > 4 {
		t.Errorf("%d clicks to the first tracked job, want at most 4 and one paste", clicks)
	}
	t.Logf("%d clicks and one paste to the first tracked job", clicks)
}

// TestWhatWasSentInABrowser drags nothing: the stage of the list is chosen, what
// was sent is there, and the ZIP opens.
func TestWhatWasSentInABrowser(t *testing.T) {
	t.Parallel()
	ad, err := os.ReadFile(filepath.Join("..", "..", "internal", "sample", "data", "posting.en.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p := enter(t, look{})
	p.visit("/applications/new")
	p.fill("#text", string(ad))
	p.press("main form button.primary")
	p.load(chromedp.SetValue(chromedp.CSS(".move select"), "applied"))
	p.audit("")
	data := p.download(`.bundle a[download]`)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) < 2 {
		t.Fatalf("the ZIP has %d bytes: %v", len(data), err)
	}
	p.visit("/applications/efforts")
	p.audit("")
	p.visit("/applications/deleted")
	p.audit("")
}

// TestTwoTabsOfOneApplication: the second one to save is told what the first
// said, and keeps what was typed.
func TestTwoTabsOfOneApplication(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.visit("/applications/new")
	p.fill("#company", "Example Works")
	p.press("main form button.primary")
	at := p.path()
	p.fill("#title", "Typed in the second tab")
	if code := eval[int](p, `fetch(location.pathname, {method: "POST", body: new URLSearchParams({revision: "1", company: "Example Works", title: "Saved in the first tab"}), redirect: "manual"}).then(() => 1)`); code != 1 {
		t.Fatal("the first tab did not save")
	}
	p.press("#facts button.primary")
	if got := eval[string](p, `document.querySelector("#title").value`); got != "Typed in the second tab" || !strings.Contains(p.text("#facts"), "Saved in the first tab") {
		t.Errorf("the second tab at %s shows %q, want what was typed beside what is kept", at, got)
	}
}
