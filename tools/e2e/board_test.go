package e2e

import (
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
