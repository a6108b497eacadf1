package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestCheckBesideTheOriginal chooses places on the picture and fields by the
// keyboard, says what a line is, and takes it back.
func TestCheckBesideTheOriginal(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.press(`form[action="/sample"] button`)
	p.read() // it may take longer than the answer waits
	cv := p.path()
	p.visit(cv + "/check")
	p.audit("")

	p.do(chromedp.Click(chromedp.CSS(`.places rect[data-mark="l8"]`)), chromedp.WaitVisible(chromedp.CSS(`#inspector[data-chosen="l8"]`)))
	if lit := eval[string](p, `[...document.querySelectorAll(".places .lit")].map(r => r.dataset.mark).join()`); lit != "l8" {
		t.Errorf("lit on the picture: %q, want the chosen line alone", lit)
	}
	if said, line := p.text("#inspector .quoted"), p.text(`.lines [data-mark="l8"] a`); said == "" || eval[int](p, `document.querySelectorAll("#inspector .kinds button").length`) != 6 {
		t.Errorf("the inspector shows %q for line %q", said, line)
	}
	for range 2 {
		before := eval[string](p, "location.search")
		p.do(chromedp.KeyEvent("j"))
		p.until(`location.search !== ` + quoted(before))
	}
	p.until(`document.querySelector("#inspector input[name=path]") !== null`)

	p.visit(cv + "/check?line=8")
	p.audit("check")
	p.load(chromedp.KeyEvent("x"))
	if !p.has("#changes") || !p.has(`.places rect.out[data-mark="l8"]`) {
		t.Errorf("a line left out changes nothing: %s", p.where())
	}
	p.audit("")
	p.press(".toast .undo")
	if p.has(".places rect.out") {
		t.Error("undo leaves the line out")
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

// until waits for an expression to hold.
func (p *page) until(expression string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if eval[bool](p, expression) {
			return
		}
	}
	p.t.Fatalf("never: %s; %s", expression, p.where())
}
