package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// openEditor reads the sample CV and opens its editor with the pages drawn.
func openEditor(t testing.TB, l look) *page {
	t.Helper()
	p := enter(t, l)
	p.press(`form[action="/sample"] button`)
	p.visit(eval[string](p, `document.querySelector('a[href$="/edit"]').getAttribute("href")`))
	p.drawn()
	return p
}

// drawn waits until every page of the preview shows the revision of the form.
func (p *page) drawn() {
	p.t.Helper()
	p.until(`(() => {
		const revision = document.querySelector("[name=revision]").value, all = [...document.querySelectorAll("[data-pane] img")];
		return all.length > 0 && all.every(i => i.complete && i.naturalWidth > 0 && i.src.endsWith("revision=" + revision));
	})()`)
}

const label = `document.querySelector('[name="/basics/label"]')`

// overwrite types another headline.
func (p *page) overwrite(text string) {
	p.t.Helper()
	eval[bool](p, "("+label+".focus(), "+label+".select(), true)")
	p.do(chromedp.KeyEvent(text))
}

func revision(p *page) string {
	return eval[string](p, `document.querySelector("[name=revision]").value`)
}

// edits waits until what was done is kept under another revision and drawn.
func (p *page) edits(do func()) {
	p.t.Helper()
	before := revision(p)
	do()
	p.until(`document.querySelector("[name=revision]").value !== ` + quote(before))
	p.drawn()
}

// TestEditorInTheBrowser types, sees the page change, drags, moves by keys, hides,
// takes steps back, and closes the tab without saving: all is there again.
func TestEditorInTheBrowser(t *testing.T) {
	t.Parallel()
	p := openEditor(t, look{width: 1400})
	p.audit("")
	picture := func() string { return eval[string](p, `document.querySelector("#page-1 img").src`) }
	first := picture()
	p.edits(func() {
		p.overwrite("Ward Sister")
	})
	p.until(label + `.value === "Ward Sister"`)
	if picture() == first {
		t.Error("typing does not change the page")
	}
	if pages, tabs := eval[int](p, `document.querySelectorAll("[data-pane] img").length`), eval[int](p, `document.querySelectorAll(".page-tabs a").length`); pages != tabs {
		t.Errorf("%d pages have %d tabs", pages, tabs)
	}
	points := func() []string {
		return eval[[]string](p, `[...document.querySelectorAll('[data-at$="/0/highlights"] textarea')].slice(0, 3).map(t => t.value)`)
	}
	before := points()
	p.edits(func() {
		at := eval[[]float64](p, `(() => {
			const grips = document.querySelectorAll('[data-at$="/0/highlights"] [data-grip]');
			grips[0].scrollIntoView({block: "center"});
			const a = grips[0].getBoundingClientRect(), b = grips[1].closest("li").getBoundingClientRect();
			return [a.x + a.width / 2, a.y + a.height / 2, b.y + b.height - 3];
		})()`)
		p.do(chromedp.DragAndDropXY(at[0], at[1], at[0], at[2], 10))
	})
	if got := points(); got[0] != before[1] || got[1] != before[0] {
		t.Errorf("after dragging the first point below the second: %q, was %q", got, before)
	}
	p.edits(func() { p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))) })
	if got := points(); got[0] != before[0] {
		t.Errorf("after Ctrl Z: %q, want %q", got, before)
	}
	p.edits(func() {
		p.do(chromedp.KeyEvent("Z", chromedp.KeyModifiers(chromedp.ModifierCtrl|chromedp.ModifierShift)))
	})
	if got := points(); got[0] != before[1] {
		t.Errorf("after Ctrl Shift Z: %q", got)
	}
	p.edits(func() {
		p.do(chromedp.Focus(chromedp.CSS(`[data-at$="/0/highlights"] textarea`)), chromedp.KeyEvent(kb.Enter))
	})
	if at := eval[string](p, `document.activeElement.name`); at[len(at)-2:] != "/1" {
		t.Errorf("Enter in a point leads to %q, want the next one", at)
	}
	p.edits(func() { p.do(chromedp.Click(chromedp.CSS(`button[value="hide /skills"]`))) })
	p.edits(func() { p.do(chromedp.Click(chromedp.CSS(`button[value="fit1"]`))) })
	if n := eval[int](p, `document.querySelectorAll("[data-pane] img").length`); n != 1 {
		t.Errorf("after fitting on one page: %d pages", n)
	}
	p.audit("")
	p.visit(p.path())
	p.drawn()
	if eval[string](p, label+".value") != "Ward Sister" || !eval[bool](p, `document.querySelector('button[value="show /skills"]') !== null`) {
		t.Error("the working copy is not there again after a reload")
	}
	p.weigh()
}

// TestEditorOfTwoTabs: what the second tab typed is not lost; it compares and
// chooses.
func TestEditorOfTwoTabs(t *testing.T) {
	t.Parallel()
	p := openEditor(t, look{width: 1400})
	other := p.tab()
	other.visit(p.path())
	other.drawn()
	p.edits(func() { p.overwrite("Nights") })
	other.overwrite("Days")
	other.until(`document.querySelector("[data-plain]") !== null`)
	other.press("[data-plain]")
	other.audit("")
	for _, want := range []string{"Nights", "Days"} {
		if !eval[bool](other, `document.querySelector(".two-texts").textContent.includes(`+quote(want)+`)`) {
			t.Errorf("the conflict does not show %q", want)
		}
	}
	other.press("form[action$='/resolve'] button.primary")
	if got := eval[string](other, label+".value"); got != "Days" {
		t.Errorf("after the choice: %q", got)
	}
}

// TestLetterInTheBrowser begins a letter, types, and looks at its files.
func TestLetterInTheBrowser(t *testing.T) {
	t.Parallel()
	p := openEditor(t, look{language: "fr"})
	p.visit("/letters")
	p.audit("")
	p.press(`a[href="/letters/new"]`)
	p.audit("")
	p.press(`form[action="/letters"] button.primary`)
	p.drawn()
	place := eval[string](p, `document.querySelector('[name="place"]').value`)
	p.edits(func() { p.do(chromedp.SendKeys(chromedp.CSS(`[name="body"]`), "Une phrase inventée.")) })
	p.visit(p.path())
	p.drawn()
	if got := eval[string](p, `document.querySelector('[name="place"]').value`); got != place {
		t.Errorf("after typing the text the place is %q, was %q", got, place)
	}
	p.audit("")
	p.weigh()
	p.press(`button[value="export"]`)
	p.audit("")
}

// tab is another tab of the same browser, signed in as well.
func (p *page) tab() *page {
	p.t.Helper()
	q := &page{t: p.t, origin: p.origin, downloads: p.downloads, arrived: p.arrived, server: p.server}
	ctx, end := chromedp.NewContext(p.ctx, chromedp.WithListener(q.hear))
	p.t.Cleanup(func() {
		end()
		for _, what := range q.troubles() {
			p.t.Errorf("in the other tab: %s", what)
		}
	})
	q.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		p.t.Fatal(err)
	}
	q.set(p.look)
	return q
}
