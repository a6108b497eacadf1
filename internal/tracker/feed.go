package tracker

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"

	"jobops/internal/civil"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Says is how much a calendar feed tells about an entry.
type Says string

// How much a feed may tell.
const (
	SaysKind    Says = "kind"    // "Interview"
	SaysTitle   Says = "title"   // and which application
	SaysDetails Says = "details" // and place, people and what to do
)

// Feed is a person's calendar under a secret address. The secret is not kept,
// only its hash: who has lost the address makes a new one.
type Feed struct {
	Says    Says
	Alarms  bool // a day and an hour before
	Created time.Time
}

// Feeds keeps one feed for each person.
type Feeds interface {
	// Feed of a person; fault.NotFound for none.
	Feed(ctx context.Context, owner owner.ID) (Feed, error)
	// SetFeed keeps a feed; without a hash the address stays, and there has to be one.
	SetFeed(ctx context.Context, owner owner.ID, f Feed, hash []byte) error
	EndFeed(ctx context.Context, owner owner.ID) error
	// FeedOf returns the feed of an address and whose it is, where that account is
	// in use; fault.NotFound otherwise.
	FeedOf(ctx context.Context, hash []byte) (owner.ID, Feed, error)
}

// Feed of a person; fault.NotFound for none.
func (s *Service) Feed(ctx context.Context, owner owner.ID) (Feed, error) {
	return s.feeds.Feed(ctx, owner)
}

// NewFeed begins a feed and returns its secret, which nobody can ask for again.
// The address there was leads nowhere from now on.
func (s *Service) NewFeed(ctx context.Context, owner owner.ID, f Feed) (string, error) {
	if !f.valid() {
		return "", fault.Invalid
	}
	b := make([]byte, 32)
	rand.Read(b)
	secret := base64.RawURLEncoding.EncodeToString(b)
	f.Created = s.now()
	return secret, s.feeds.SetFeed(ctx, owner, f, hashOf(secret))
}

// ChangeFeed changes what a feed tells; its address stays.
func (s *Service) ChangeFeed(ctx context.Context, owner owner.ID, f Feed) error {
	if !f.valid() {
		return fault.Invalid
	}
	return s.feeds.SetFeed(ctx, owner, f, nil)
}

// EndFeed ends a feed: its address leads nowhere.
func (s *Service) EndFeed(ctx context.Context, owner owner.ID) error {
	return s.feeds.EndFeed(ctx, owner)
}

// FeedOf returns the feed of a secret and whose it is; fault.NotFound for none.
func (s *Service) FeedOf(ctx context.Context, secret string) (owner.ID, Feed, error) {
	return s.feeds.FeedOf(ctx, hashOf(secret))
}

func (f Feed) valid() bool { return slices.Contains([]Says{SaysKind, SaysTitle, SaysDetails}, f.Says) }

func hashOf(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

const (
	feedBack  = 92  // days that a feed reaches back
	feedAhead = 731 // and ahead
)

// FeedEntries lists what a feed has: also what is over, so that programs that
// have it learn of it.
func (s *Service) FeedEntries(ctx context.Context, owner owner.ID) ([]Entry, error) {
	today := civil.DayOf(s.now().UTC())
	return s.entries(ctx, owner, span{from: today.AddDays(-feedBack), until: today.AddDays(feedAhead), zone: time.UTC, limit: Most, over: true})
}

// Over reports an entry that will not take place: its application is closed, or
// it was the last day to apply and that has been done.
func (e Entry) Over() bool {
	return e.Application.Stage.Closed() && !e.Item.Done || e.Kind == DeadlineEntry && e.Application.Stage != Saved
}

// Key names an entry among those of its application, the same for ever.
func (e Entry) Key() string {
	if e.Item.ID != "" {
		return string(e.Item.ID)
	}
	return string(e.Kind)
}

// Sequence rises with each change of an entry or its application.
func (e Entry) Sequence() int {
	return e.Application.Revision - 1 + int(e.Item.Updated.Sub(e.Item.Created)/time.Second)
}

// Changed is when an entry or its application changed last.
func (e Entry) Changed() time.Time {
	if e.Item.Updated.After(e.Application.Updated) {
		return e.Item.Updated
	}
	return e.Application.Updated
}
