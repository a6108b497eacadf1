package tailor

import (
	"context"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/posting"
)

// Clipped is the page of an ad as it came.
type Clipped struct {
	Text string // of the page, markup included
	Page Page
}

// Clipper opens the page behind an address that a person named.
type Clipper interface {
	Page(ctx context.Context, address string) (Clipped, error)
}

// ErrBare means that a page was read and says too little to be an ad: often it
// is written by a script only when a browser shows it.
var ErrBare = fault.New(fault.Unsupported, "clip.bare")

// Clip reads what a page says of an ad, and keeps nothing. Structured
// data of the page comes first, then its readable text.
func Clip(ctx context.Context, c Clipper, address string) (Saved, error) {
	if c == nil {
		return Saved{}, fault.New(fault.Unavailable, "clip.off")
	}
	found, err := c.Page(ctx, address)
	if err != nil {
		return Saved{}, err
	}
	saved := Saved{Posting: posting.Read(found.Text), Page: found.Page}
	saved.Page.Structured = posting.Structured(found.Text)
	if saved.Posting.Stub && saved.Page.Structured == "" {
		return saved, ErrBare
	}
	return saved, nil
}

// KeepPage keeps an ad with the page it was read from. Text, title and company
// are as the person left them; what only structured data says is taken from it.
func (s *Service) KeepPage(ctx context.Context, owner owner.ID, text string, named Named, page Page) (Saved, error) {
	p, err := s.read(text, named.Title, named.Company)
	if err != nil {
		return Saved{}, err
	}
	if len(page.Structured) > posting.MaxStructured {
		page.Structured = ""
	}
	p.Page = page
	if page.Structured != "" {
		from := posting.Read(page.Structured)
		p.Posting.Expires = from.Expires
		if from.Salary != nil {
			p.Posting.Salary = from.Salary
		}
		if from.Location != "" {
			p.Posting.Location = from.Location
		}
		if from.Remote != posting.RemoteUnknown {
			p.Posting.Remote = from.Remote
		}
	}
	return p, s.store.AddPosting(ctx, owner, p)
}

// Named is what a person says an ad is for.
type Named struct{ Title, Company string }
