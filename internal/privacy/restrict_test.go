package privacy_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store/storetest"
)

// service is a service over the wishes of a store.
func service(inv *inventory.Inventory, s privacy.Wishes) *privacy.Service {
	return privacy.New(privacy.Parts{Inventory: inv, Wishes: s, Now: func() time.Time { return storetest.Start }})
}

func TestRestrictionEndsAfterANoticeOnly(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		st := storetest.New(t, db, &storetest.Tasks{})
		who, s := person(t, st), service(inventory.Load(), st)
		conflict := func(what string, err error) {
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s = %v, want %v", what, err, fault.Conflict)
			}
		}
		conflict("AnnounceLift of none", s.AnnounceLift(t.Context(), who))
		if err := s.Restrict(t.Context(), who, "whim"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Restrict to a made-up purpose = %v, want %v", err, fault.Invalid)
		}
		if err := s.Restrict(t.Context(), who, privacy.Everything); err != nil {
			t.Fatalf("Restrict = %v", err)
		}
		conflict("second Restrict", s.Restrict(t.Context(), who, privacy.Everything))
		conflict("Lift without a notice", s.Lift(t.Context(), who))
		if err := s.AnnounceLift(t.Context(), who); err != nil {
			t.Fatalf("AnnounceLift = %v", err)
		}
		if err := s.May(t.Context(), who, inventory.CVProcessing); fault.KindOf(err) != fault.Restricted {
			t.Errorf("May after the notice = %v, want %v until it is lifted", err, fault.Restricted)
		}
		if err := s.Lift(t.Context(), who); err != nil {
			t.Fatalf("Lift = %v", err)
		}
		if err := s.May(t.Context(), who, inventory.CVProcessing); err != nil {
			t.Errorf("May after Lift = %v", err)
		}
	})
}

// TestOneOfTwoRestrictionsHolds asks for two at once, as two tabs can: the one
// that was confirmed is not replaced by the other.
func TestOneOfTwoRestrictionsHolds(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		st := storetest.New(t, db, &storetest.Tasks{})
		who, s := person(t, st), service(inventory.Load(), st)
		scopes := []string{string(inventory.Applications), string(inventory.CVProcessing)}
		failed := make([]error, len(scopes))
		var both sync.WaitGroup
		for i, scope := range scopes {
			both.Go(func() { failed[i] = s.Restrict(t.Context(), who, scope) })
		}
		both.Wait()
		r, err := s.Restriction(t.Context(), who)
		if err != nil {
			t.Fatalf("Restriction = %v", err)
		}
		for i, scope := range scopes {
			if held := r.Scope == scope; held != (failed[i] == nil) || !held && fault.KindOf(failed[i]) != fault.Conflict {
				t.Errorf("Restrict to %s = %v, and %q is restricted", scope, failed[i], r.Scope)
			}
		}
	})
}

func TestRestrictionOfOnePurpose(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		st := storetest.New(t, db, &storetest.Tasks{})
		who, s := person(t, st), service(inventory.Load(), st)
		if err := s.Restrict(t.Context(), who, string(inventory.Applications)); err != nil {
			t.Fatalf("Restrict = %v", err)
		}
		if err := s.May(t.Context(), who, inventory.Applications); fault.KindOf(err) != fault.Restricted {
			t.Errorf("May for it = %v, want %v", err, fault.Restricted)
		}
		if err := s.May(t.Context(), who, inventory.CVProcessing); err != nil {
			t.Errorf("May for another purpose = %v", err)
		}
	})
}

// TestPromise_P26_ObjectionTakesEffectAtOnce objects to a purpose under
// legitimate interest that has a switch; the declared one of today has none.
func TestPromise_P26_ObjectionTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	inv := *inventory.Load()
	inv.Activities = slices.Clone(inv.Activities)
	const statistics = inventory.JobSearch
	for i, a := range inv.Activities {
		if a.ID == statistics {
			a.When, a.LegalBasis = nil, inventory.LegalBasis{Art6: "f", Objection: &inventory.Objection{Switch: "statistics"}}
			inv.Activities[i] = a
		}
	}
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		st := storetest.New(t, db, &storetest.Tasks{})
		who, s := person(t, st), service(&inv, st)
		if err := s.Object(t.Context(), who, inventory.Security, true); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Object without a switch = %v, want %v", err, fault.Invalid)
		}
		for _, on := range []bool{true, true, false, false} {
			if err := s.Object(t.Context(), who, statistics, on); err != nil {
				t.Fatalf("Object(%v) = %v", on, err)
			}
			err := s.May(t.Context(), who, statistics)
			if got := fault.KindOf(err) == fault.Restricted; got != on {
				t.Errorf("May right after Object(%v) = %v", on, err)
			}
			switches, err := s.Switches(t.Context(), who)
			if err != nil || len(switches) != 2 || switches[0].Off != on || switches[1].Refused == nil {
				t.Errorf("Switches = %+v, %v, want the switch and the refused one", switches, err)
			}
		}
	})
}

// TestNoticesGoToWhoStillHoldsSomething restricts after a disclosure that has
// expired, one that failed and two that are still there.
func TestNoticesGoToWhoStillHoldsSomething(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		st := storetest.New(t, db, &storetest.Tasks{})
		who, s := person(t, st), service(inventory.Load(), st)
		add := func(id, processor string, r privacy.Result, expires time.Time) {
			d := privacy.Disclosure{ID: id, Processor: processor, Purpose: inventory.CVProcessing, Hash: []byte{1}, Result: r, Sent: storetest.Start, Expires: expires}
			if err := addDisclosure(t.Context(), st, who, d); err != nil {
				t.Fatalf("AddDisclosure = %v", err)
			}
		}
		add("1", "expired", privacy.Sent, storetest.Start.Add(-time.Hour))
		add("2", "failed", privacy.Failed, time.Time{})
		add("3", "holds", privacy.Sent, storetest.Start.Add(time.Hour))
		add("4", "holds", privacy.Sent, time.Time{})
		add("5", "maybe", privacy.Open, time.Time{})
		if err := s.Restrict(t.Context(), who, privacy.Everything); err != nil {
			t.Fatalf("Restrict = %v", err)
		}
		notices, err := s.Notices(t.Context(), who)
		var told []string
		for _, n := range notices {
			told = append(told, n.Processor+" "+n.Event)
		}
		slices.Sort(told)
		tellRecipients(t, st, notices[0].ID)
		if want := []string{"holds restricted", "maybe restricted"}; err != nil || !slices.Equal(told, want) {
			t.Errorf("Notices = %v, %v, want %v", told, err, want)
		}
	})
}

// tellRecipients notes one of two notices as sent: the other waits, and is late
// after 30 days.
func tellRecipients(t *testing.T, st privacy.Requests, id string) {
	t.Helper()
	at := storetest.Start.AddDate(0, 0, privacy.NoticeDays)
	g := privacy.NewRegister(st, func() time.Time { return at }, time.UTC)
	if err := g.Told(t.Context(), id); err != nil {
		t.Errorf("Told = %v", err)
	}
	if err := g.Told(t.Context(), id); fault.KindOf(err) != fault.Conflict {
		t.Errorf("second Told = %v, want %v", err, fault.Conflict)
	}
	if err := g.Told(t.Context(), "nobody"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Told of no notice = %v, want %v", err, fault.NotFound)
	}
	waiting, err := g.Waiting(t.Context())
	if err != nil || len(waiting) != 1 || waiting[0].ID == id || waiting[0].Owner == "" {
		t.Fatalf("Waiting = %+v, %v, want the other notice", waiting, err)
	}
	for after, want := range map[time.Duration]bool{0: false, time.Microsecond: true} {
		at = waiting[0].Queued.AddDate(0, 0, privacy.NoticeDays).Add(after)
		if got := g.Late(waiting[0]); got != want {
			t.Errorf("Late %v after 30 days = %v, want %v", after, got, want)
		}
	}
}

func addDisclosure(ctx context.Context, s privacy.Disclosures, who owner.ID, d privacy.Disclosure) error {
	return s.AddDisclosure(ctx, who, d)
}
