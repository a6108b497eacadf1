package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/civil"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tracker"
)

// TestTodaySorts plants what is late, due and soon beside what is none of it.
func TestTodaySorts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		today := civil.DayOf(storetest.Start)
		next := func(title string, days int, stage tracker.Stage) tracker.Application {
			return add(t, f, who, tracker.Facts{Title: title, NextOn: today.AddDays(days), Asides: tracker.Asides{Next: "call about " + title}}, stage)
		}
		next("late", -3, tracker.Applied)
		next("due", 0, tracker.Screening)
		next("soon", tracker.Ahead, tracker.Saved)
		next("far", tracker.Ahead+1, tracker.Saved)
		next("over", 0, tracker.Rejected)
		add(t, f, who, tracker.Facts{Title: "apply", Deadline: today.AddDays(2)}, tracker.Saved)
		add(t, f, who, tracker.Facts{Title: "missed", Deadline: today.AddDays(-2)}, tracker.Saved)
		add(t, f, who, tracker.Facts{Title: "long missed", Deadline: today.AddDays(-9)}, tracker.Saved)
		add(t, f, who, tracker.Facts{Title: "sent", Deadline: today.AddDays(2)}, tracker.Applied)
		gone := next("gone", 0, tracker.Applied)
		if _, err := f.Delete(ctx, who, gone.ID); err != nil {
			t.Fatal(err)
		}
		if theirs, err := f.Today(ctx, somebody, time.UTC); err != nil || len(theirs.Late)+len(theirs.Due)+len(theirs.Soon)+len(theirs.Counts) != 0 {
			t.Errorf("Today of somebody else = %+v, %v, want nothing", theirs, err)
		}
		now, err := f.Today(ctx, who, time.UTC)
		if err != nil {
			t.Fatalf("Today = %v", err)
		}
		for name, tt := range map[string]struct {
			got  []tracker.Entry
			want string
		}{"Late": {now.Late, "late missed"}, "Due": {now.Due, "due"}, "Soon": {now.Soon, "apply soon"}} {
			var names []string
			for _, e := range tt.got {
				names = append(names, e.Name())
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("%s = %q, want %q", name, got, tt.want)
			}
		}
		if len(now.Due) == 1 && now.Due[0].Text() != "call about due" {
			t.Errorf("Text = %q, want the next action", now.Due[0].Text())
		}
		late := now.Late[0].Application
		if _, err := f.NextDone(ctx, who, late.ID, late.Revision); err != nil {
			t.Fatalf("NextDone = %v", err)
		}
		if _, err := f.NextDone(ctx, who, late.ID, late.Revision); err == nil {
			t.Error("NextDone on an older state = nil, want a conflict")
		}
		if now, err = f.Today(ctx, who, time.UTC); err != nil || len(now.Late) != 1 {
			t.Errorf("Late after NextDone = %d, %v, want 1", len(now.Late), err)
		}
	})
}

// TestSilences lists what has waited longer than usual with nothing planned.
func TestSilences(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		today := civil.DayOf(storetest.Start)
		sent := func(title string, days int, stage tracker.Stage, facts tracker.Facts) tracker.Application {
			facts.Title = title
			a, err := f.Add(ctx, who, tracker.New{Facts: facts, Stage: stage, Since: storetest.Start.AddDate(0, 0, -days)})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		sent("silent", 30, tracker.Applied, tracker.Facts{})
		sent("quick", 20, tracker.Applied, tracker.Facts{})
		sent("talked", 13, tracker.Interview, tracker.Facts{})
		sent("planned", 40, tracker.Applied, tracker.Facts{NextOn: today.AddDays(1)})
		sent("asked", 25, tracker.Applied, tracker.Facts{NextOn: today.AddDays(-1)})
		sent("kept", 90, tracker.Saved, tracker.Facts{})
		met := sent("met", 40, tracker.Screening, tracker.Facts{})
		if _, err := f.AddItem(ctx, who, tracker.Item{Application: met.ID, Kind: tracker.Appointed, At: storetest.Start.Add(time.Hour), Body: tracker.ItemBody{Zone: "UTC"}}); err != nil {
			t.Fatal(err)
		}
		silent, err := f.Silences(ctx, who, time.UTC, 10)
		var names []string
		for _, one := range silent {
			names = append(names, one.Facts.Title)
		}
		if want := []string{"silent", "asked", "talked"}; err != nil || !slices.Equal(names, want) {
			t.Errorf("Silences = %q, %v, want %q", names, err, want)
		}
		if len(silent) > 0 && (silent[0].Days != 30 || silent[0].Measure != tracker.Measure{Days: 21, Cases: 92}) {
			t.Errorf("Silences[0] = %d days, %+v, want 30 days by the usual measure", silent[0].Days, silent[0].Measure)
		}
	})
}
