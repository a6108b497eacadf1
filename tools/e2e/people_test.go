package e2e

import (
	"testing"
)

// TestPagesOfPeople makes a single person's instance one for several and looks at
// every page that comes with it: in both languages, both themes and at 320 px.
func TestPagesOfPeople(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "fr"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			p := enter(t, look{language: language})
			p.visit("/setup")
			p.audit("")
			p.fill("#name", "Robin Fields")
			p.fill("#email", "robin.fields@example.com")
			p.fill("#password", "violet ladder orbit nine")
			p.press("main form button.primary")
			for _, at := range []string{
				"/settings", "/settings/security", "/settings/usage", "/settings/privacy/delete", "/admin", "/admin/people", "/admin/messages", "/contact",
				"/import", "/applications/table",
			} {
				p.visit(at)
				if !p.has("h1") {
					t.Errorf("%s has no title; %s", at, p.where())
				}
				p.audit("")
			}
		})
	}
}

// TestImportInABrowser brings a CV in from another program: seen before it is
// kept.
func TestImportInABrowser(t *testing.T) {
	t.Parallel()
	p := enter(t, look{dark: true})
	p.visit("/import")
	p.upload(file(t, "cv.json", []byte(`{"basics":{"name":"Ada Example","email":"ada@example.com"},"work":[{"name":"Example Works","position":"Welder","startDate":"2020-06"}]}`)))
	if !p.has("main form") || p.count("main") != 1 {
		t.Fatalf("no preview; %s", p.where())
	}
	p.audit("")
	p.press("main form button.primary")
	if at := p.path(); len(at) < len("/cvs/") || at[:5] != "/cvs/" {
		t.Errorf("the import leads to %s, want the CV: %s", at, p.text("main"))
	}
}
