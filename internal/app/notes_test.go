package app

import (
	"net/http"
	"strings"
	"testing"

	"jobops/internal/document/documenttest"
	"jobops/internal/library"
	"jobops/internal/route"
)

// TestHiddenTextIsReported: the page of a CV says that its file holds text that
// a person cannot see, and does not show that text.
func TestHiddenTextIsReported(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	content := documenttest.Line(50, 700, "Sample Person") + documenttest.Line(50, 680, "Warehouse supervisor, sample.person@example.com") +
		"1 g " + documenttest.Line(50, 600, "keyword keyword")
	u := upload(t, m.app, who, "hidden.pdf", documenttest.Pages(content))
	if u.Step != library.Done {
		t.Fatalf("upload ended %q %q, want done", u.Step, u.Verdict)
	}
	m.ids["cvs"] = string(u.CV)
	page := m.ask(t, route.Route{Method: http.MethodGet, Pattern: "/cvs/{id}"}, m.session(t, who), "same-origin")
	body := page.Body.String()
	if page.Code != http.StatusOK || !strings.Contains(body, "text that a person cannot see") {
		t.Errorf("GET /cvs/{id} = %d without a word on hidden text", page.Code)
	}
	if strings.Contains(body, "keyword keyword") {
		t.Error("the page shows text that is hidden in the file")
	}
}
