package verify

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"jobops/internal/inventory"
)

// policyPages are derived from the declaration and from nothing else.
var policyPages = []string{"/privacy", "/privacy/record", "/privacy/record.csv", "/terms", "/legal"}

// pagesAreDerived compares what is published with the declaration: the machine's
// form byte for byte, the pages with a second rendering and with what they must
// say.
func pagesAreDerived(ctx context.Context, s *System, f *Findings) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	if l := s.Last; l != nil && l.Inventory.Version == s.Inventory.Version && l.Inventory.SHA256 != s.hash() {
		f.broken("the declaration changed since the last run and is still version %s", s.Inventory.Version)
	}
	published, err := s.Inventory.Published(s.Configured...)
	if err != nil {
		return err
	}
	for path, want := range map[string][]byte{
		"/.well-known/privacy-inventory.json":        published,
		"/.well-known/privacy-inventory.schema.json": inventory.Schema(),
	} {
		a, err := s.site.ask(ctx, http.MethodGet, path, "", sameSite)
		if err != nil {
			return err
		}
		if !bytes.Equal(a.body, want) {
			f.broken("%s is not the declaration%s", path, firstDifference(a.body, want))
		}
	}
	return s.rendered(ctx, f)
}

func (s *System) rendered(ctx context.Context, f *Findings) error {
	again, err := s.site.Pages()
	if err != nil {
		return err
	}
	for _, path := range policyPages {
		a, err := s.site.ask(ctx, http.MethodGet, path, "", sameSite)
		if err != nil {
			return err
		}
		second := httptest.NewRecorder()
		again.ServeHTTP(second, httptest.NewRequest(http.MethodGet, "http://localhost:1"+path, nil))
		if !bytes.Equal(a.body, second.Body.Bytes()) {
			f.broken("%s is not what the declaration gives%s", path, firstDifference(a.body, second.Body.Bytes()))
		}
		s.mustSay(f, path, string(a.body))
	}
	return nil
}

// mustSay looks for the facts of the declaration in a page, so that a rendering
// that forgets one is found although it forgets it twice.
func (s *System) mustSay(f *Findings, path, body string) {
	var facts []string
	switch path {
	case "/privacy":
		facts = append(facts, s.Inventory.Version)
		for _, c := range s.Inventory.Cookies(s.Configured...) {
			facts = append(facts, c.Name)
		}
		for _, p := range s.Inventory.Recipients(s.Configured...) {
			facts = append(facts, p.Name)
		}
		for _, r := range s.Inventory.Rights {
			facts = append(facts, fmt.Sprint(r.Art))
		}
	case "/privacy/record.csv":
		lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if want := len(s.Inventory.Record(s.Configured...)) + 1; err != nil || len(lines) != want {
			f.broken("%s has %d lines, want %d", path, len(lines), want)
		}
	}
	for _, fact := range facts {
		if !strings.Contains(body, fact) {
			f.broken("%s does not say %q", path, fact)
		}
	}
}

// firstDifference quotes where two texts part.
func firstDifference(got, want []byte) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(b []byte) string { return string(b[min(i, len(b)):min(i+40, len(b))]) }
	return fmt.Sprintf(": from byte %d on it says %q, not %q", i, cut(got), cut(want))
}
