package e2e

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long one step may take.
const patience = 30 * time.Second

// look is how a person's browser is set up.
type look struct {
	dark     bool
	language string // of Accept-Language; "" is English
	noScript bool
	width    int64 // of the window in CSS pixels; 0 is 1280
}

// page is one tab with a profile of its own. What goes wrong in it is kept and
// fails the test at its end.
type page struct {
	t         testing.TB
	ctx       context.Context
	origin    string // the only host it may talk to
	look      look
	server    product // when it is the program
	downloads string
	arrived   chan string // paths of finished downloads

	mu      sync.Mutex
	trouble []string
}

// open starts a tab for the server at origin.
func open(t testing.TB, origin string, l look) *page {
	t.Helper()
	p := watch(t, origin, l)
	t.Cleanup(func() {
		for _, what := range p.troubles() {
			t.Errorf("in the browser: %s", what)
		}
	})
	return p
}

// watch is open without the verdict at the end.
func watch(t testing.TB, origin string, l look) *page {
	t.Helper()
	p := &page{t: t, origin: origin, downloads: t.TempDir(), arrived: make(chan string, 8)}
	ctx, end := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.hear))
	t.Cleanup(end)
	p.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context it was opened with
		t.Fatal(err)
	}
	p.set(l)
	p.collectDownloads()
	return p
}

// hear notes what must not happen on any page.
func (p *page) hear(ev any) {
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.note("script error: " + ev.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if ev.Type == "error" || ev.Type == "warning" {
			p.note("console " + string(ev.Type))
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == "error" && !expected(ev.Entry) {
			p.note(string(ev.Entry.Source) + ": " + ev.Entry.Text + " " + ev.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; strings.HasPrefix(u, "http") && !p.own(u) {
			p.note("request to another host: " + u)
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 500 {
			p.note("server error: " + ev.Response.URL)
		}
	}
}

// expected reports log entries that belong to a refusal the test asked for:
// the browser logs every answer of the 400s as an error of the network.
func expected(e *log.Entry) bool {
	return e.Source == "network" && strings.Contains(e.Text, "status of 4")
}

func (p *page) own(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme+"://"+u.Host == p.origin
}

func (p *page) note(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.trouble = append(p.trouble, what)
}

func (p *page) troubles() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.trouble)
}

// set applies a look; pages opened before keep their own until loaded again.
func (p *page) set(l look) {
	p.t.Helper()
	p.look = l
	scheme, width := "light", int64(1280)
	if l.dark {
		scheme = "dark"
	}
	if l.width != 0 {
		width = l.width
	}
	if l.language == "" {
		l.language = "en"
	}
	p.do(
		call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}}),
		call(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": l.language}}),
		scripts(true),
		chromedp.EmulateViewport(width, 900),
	)
	p.still()
	p.do(scripts(!l.noScript))
}

// scripts switches the scripts of pages on or off.
func scripts(on bool) chromedp.Action[chromedp.Void] {
	return call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// still waits until the page shows its new look: no answer on its way into it,
// two frames, and the end of whatever moves and will end.
func (p *page) still() {
	p.t.Helper()
	p.until(`document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added") === null`)
	eval[bool](p, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => Promise.allSettled(document.getAnimations()
		.filter(a => Number.isFinite(a.effect.getComputedTiming().endTime)).map(a => a.finished)).then(() => done(true)))))`)
}

// call makes an action of a command whose answer is empty.
func call[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// do runs actions and ends the test when one fails or takes too long.
func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("in the browser: %v; %s", err, p.where())
	}
}

// where describes the page as it is, for a failed test.
func (p *page) where() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	at, _ := chromedp.Run(ctx, chromedp.Location())
	title, _ := chromedp.Run(ctx, chromedp.Title())
	return "at " + at + " (" + title + ")"
}

// eval evaluates an expression in the page; the policy of the page does not
// bind the debugger.
func eval[T any](p *page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluate %.60q: %v; %s", expression, err, p.where())
	}
	return v
}

// fetch gets a path with the browser's session but without the browser.
func (p *page) fetch(path string) []byte {
	p.t.Helper()
	jar, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{p.origin}})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(p.ctx, http.MethodGet, p.origin+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range jar.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		p.t.Fatalf("GET %s = %s, %v", path, answer.Status, err)
	}
	return b
}

// path is where the page is, below the origin. A page that is just being
// replaced by the next one gives no answer, so it asks again for a while.
func (p *page) path() string {
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		at, err := chromedp.Run(p.ctx, chromedp.Location())
		if err != nil && time.Now().Before(end) {
			continue
		}
		if err != nil {
			p.t.Fatal(err)
		}
		u, err := url.Parse(at)
		if err != nil {
			p.t.Fatal(err)
		}
		return u.Path
	}
}

// press clicks a control and waits for the page it leads to.
func (p *page) press(selector string) {
	p.t.Helper()
	p.load(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// load runs a step on a page that has come whole, and waits until another has.
// Pages are told apart by when they began: of a page that asks for others by
// script, the browser's own events do not say which load is the one meant.
func (p *page) load(step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.until(`document.readyState === "complete"`)
	before := eval[float64](p, "performance.timeOrigin")
	p.do(step)
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		at, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64](`document.readyState === "complete" ? performance.timeOrigin : 0`))
		if err == nil && at != 0 && at != before {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("no page came: %v; %s", err, p.where())
		}
	}
}

// visit loads an address below the origin.
func (p *page) visit(path string) {
	p.t.Helper()
	p.load(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		answer, err := cdp.Call(ctx, t, cdppage.Navigate, cdppage.NavigateParams{URL: p.origin + path})
		if err == nil && answer.ErrorText != "" {
			err = errors.New(answer.ErrorText)
		}
		return err
	}))
}

func (p *page) collectDownloads() {
	p.t.Helper()
	frame := string(chromedp.FromContext(p.ctx).Target.TargetID) // the browser tells of every tab's downloads
	mine := map[string]bool{}
	err := chromedp.ListenBrowser(p.ctx, func(ev any) {
		switch ev := ev.(type) {
		case *browser.EventDownloadWillBegin:
			mine[ev.GUID] = string(ev.FrameID) == frame
		case *browser.EventDownloadProgress:
			if mine[ev.GUID] && ev.State == browser.DownloadProgressStateCompleted {
				p.arrived <- filepath.Join(p.downloads, ev.GUID)
			}
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	_, err = chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllowAndName,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
		DownloadPath:     p.downloads,
		EventsEnabled:    new(true),
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// download clicks and returns the bytes the browser saved.
func (p *page) download(selector string) []byte {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
	select {
	case path := <-p.arrived:
		b, err := os.ReadFile(path)
		if err != nil {
			p.t.Fatal(err)
		}
		return b
	case <-time.After(patience):
		p.t.Fatalf("nothing was downloaded after a click on %s; %s", selector, p.where())
		return nil
	}
}
