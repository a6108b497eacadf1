package tracker

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobops/internal/fault"
)

var day = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// events builds a history: one event a day, each leading to the next stage.
func events(stages ...Stage) []Event {
	var all []Event
	from := Stage("")
	for i, to := range stages {
		at := day.AddDate(0, 0, i)
		all = append(all, Event{ID: EventID(rune('a' + i)), From: from, To: to, Occurred: at, Recorded: at, By: Person})
		from = to
	}
	return all
}

func stagesOf(events []Event) (stages []Stage) {
	for _, e := range events {
		stages = append(stages, e.To)
	}
	return stages
}

func TestMove(t *testing.T) {
	t.Parallel()
	now := day.AddDate(0, 1, 0)
	for _, tt := range []struct {
		from, to Stage
		at       time.Time
		want     fault.Kind
	}{
		{Saved, Applied, day, ""},
		{Interview, Applied, day, ""}, // back again is a move like any other
		{Ghosted, Interview, now, ""},
		{Rejected, Offer, now, ""},
		{Expired, Applied, now, ""},
		{Saved, Applied, now.Add(time.Hour), ""}, // a clock that runs ahead
		{Saved, "hired", day, fault.Invalid},
		{Saved, Saved, day, fault.Conflict},
		{Accepted, Applied, now, fault.Invalid},
		{Withdrawn, Applied, now, fault.Invalid},
		{Saved, Applied, now.AddDate(0, 0, 2), fault.Invalid},
		{Saved, Applied, time.Date(1066, 10, 14, 0, 0, 0, 0, time.UTC), fault.Invalid},
	} {
		e, err := move(tt.from, tt.to, tt.at, now)
		if fault.KindOf(err) != tt.want {
			t.Errorf("move(%q, %q, %v) error = %v, want %q", tt.from, tt.to, tt.at, err, tt.want)
		}
		if err == nil && (e.From != tt.from || e.To != tt.to || !e.Occurred.Equal(tt.at) || !e.Recorded.Equal(now)) {
			t.Errorf("move(%q, %q, %v) = %+v", tt.from, tt.to, tt.at, e)
		}
	}
}

func TestHistory(t *testing.T) {
	t.Parallel()
	base := events(Saved, Applied, Interview)
	late := day.AddDate(0, 1, 0)
	for _, tt := range []struct {
		name string
		more []Event
		want []Stage
	}{
		{"as it was written down", nil, []Stage{Saved, Applied, Interview}},
		{"a forgotten step is dated back", []Event{{ID: "x", To: Screening, Occurred: base[1].Occurred.Add(time.Hour), Recorded: late}}, []Stage{Saved, Applied, Screening, Interview}},
		{"a correction leads elsewhere", []Event{{ID: "x", To: Assessment, Occurred: base[2].Occurred, Recorded: late, Supersedes: "c"}}, []Stage{Saved, Applied, Assessment}},
		{"a retraction leaves the step before", []Event{{ID: "x", Occurred: late, Recorded: late, Supersedes: "c"}}, []Stage{Saved, Applied}},
		{"a retraction is taken back", []Event{
			{ID: "x", Occurred: late, Recorded: late, Supersedes: "c"},
			{ID: "y", To: Interview, Occurred: base[2].Occurred, Recorded: late, Supersedes: "x"},
		}, []Stage{Saved, Applied, Interview}},
	} {
		if got := stagesOf(History(append(slices.Clone(base), tt.more...))); !slices.Equal(got, tt.want) {
			t.Errorf("%s: History = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestCorrect(t *testing.T) {
	t.Parallel()
	now := day.AddDate(0, 1, 0)
	history := events(Saved, Applied)
	for _, tt := range []struct {
		name  string
		event EventID
		to    Stage
		want  fault.Kind
	}{
		{"another stage", "b", Screening, ""},
		{"did not happen", "b", "", ""},
		{"of no event", "z", Screening, fault.NotFound},
		{"to no stage", "b", "hired", fault.Invalid},
	} {
		if _, err := correct(history, tt.event, tt.to, day, now); fault.KindOf(err) != tt.want {
			t.Errorf("%s: correct = %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := correct(history[:1], "a", "", day, now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("correct of the only event to nothing = %v, want invalid", err)
	}
}

// drawHistory makes a history by moves, back-dated ones and corrections, as a
// person could.
func drawHistory(t *rapid.T) []Event {
	now := day
	first, err := move("", rapid.SampledFrom(Stages()).Draw(t, "first"), now, now)
	if err != nil {
		t.Fatal(err)
	}
	history := []Event{first}
	for range rapid.IntRange(0, 12).Draw(t, "moves") {
		now = now.Add(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
		at := now.Add(-time.Duration(rapid.IntRange(0, 200).Draw(t, "back")) * time.Hour)
		to := rapid.SampledFrom(append(Stages(), "")).Draw(t, "to")
		stage, _ := Now(history)
		e, err := move(stage, to, at, now)
		if rapid.Bool().Draw(t, "correction") {
			e, err = correct(history, rapid.SampledFrom(history).Draw(t, "which").ID, to, at, now)
		}
		if err == nil {
			history = append(history, e)
		}
	}
	return history
}

// TestPeerDefect16_FlowIsConserved: a Sankey diagram that counts an interview
// twice, or loses it when a refusal follows, is wrong.
func TestPeerDefect16_FlowIsConserved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		histories := rapid.SliceOfN(rapid.Custom(drawHistory), 0, 20).Draw(t, "histories")
		f := FlowOf(histories)
		ends := 0
		for _, s := range Stages() {
			in, out := f.Began[s], f.Ended[s]
			for _, l := range f.Links {
				if l.To == s {
					in += l.Count
				}
				if l.From == s {
					out += l.Count
				}
			}
			if in != out || in != f.Reached[s] {
				t.Fatalf("%s: %d came in, %d went on or stayed, %d reached it", s, in, out, f.Reached[s])
			}
			ends += f.Ended[s]
		}
		if ends != f.Total || f.Total != len(histories) {
			t.Fatalf("%d ends of %d in a flow of %d", ends, len(histories), f.Total)
		}
	})
}

func TestFlowKeepsWhatWasReached(t *testing.T) {
	t.Parallel()
	f := FlowOf([][]Event{events(Saved, Applied, Interview, Rejected), events(Applied, Interview, Applied, Interview, Offer)})
	if f.Reached[Interview] != 2 || f.Ended[Rejected] != 1 || f.Ended[Offer] != 1 || f.Reached[Saved] != 1 {
		t.Errorf("FlowOf = %+v, want two interviews, one refusal and one offer", f)
	}
}

// TestHistoryIsNeverRewritten: whatever is done, the events that were there stay
// as they were, and one reversal gives the stage of before.
func TestHistoryIsNeverRewritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		history := drawHistory(t)
		before, since := Now(history)
		a := Application{Stage: before, Since: since}
		to := rapid.SampledFrom(Stages()).Draw(t, "to")
		e, err := move(before, to, since.Add(time.Hour), since.AddDate(1, 0, 0))
		if err != nil {
			t.Skip("no such move")
		}
		longer := append(slices.Clone(history), e)
		added, err := a.retract(longer, []EventID{e.ID}, since.AddDate(1, 0, 1))
		if err != nil || a.Stage != before || !a.Since.Equal(since) {
			t.Fatalf("retract = %v, stands at %s since %v, want %s since %v", err, a.Stage, a.Since, before, since)
		}
		if !slices.Equal(longer[:len(history)], history) || len(added) != 1 {
			t.Fatalf("retract changed the history or added %d events", len(added))
		}
	})
}
