package web_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"jobops/internal/usage"
)

func TestUsageShowsAPictureAndTheSameAsATable(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	m := s.deps.Usage.Meter(usage.Optimisations, "edits")
	for id, used := range map[string]bool{"one": true, "two": true, "given back": false} {
		must(t, m.Reserve(t.Context(), who, id))
		must(t, m.Settle(t.Context(), who, id, used))
	}
	a := s.get("/settings/usage")
	if a.status != http.StatusOK {
		t.Fatalf("GET /settings/usage = %d", a.status)
	}
	pictures, rows, tall := 0, 0, 0
	each(a.page, func(n *html.Node) {
		switch {
		case n.Data == "svg" && strings.Contains(attribute(n, "class"), "columns"):
			pictures++
		case n.Data == "rect" && attribute(n, "height") == "60":
			tall++
		case n.Data == "tr":
			rows++
		}
	})
	if pictures != len(usage.Features()) || tall != 1 || rows != 13 {
		t.Errorf("pictures %d, full columns %d, rows %d, want %d, 1, 12 months and a head", pictures, tall, rows, len(usage.Features()))
	}
	if !strings.Contains(a.body, `<td class="numbers">2</td>`) {
		t.Error("the table does not say that two were used")
	}
}
