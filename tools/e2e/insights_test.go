package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestInsightsInABrowser: with axe at both widths, the tables that say the same as
// the pictures opened by keyboard, without a script too.
func TestInsightsInABrowser(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.visit("/insights")
	p.audit("")
	for i := range 6 {
		p.visit("/applications/new")
		p.fill("#company", fmt.Sprint("Example Works ", i))
		p.do(chromedp.SetValue(chromedp.CSS("#stage"), "applied"))
		p.do(chromedp.SetValue(chromedp.CSS("#on"), time.Now().AddDate(0, 0, -10*i-1).Format(time.DateOnly)))
		p.press("main form button.primary")
	}
	p.visit("/applications")
	p.load(chromedp.SetValue(chromedp.CSS("[data-card] select"), "interview"))
	for _, l := range []look{{}, {width: narrow}, {language: "fr", noScript: true}, {language: "fr", width: narrow, noScript: true}} {
		p.set(l)
		p.visit("/insights")
		if n := p.count("main figure svg"); n < 5 {
			t.Errorf("%d pictures, want those of flow, weeks, stays and answers", n)
		}
		tables := p.count("main details")
		for i := range tables {
			p.do(chromedp.Focus(chromedp.CSS(fmt.Sprintf("main section:nth-of-type(%d) summary", i+1))), chromedp.KeyEvent("\r"))
		}
		if open := p.count("main details[open] tbody tr"); open < tables {
			t.Errorf("%d rows of %d tables after a press of Enter on each, want some of each", open, tables)
		}
		p.audit("")
	}
}
