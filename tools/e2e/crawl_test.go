package e2e

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// ofAKind is how many pages are read that differ in a parameter's value alone:
// the months of a calendar have no end.
const ofAKind = 2

// TestPromise_P10_NoTrackers follows the links of the program with sample data
// in it. The watchers see that nothing leaves for another host; besides, a page
// keeps nothing in web storage and no cookie but the session's.
func TestPromise_P10_NoTrackers(t *testing.T) {
	t.Parallel()
	p := enter(t, look{})
	p.press(`form[action="/sample"] button`)
	p.read()
	cv := p.path()
	p.visit("/postings/new")
	p.press("form.ad-form button.primary")
	p.press(`form[action$="/tailor"] button`)

	seen, kinds, todo := map[string]bool{}, map[string]int{}, []string{p.path(), cv, "/"}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if seen[at] || kinds[kind(at)] == ofAKind {
			continue
		}
		seen[at] = true
		kinds[kind(at)]++
		p.visit(at)
		if n := eval[int](p, "localStorage.length + sessionStorage.length"); n != 0 {
			t.Errorf("%s keeps %d values in web storage", at, n)
		}
		todo = append(todo, p.links()...)
	}
	for _, want := range []string{"/", "/cvs", "/privacy", "/settings", cv, cv + "/versions", cv + "/delete"} {
		if !seen[want] {
			t.Errorf("no link leads to %s; seen: %d pages", want, len(seen))
		}
	}
	jar, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range jar.Cookies {
		if c.Name != "jobops-local" || !c.HTTPOnly || c.SameSite != network.CookieSameSiteLax {
			t.Errorf("cookie %s, HttpOnly %v, SameSite %s is not the session's", c.Name, c.HTTPOnly, c.SameSite)
		}
	}
}

// kind is the address without the values of its parameters.
func kind(at string) string {
	path, query, _ := strings.Cut(at, "?")
	names, _ := url.ParseQuery(query)
	return path + "?" + strings.Join(slices.Sorted(maps.Keys(names)), "&")
}

// links are the pages that the page leads to, without fragments and files.
func (p *page) links() []string {
	p.t.Helper()
	all := eval[[]string](p, `[...document.querySelectorAll("a[href]:not([download])")].map(a => new URL(a.getAttribute("href"), location.href))
		.filter(u => u.origin === location.origin).map(u => u.pathname + u.search)`)
	return slices.DeleteFunc(all, func(path string) bool {
		return strings.HasSuffix(path, "/original") || strings.Contains(path, "/files/") || strings.Contains(path, "?edit=") || strings.Contains(path, "/check?")
	})
}
