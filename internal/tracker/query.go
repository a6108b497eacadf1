package tracker

import (
	"context"
	"slices"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Order is how a list is sorted.
type Order string

// The orders; each falls back on the id, so that pages never overlap.
const (
	ByUpdated  Order = "updated"  // last changed first
	BySince    Order = "since"    // longest in its stage first
	ByCompany  Order = "company"  // by name
	ByTitle    Order = "title"    // by name
	ByDeadline Order = "deadline" // nearest first, none last
)

// Orders lists the orders.
func Orders() []Order { return []Order{ByUpdated, BySince, ByCompany, ByTitle, ByDeadline} }

// Query says which applications to list and from where on.
type Query struct {
	Stages []Stage // any of these; none means all
	Words  string  // each word is somewhere in company, title or place
	Tag    string  // has this tag
	Order  Order
	After  string // Next of the page before, "" for the first
	Limit  int    // 1 to MaxPage
}

// MaxPage is the longest page of a list.
const MaxPage = 100

// Page is a part of a list.
type Page struct {
	Applications []Application
	Next         string // for Query.After, "" at the end
}

// List returns a page of applications.
func (s *Service) List(ctx context.Context, owner owner.ID, q Query) (Page, error) {
	q.Limit = min(max(q.Limit, 1), MaxPage)
	if q.Order == "" {
		q.Order = ByUpdated
	}
	if !slices.Contains(Orders(), q.Order) || slices.ContainsFunc(q.Stages, func(s Stage) bool { return !s.Valid() }) {
		return Page{}, fault.Invalid
	}
	limit := q.Limit
	q.Limit++ // one more tells whether there is another page
	all, err := s.lists.Applications(ctx, owner, q)
	if err != nil || len(all) <= limit {
		return Page{Applications: all}, err
	}
	return Page{all[:limit], string(all[limit-1].ID)}, nil
}

// Column is a column of the board.
type Column struct {
	Group        Group
	Count        int // of all in the group
	Applications []Application
}

// Board returns the columns with the most urgent applications of each: those
// that have been longest in their stage.
func (s *Service) Board(ctx context.Context, owner owner.ID, each int) ([]Column, error) {
	counts, err := s.lists.Counts(ctx, owner)
	if err != nil {
		return nil, err
	}
	var board []Column
	for _, g := range Groups() {
		c := Column{Group: g}
		for _, stage := range g.Stages() {
			c.Count += counts[stage]
		}
		if c.Count > 0 {
			page, err := s.List(ctx, owner, Query{Stages: g.Stages(), Order: g.order(), Limit: each})
			if err != nil {
				return nil, err
			}
			c.Applications = page.Applications
		}
		board = append(board, c)
	}
	return board, nil
}

// Stages lists the stages of a group.
func (g Group) Stages() []Stage {
	return slices.DeleteFunc(Stages(), func(s Stage) bool { return s.Group() != g })
}

// order is how the cards of a column lie: what waits longest on top, what is
// over by its end.
func (g Group) order() Order {
	if g == Done {
		return ByUpdated
	}
	return BySince
}
