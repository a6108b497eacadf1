package web

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"jobops/internal/fault"
	"jobops/internal/posting"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
)

// quickAdd reads what was pasted, opening the page where it is an address, and
// shows it in the form of a new application. Nothing is kept. Where a page
// cannot be read its address stands in the form, beside the reason.
func (s *Server) quickAdd(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if sent == nil {
		return err
	}
	f := newForm{New: tracker.New{Stage: tracker.Saved}}
	what := strings.TrimSpace(plainLines(sent.Get("what")))
	switch {
	case err != nil:
		f.text = what
	case what == "":
		err = fault.New(fault.Invalid, "quick.empty")
	case isAddress(what):
		f.Facts.URL = what
		err = s.clip(r.Context(), &f)
	default:
		f.text = what
		f.show(posting.Read(what))
	}
	f.why = err
	if err != nil && fault.KindOf(err) == "" {
		return err
	}
	if f.alike, err = s.Tracker.Alike(r.Context(), s.owner(r), tracker.Application{Facts: f.Facts}); err != nil {
		return err
	}
	code := http.StatusOK
	if f.why != nil {
		code = http.StatusUnprocessableEntity
	}
	return s.showNew(w, r, code, f)
}

// clip fills the form from the page behind its address.
func (s *Server) clip(ctx context.Context, f *newForm) error {
	found, err := tailor.Clip(ctx, s.Clips, f.Facts.URL)
	if err != nil {
		return err
	}
	f.page, f.text = found.Page, found.Posting.Text
	f.show(found.Posting)
	return nil
}

// show puts what was read of an ad where the person looks at it.
func (f *newForm) show(p posting.Posting) {
	f.read, f.Facts.Title, f.Facts.Company = true, p.Title, p.Company
}

// isAddress reports whether a text is nothing but an address.
func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsAny(text, " \n\t")
}

// pageOf reads the page that a form carries on.
func pageOf(sent url.Values) tailor.Page {
	at, err := time.Parse(time.RFC3339Nano, sent.Get("page_retrieved"))
	if err != nil || !isAddress(sent.Get("page_url")) || len(sent.Get("page_hash")) != 64 {
		return tailor.Page{}
	}
	return tailor.Page{
		URL: sent.Get("page_url"), Reached: sent.Get("page_reached"), Hash: sent.Get("page_hash"), Retrieved: at, Structured: plainLines(sent.Get("page_structured")),
	}
}

// salaryOf is what an ad pays, as far as it says so: amount, currency and period.
func salaryOf(s *posting.Salary) tracker.Salary {
	if s == nil || s.Guessed || s.Assumed || s.Currency == "" || s.Period == "" {
		return tracker.Salary{}
	}
	low, high := int64(math.Round(s.Min)), int64(math.Round(s.Max))
	if low == 0 || high == 0 {
		low, high = max(low, high), max(low, high)
	}
	pay := tracker.Salary{Min: low, Max: high, Currency: s.Currency, Period: tracker.Period(strings.ToLower(string(s.Period)))}
	if !pay.Valid() {
		return tracker.Salary{}
	}
	return pay
}
