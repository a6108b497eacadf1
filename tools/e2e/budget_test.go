package e2e

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/chromedp/chromedp"
)

// Budgets of one page in bytes, compressed.
const (
	htmlBudget  = 60 << 10
	styleBudget = 20 << 10
	codeBudget  = 35 << 10
)

// TestPagesAreLight weighs each page of the main job with what it loads, and
// checks that nothing jumps while it is drawn.
func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.press(`form[action="/sample"] button`)
	p.read()
	p.weigh()
	p.visit("/postings/new")
	p.weigh()
	p.press("form.ad-form button.primary") // the sample put an ad into the draft
	p.weigh()
	p.press(`form[action$="/tailor"] button`)
	p.weigh()
}

// weigh checks the page as it stands against the budgets.
func (p *page) weigh() {
	p.t.Helper()
	at := p.path()
	for _, part := range []struct {
		what, selector, attribute string
		budget                    int
	}{
		{"style", `link[rel="stylesheet"]`, "href", styleBudget}, {"code", "script[src]", "src", codeBudget},
	} {
		sum := 0
		for _, file := range eval[[]string](p, `[...document.querySelectorAll(`+quote(part.selector)+`)].map(e => new URL(e.`+part.attribute+`).pathname)`) {
			sum += compressed(p.t, p.fetch(file))
		}
		if sum == 0 || sum > part.budget {
			p.t.Errorf("%s of %s weighs %d bytes compressed, budget %d", part.what, at, sum, part.budget)
		}
	}
	if html := compressed(p.t, p.fetch(at)); html > htmlBudget {
		p.t.Errorf("%s weighs %d bytes compressed, budget %d", at, html, htmlBudget)
	}
	p.do(chromedp.WaitReady(chromedp.CSS("main")))
	if shift := eval[float64](p, shifted); shift > 0.01 {
		p.t.Errorf("%s shifts by %.3f while it is drawn, want 0", at, shift)
	}
}

// shifted is the sum of layout shifts so far (web.dev/cls).
const shifted = `new Promise(done => {
	let sum = 0;
	new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })
		.observe({type: "layout-shift", buffered: true});
	setTimeout(() => done(sum), 100);
})`

func compressed(t testing.TB, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
