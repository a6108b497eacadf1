package e2e

import (
	_ "embed"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// narrow is the width of WCAG 2.2, 1.4.10: at 320 CSS pixels nothing may need
// scrolling in two directions.
const narrow = 320

// violation is one rule of axe-core that a page breaks.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Where string `json:"where"`
}

// violations runs axe-core on the page as it is.
func (p *page) violations() []violation {
	p.t.Helper()
	eval[bool](p, "(() => { "+axe+"; return true })()")
	return eval[[]violation](p, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
		.then(r => r.violations.map(v => ({id: v.id, help: v.help, where: v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(", ")})))`)
}

// sideways returns what sticks out of a narrow window, "" when nothing does.
func (p *page) sideways() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth;
		if (wide <= room) return "";
		const out = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > room + 1)
			.map(e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.className ? "." + String(e.className).split(" ").join(".") : ""));
		return wide + " px: " + out.slice(0, 5).join(", ");
	})()`)
}

// obscured returns what the rail at the foot of a narrow window covers when it has
// the focus (WCAG 2.2, 2.4.11), "" when there is nothing.
func (p *page) obscured() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const at = document.activeElement, top = scrollY;
		const behind = [...document.querySelectorAll("main :is(a[href], button, input, textarea, select, summary)")].filter(e => {
			if (!e.checkVisibility({visibilityProperty: true})) return false;
			e.focus();
			const box = e.getBoundingClientRect();
			return document.activeElement === e && document.elementFromPoint(box.left + box.width / 2, Math.min(box.bottom, innerHeight) - 1)?.closest(".rail");
		}).map(e => e.outerHTML.slice(0, 60));
		at.focus?.();
		scrollTo(0, top);
		return behind.slice(0, 5).join(", ");
	})()`)
}

// audit checks the page as it stands in both themes and at 320 pixels, and
// takes its picture in both themes when name is not "". The look stays as it was.
func (p *page) audit(name string) {
	p.t.Helper()
	before := p.look
	defer p.set(before)
	for theme, dark := range map[string]bool{"light": false, "dark": true} {
		l := before
		l.dark, l.noScript = dark, false // axe-core needs a script of its own
		p.set(l)
		for _, v := range p.violations() {
			p.t.Errorf("axe, %s, %s: %s: %s at %s", theme, p.where(), v.ID, v.Help, v.Where)
		}
		if name != "" {
			p.picture(name + "-" + theme)
		}
	}
	l := before
	l.width, l.noScript = narrow, false
	p.set(l)
	if wide := p.sideways(); wide != "" {
		p.t.Errorf("scrolls sideways at %d px, %s: %s", narrow, p.where(), wide)
	}
	if behind := p.obscured(); behind != "" {
		p.t.Errorf("behind the rail at %d px, %s: %s", narrow, p.where(), behind)
	}
}

// picture writes docs/images/name.png when the tests run with -update.
func (p *page) picture(name string) {
	p.t.Helper()
	if !*update {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", "images", name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
