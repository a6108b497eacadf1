package privacy

import (
	"context"
	"slices"
	"time"

	"jobops/internal/fault"
)

// Request is one line of the register of requests. It names nobody: the letter
// stays where it arrived, under the same number.
type Request struct {
	ID        string
	Number    int
	Kind      string    // one of RequestKinds
	Channel   string    // one of Channels
	Identity  string    // one of IdentityChecks
	Received  time.Time //
	Due       time.Time // the end of the last day, exclusive
	Extended  time.Time // zero when it was not
	Extension string    // one of ExtensionReasons
	Outcome   string    // one of Outcomes, "" while open
	Answered  time.Time // zero while open
}

// What a line of the register may say. Only the two reasons of Art. 12(3) GDPR
// extend a request, and an identity document is asked for in doubt only.
var (
	RequestKinds     = []string{"access", "rectify", "erase", "restrict", "port", "object", "other"}
	Channels         = []string{"email", "post", "self_service"}
	IdentityChecks   = []string{"none", "signed_in", "known_address", "asked"}
	ExtensionReasons = []string{"complexity", "number"}
	Outcomes         = []string{"granted", "partly", "refused", "withdrawn"}
)

// reminderDays are the days after receipt on which an open request is called to
// mind.
var reminderDays = []int{27, 20, 7}

// Requests keeps the register and the notices to recipients.
type Requests interface {
	// AddRequest numbers and adds a line.
	AddRequest(ctx context.Context, r Request) (Request, error)
	// Requests lists all lines, the next due first, answered ones last.
	Requests(ctx context.Context) ([]Request, error)
	// UpdateRequest changes a line in one transaction; fault.NotFound for an
	// unknown number.
	UpdateRequest(ctx context.Context, number int, change func(*Request) error) (Request, error)
	// WaitingNotices lists the notices of everybody that are not sent, the oldest
	// first.
	WaitingNotices(ctx context.Context) ([]Notice, error)
	// NoteNoticeSent notes when a notice was sent; fault.Conflict for one that was
	// sent before, fault.NotFound for an unknown one.
	NoteNoticeSent(ctx context.Context, id string, at time.Time) error
}

// Register keeps the requests that people make under the GDPR, and shows whoever
// runs the instance which recipients are still to be told something.
type Register struct {
	store Requests
	now   func() time.Time
	zone  *time.Location
}

// NewRegister returns the register; days end in the controller's zone.
func NewRegister(store Requests, now func() time.Time, zone *time.Location) *Register {
	return &Register{store, now, zone}
}

// Receive adds a request. A word that is not of the lists, or a date to come, is
// fault.Invalid.
func (g *Register) Receive(ctx context.Context, kind, channel, identity string, received time.Time) (Request, error) {
	if !slices.Contains(RequestKinds, kind) || !slices.Contains(Channels, channel) || !slices.Contains(IdentityChecks, identity) || received.After(g.now()) {
		return Request{}, fault.New(fault.Invalid, "rights.request.word")
	}
	return g.store.AddRequest(ctx, Request{ID: newID(), Kind: kind, Channel: channel, Identity: identity, Received: received, Due: Due(received, g.zone)})
}

// Requests lists the register.
func (g *Register) Requests(ctx context.Context) ([]Request, error) { return g.store.Requests(ctx) }

// Extend gives a request two months more, for a reason that the person is told
// within the first month; later it is fault.Conflict.
func (g *Register) Extend(ctx context.Context, number int, reason string) (Request, error) {
	if !slices.Contains(ExtensionReasons, reason) {
		return Request{}, fault.New(fault.Invalid, "rights.request.word")
	}
	return g.store.UpdateRequest(ctx, number, func(r *Request) error {
		if !r.Answered.IsZero() || !r.Extended.IsZero() || !g.now().Before(r.Due) {
			return fault.New(fault.Conflict, "rights.request.late")
		}
		r.Extended, r.Extension, r.Due = g.now(), reason, dueAfter(r.Received, g.zone, 3)
		return nil
	})
}

// Answer closes a request; one that is closed is fault.Conflict.
func (g *Register) Answer(ctx context.Context, number int, outcome string) (Request, error) {
	if !slices.Contains(Outcomes, outcome) {
		return Request{}, fault.New(fault.Invalid, "rights.request.word")
	}
	return g.store.UpdateRequest(ctx, number, func(r *Request) error {
		if !r.Answered.IsZero() {
			return fault.New(fault.Conflict, "rights.request.closed")
		}
		r.Outcome, r.Answered = outcome, g.now()
		return nil
	})
}

// Reminder is the latest of the days 7, 20 and 27 that has come for an open
// request, 0 before; Overdue reports that its last day is over.
func (g *Register) Reminder(r Request) (days int, overdue bool) {
	if !r.Answered.IsZero() {
		return 0, false
	}
	overdue = !g.now().Before(r.Due)
	for _, n := range reminderDays {
		if !g.now().Before(r.Received.AddDate(0, 0, n)) {
			return n, overdue
		}
	}
	return 0, overdue
}

// LastDay is the last day on which a request may be answered, in the
// controller's zone.
func (g *Register) LastDay(r Request) time.Time { return r.Due.Add(-time.Nanosecond).In(g.zone) }

// Waiting lists the notices that are not sent, the oldest first.
func (g *Register) Waiting(ctx context.Context) ([]Notice, error) { return g.store.WaitingNotices(ctx) }

// Late reports whether a notice waits for longer than NoticeDays.
func (g *Register) Late(n Notice) bool {
	return n.Sent.IsZero() && n.Queued.Before(NoticesUntil(g.now()))
}

// NoticesUntil is the time before which a notice that still waits was queued too
// long ago.
func NoticesUntil(now time.Time) time.Time { return now.AddDate(0, 0, -NoticeDays) }

// Told notes that a notice was sent. One that was sent before is fault.Conflict,
// an unknown one fault.NotFound.
func (g *Register) Told(ctx context.Context, id string) error {
	err := g.store.NoteNoticeSent(ctx, id, g.now())
	if fault.KindOf(err) == fault.Conflict {
		return fault.New(fault.Conflict, "rights.notices.told")
	}
	return err
}

// Due is when a request must be answered: the end of the earlier of the 30th day
// after receipt and the same day of the next month, or its last day where there
// is no such day (Art. 12(3) GDPR; Regulation 1182/71, Art. 3).
func Due(received time.Time, zone *time.Location) time.Time { return dueAfter(received, zone, 1) }

// dueAfter is the end of the earlier of 30 days and one month, times months.
func dueAfter(received time.Time, zone *time.Location, months int) time.Time {
	y, m, d := received.In(zone).Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, zone).Day()
	month := time.Date(y, m+time.Month(months), min(d, last)+1, 0, 0, 0, 0, zone)
	days := time.Date(y, m, d+30*months+1, 0, 0, 0, 0, zone)
	if days.Before(month) {
		return days
	}
	return month
}
