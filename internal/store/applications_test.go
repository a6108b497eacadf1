package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/civil"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tracker"
)

const somebody = owner.ID("0198-other")

// follow returns a tracker whose clock moves on by a minute with each look.
func follow(s *store.Store) *tracker.Service {
	var mu sync.Mutex
	now := storetest.Start
	return tracker.NewService(tracker.Parts{Store: s, Lists: s, Items: s, Imports: s, Days: s, Feeds: s, Bundles: s, Deleted: s, Now: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Minute)
		return now
	}})
}

func add(t *testing.T, s *tracker.Service, who owner.ID, f tracker.Facts, stage tracker.Stage) tracker.Application {
	t.Helper()
	a, err := s.Add(t.Context(), who, tracker.New{Facts: f, Stage: stage})
	if err != nil {
		t.Fatalf("Add = %v", err)
	}
	return a
}

func wholeFacts() tracker.Facts {
	return tracker.Facts{
		Company: "Example Works", Title: "Line cook", Location: "Ghent", Remote: "None", Source: "a friend", URL: "https://jobs.example.com/1",
		Salary: tracker.Salary{Min: 2800, Max: 3100, Currency: "EUR", Period: tracker.Month}, Deadline: civil.Date{Year: 2026, Month: 12, Day: 24},
		NextOn: civil.Date{Year: 2026, Month: 12, Day: 1}, Tags: []string{"night", "100%"}, Excitement: 4,
		Asides: tracker.Asides{Next: "call the kitchen", Terms: "plus tips"},
	}
}

func TestApplicationIsKeptWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Saved)
		got, err := f.Application(t.Context(), who, a.ID)
		if diff := cmp.Diff(a, got); err != nil || diff != "" {
			t.Fatalf("Application = %v (-want +got):\n%s", err, diff)
		}
		changed := wholeFacts()
		changed.Title, changed.Tags, changed.Next = "Sous chef", nil, ""
		b, undo, err := f.Edit(t.Context(), who, a.ID, a.Revision, changed)
		if diff := cmp.Diff(changed, b.Facts); err != nil || diff != "" {
			t.Fatalf("Edit = %v (-want +got):\n%s", err, diff)
		}
		if _, _, err := f.Edit(t.Context(), who, a.ID, a.Revision, wholeFacts()); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Edit of an older revision = %v, want conflict", err)
		}
		back, err := f.Undo(t.Context(), who, undo)
		if diff := cmp.Diff(wholeFacts(), back.Facts); err != nil || diff != "" {
			t.Errorf("Undo = %v (-want +got):\n%s", err, diff)
		}
		if _, err := f.Undo(t.Context(), who, undo); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second Undo = %v, want conflict", err)
		}
	})
}

// TestMovesMayLieBack: somebody who saves a posting today and says that they
// applied last week has applied, whatever the dates say.
func TestMovesMayLieBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		a := add(t, f, who, wholeFacts(), tracker.Saved)
		lastWeek := storetest.Start.AddDate(0, 0, -7)
		moved, undo, err := f.Move(ctx, who, a.ID, tracker.Saved, tracker.Applied, lastWeek)
		if err != nil || moved.Stage != tracker.Applied || !moved.Since.Equal(lastWeek) {
			t.Fatalf("Move = %s since %v, %v, want applied since %v", moved.Stage, moved.Since, err, lastWeek)
		}
		if _, _, err := f.Move(ctx, who, a.ID, tracker.Saved, tracker.Offer, time.Time{}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Move from where it no longer stands = %v, want conflict", err)
		}
		recalled, _, err := f.Recall(ctx, who, a.ID, tracker.Screening, lastWeek.Add(time.Hour))
		if err != nil || recalled.Stage != tracker.Screening {
			t.Fatalf("Recall = %s, %v, want screening: nothing came after it", recalled.Stage, err)
		}
		if _, err := f.Undo(ctx, who, undo); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Undo of a change that another one followed = %v, want conflict", err)
		}
		history, err := f.History(ctx, who, a.ID)
		if err != nil || len(history) != 4 || !history[0].Occurred.Equal(a.Since) {
			t.Errorf("History = %+v, %v, want the first event as it was and three more", history, err)
		}
	})
}

func TestUndoOfAMove(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		moved, undo, err := f.Move(t.Context(), who, a.ID, tracker.Applied, tracker.Rejected, time.Time{})
		if err != nil || moved.Stage != tracker.Rejected {
			t.Fatalf("Move = %s, %v", moved.Stage, err)
		}
		back, err := f.Undo(t.Context(), who, undo)
		if err != nil || back.Stage != tracker.Applied || !back.Since.Equal(a.Since) {
			t.Fatalf("Undo = %s since %v, %v, want applied since %v", back.Stage, back.Since, err, a.Since)
		}
		history, err := f.History(t.Context(), who, a.ID)
		if err != nil || len(history) != 3 || history[2].Supersedes != history[1].ID || history[2].To != "" {
			t.Errorf("History = %+v, %v, want the move and its retraction added", history, err)
		}
		if got, err := f.Application(t.Context(), who, a.ID); err != nil || got.Stage != tracker.Applied {
			t.Errorf("Application stands at %s, %v, want applied", got.Stage, err)
		}
	})
}

func TestDeletedApplicationsComeBackOrGo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		if _, err := f.AddItem(t.Context(), who, tracker.Item{Application: a.ID, Kind: tracker.Note, Body: tracker.ItemBody{Text: "asked for Ms Example"}}); err != nil {
			t.Fatalf("AddItem = %v", err)
		}
		undo, err := f.Delete(t.Context(), who, a.ID)
		if err != nil {
			t.Fatalf("Delete = %v", err)
		}
		if _, err := f.Application(t.Context(), who, a.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Application after Delete = %v, want not found", err)
		}
		if page, err := f.List(t.Context(), who, tracker.Query{Limit: 10}); err != nil || len(page.Applications) != 0 {
			t.Errorf("List after Delete = %d, %v, want none", len(page.Applications), err)
		}
		if _, err := f.Undo(t.Context(), who, undo); err != nil {
			t.Fatalf("Undo = %v", err)
		}
		items, err := f.Items(t.Context(), who, a.ID)
		if err != nil || len(items) != 1 || items[0].Body.Text != "asked for Ms Example" {
			t.Errorf("Items after Undo = %+v, %v, want the note", items, err)
		}
	})
}

// TestPromise_P24_ApplicationsAreDeletedUnderRestriction: only deleting goes on.
func TestPromise_P24_ApplicationsAreDeletedUnderRestriction(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		restrict(t, s, who, privacy.Restriction{Since: storetest.Start, Scope: privacy.Everything})
		if _, _, err := f.Move(t.Context(), who, a.ID, tracker.Applied, tracker.Offer, time.Time{}); fault.KindOf(err) != fault.Restricted {
			t.Errorf("Move under restriction = %v, want %v", err, fault.Restricted)
		}
		if _, err := f.Delete(t.Context(), who, a.ID); err != nil {
			t.Errorf("Delete under restriction = %v", err)
		}
		if _, err := f.Application(t.Context(), who, a.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Application after Delete = %v, want not found", err)
		}
	})
}

func TestApplicationsAreTheirOwnersAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		item, err := f.AddItem(ctx, who, tracker.Item{Application: a.ID, Kind: tracker.Task, Body: tracker.ItemBody{Text: "call"}})
		if err != nil {
			t.Fatal(err)
		}
		_, undo, err := f.Move(ctx, who, a.ID, tracker.Applied, tracker.Screening, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for name, try := range map[string]func() error{
			"Application": func() error { _, err := f.Application(ctx, somebody, a.ID); return err },
			"Edit":        func() error { _, _, err := f.Edit(ctx, somebody, a.ID, 2, wholeFacts()); return err },
			"Move": func() error {
				_, _, err := f.Move(ctx, somebody, a.ID, tracker.Screening, tracker.Offer, time.Time{})
				return err
			},
			"Delete":     func() error { _, err := f.Delete(ctx, somebody, a.ID); return err },
			"Undo":       func() error { _, err := f.Undo(ctx, somebody, undo); return err },
			"DeleteItem": func() error { return f.DeleteItem(ctx, somebody, item.ID) },
		} {
			if err := try(); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s of somebody else's = %v, want not found", name, err)
			}
		}
		if history, err := f.History(ctx, somebody, a.ID); err != nil || len(history) != 0 {
			t.Errorf("History of somebody else's = %d, %v, want none", len(history), err)
		}
		if items, err := f.Items(ctx, somebody, a.ID); err != nil || len(items) != 0 {
			t.Errorf("Items of somebody else's = %d, %v, want none", len(items), err)
		}
	})
}

// TestListsPageWithoutGaps walks every order page by page.
func TestListsPageWithoutGaps(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		for i := range 23 {
			facts := tracker.Facts{Company: fmt.Sprintf("Éxample %d", i%4), Title: fmt.Sprintf("Cook %d", i%3)}
			if i%5 == 0 {
				facts.Deadline = civil.Date{Year: 2027, Month: 1, Day: 1 + i%2}
			}
			add(t, f, who, facts, tracker.Stages()[i%len(tracker.Stages())])
		}
		for _, order := range tracker.Orders() {
			seen, q := map[tracker.ID]bool{}, tracker.Query{Order: order, Limit: 5}
			for {
				page, err := f.List(t.Context(), who, q)
				if err != nil {
					t.Fatalf("List(%s) = %v", order, err)
				}
				for _, a := range page.Applications {
					if seen[a.ID] {
						t.Fatalf("List(%s) gives %s twice", order, a.ID)
					}
					seen[a.ID] = true
				}
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if len(seen) != 23 {
				t.Errorf("List(%s) gives %d, want 23", order, len(seen))
			}
		}
	})
}

func TestListsFilter(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		add(t, f, who, tracker.Facts{Company: "Société Exemple", Title: "Cuisinière", Location: "Lyon", Tags: []string{"nuit", "100%"}}, tracker.Applied)
		add(t, f, who, tracker.Facts{Company: "Example_Works", Title: "Cook", Location: "Ghent"}, tracker.Rejected)
		for _, tt := range []struct {
			q    tracker.Query
			want string
		}{
			{tracker.Query{}, "Cook Cuisinière"},
			{tracker.Query{Words: "societe LYON"}, "Cuisinière"},
			{tracker.Query{Words: "e_w"}, "Cook"},
			{tracker.Query{Words: "%"}, ""},
			{tracker.Query{Words: "lyon ghent"}, ""},
			{tracker.Query{Tag: "100%"}, "Cuisinière"},
			{tracker.Query{Tag: "100"}, ""},
			{tracker.Query{Stages: tracker.Done.Stages()}, "Cook"},
			{tracker.Query{Stages: []tracker.Stage{tracker.Offer}}, ""},
		} {
			page, err := f.List(t.Context(), who, tracker.Query{Words: tt.q.Words, Tag: tt.q.Tag, Stages: tt.q.Stages, Order: tracker.ByTitle, Limit: 10})
			var titles []string
			for _, a := range page.Applications {
				titles = append(titles, a.Facts.Title)
			}
			if got := strings.Join(titles, " "); err != nil || got != tt.want {
				t.Errorf("List(%+v) = %q, %v, want %q", tt.q, got, err, tt.want)
			}
		}
		if _, err := f.List(t.Context(), who, tracker.Query{Order: "salary; DROP TABLE applications", Limit: 1}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("List in an unknown order = %v, want invalid", err)
		}
	})
}

func TestBoardAndEntries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		first := add(t, f, who, tracker.Facts{Company: "One"}, tracker.Applied)
		add(t, f, who, tracker.Facts{Company: "Two"}, tracker.Screening)
		add(t, f, who, tracker.Facts{Company: "Three"}, tracker.Offer)
		board, err := f.Board(ctx, who, 1)
		if err != nil || len(board) != 5 || board[1].Count != 2 || len(board[1].Applications) != 1 || board[1].Applications[0].ID != first.ID || board[3].Count != 1 {
			t.Errorf("Board = %+v, %v, want one of two applied, the longest waiting, and one offer", board, err)
		}
		soon := tracker.Item{Application: first.ID, Kind: tracker.Appointed, At: storetest.Start.AddDate(0, 0, 2), Body: tracker.ItemBody{Zone: "Europe/Brussels", Place: "by phone"}}
		far, note := soon, tracker.Item{Application: first.ID, Kind: tracker.Note, Body: tracker.ItemBody{Text: "n"}}
		far.At = storetest.Start.AddDate(0, 2, 0)
		for _, i := range []tracker.Item{far, soon, note} {
			if _, err := f.AddItem(ctx, who, i); err != nil {
				t.Fatalf("AddItem = %v", err)
			}
		}
		today := civil.DayOf(storetest.Start)
		entries, err := f.Entries(ctx, who, today, today.AddDays(14), time.UTC)
		if err != nil || len(entries) != 1 || !entries[0].Item.At.Equal(soon.At) || entries[0].Item.Body.Place != "by phone" || entries[0].Name() != "One" {
			t.Fatalf("Entries = %+v, %v, want the interview of this fortnight", entries, err)
		}
		if err := f.SetItemDone(ctx, who, entries[0].Item.ID, true); err != nil {
			t.Fatalf("SetItemDone = %v", err)
		}
		if now, err := f.Today(ctx, who, time.UTC); err != nil || len(now.Soon) != 0 {
			t.Errorf("Today after it took place = %d, %v, want nothing soon", len(now.Soon), err)
		}
	})
}

func TestConcurrentMovesAreOneAfterTheOther(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		targets := []tracker.Stage{tracker.Screening, tracker.Assessment, tracker.Interview, tracker.Offer}
		failed := make([]error, len(targets))
		var wg sync.WaitGroup
		for i, to := range targets {
			wg.Go(func() { _, _, failed[i] = f.Move(t.Context(), who, a.ID, tracker.Applied, to, time.Time{}) })
		}
		wg.Wait()
		won := slices.DeleteFunc(failed, func(err error) bool { return fault.KindOf(err) == fault.Conflict })
		if len(won) != 1 || won[0] != nil {
			t.Fatalf("moves that did not meet a conflict: %v, want exactly one", won)
		}
		history, err := f.History(t.Context(), who, a.ID)
		if err != nil || len(history) != 2 {
			t.Errorf("History = %d events, %v, want 2", len(history), err)
		}
	})
}

func TestApplicationsAreSealedAtRest(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who, f := person(t, s), follow(s)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		if _, err := f.AddItem(t.Context(), who, tracker.Item{Application: a.ID, Kind: tracker.Contact, Body: tracker.ItemBody{Name: "Ms Example"}}); err != nil {
			t.Fatal(err)
		}
		var asides, body []byte
		err := db.QueryRow(t.Context(), `SELECT a.asides, i.body FROM applications a JOIN application_items i ON i.application_id = a.id`).Scan(&asides, &body)
		if err != nil || strings.Contains(string(asides), "kitchen") || strings.Contains(string(body), "Example") {
			t.Errorf("at rest: %v, %q, %q, want both sealed", err, asides, body)
		}
	})
}

func TestImportsComeInAndGoWhole(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		add(t, f, who, tracker.Facts{Company: "Example Works", Title: "Cook"}, tracker.Applied)
		table, err := tracker.ReadTable([]byte("company,title,stage,notes\nExample Works,Cook,saved,\nSample Clinic,Nurse,applied,a note\nSample Clinic,Nurse,offer,\nFictitious,Welder,hirred,\nThird,Baker,,\n"))
		if err != nil {
			t.Fatal(err)
		}
		m := tracker.Guess(table.Header)
		lines, err := f.Preview(ctx, who, table, m)
		if err != nil || len(lines) != 5 || !lines[0].Like || lines[1].Like || !lines[2].Like || lines[3].Code == "" {
			t.Fatalf("Preview = %+v, %v, want the first and third alike and the fourth refused", lines, err)
		}
		id, n, err := f.Bring(ctx, who, table, m, false)
		if err != nil || n != 2 {
			t.Fatalf("Bring = %d, %v, want 2", n, err)
		}
		page, err := f.List(ctx, who, tracker.Query{Words: "nurse", Limit: 5})
		if err != nil || len(page.Applications) != 1 || page.Applications[0].Import != id {
			t.Fatalf("List = %+v, %v, want the nurse of the import", page.Applications, err)
		}
		nurse := page.Applications[0]
		if items, err := f.Items(ctx, who, nurse.ID); err != nil || len(items) != 1 || items[0].Body.Text != "a note" {
			t.Errorf("Items = %+v, %v, want the note of the table", items, err)
		}
		if _, _, err := f.Move(ctx, who, nurse.ID, tracker.Applied, tracker.Offer, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.TakeBack(ctx, somebody, id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("TakeBack of somebody else's import = %v, want not found", err)
		}
		if n, err := f.TakeBack(ctx, who, id); err != nil || n != 1 {
			t.Errorf("TakeBack = %d, %v, want 1: the other one was moved since", n, err)
		}
		if counts, err := s.Counts(ctx, who); err != nil || counts[tracker.Saved] != 0 || counts[tracker.Offer] != 1 || counts[tracker.Applied] != 1 {
			t.Errorf("Counts = %v, %v, want one applied and one offer", counts, err)
		}
	})
}
