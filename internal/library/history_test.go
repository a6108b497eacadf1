package library

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/render"
)

var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func text(t *testing.T, d Draft) string {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// acts are the places that a random editor types into and moves about.
var fields = []string{"/basics/name", "/basics/summary", "/projects/0/name", "/projects/1/startDate", "/projects/0/highlights/0", "/skills/0/keywords"}

func randomChange(t *rapid.T, d *Draft) string {
	if rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
		path := rapid.SampledFrom(fields).Draw(t, "field")
		_ = d.Type(cv.Path(path), rapid.SampledFrom([]string{"", "a", "b, c", "2020", "06/2021", "nonsense/"}).Draw(t, "text"))
		return path
	}
	do := rapid.SampledFrom([]string{DoAdd, DoRemove, DoUp, DoDown, DoMove, DoHide, DoShow}).Draw(t, "do")
	path := rapid.SampledFrom([]string{"/projects", "/projects/0", "/projects/1", "/skills", "/skills/0", "/x-jobops-sections", "/x-jobops-sections/0", "/projects/0/highlights", "/projects/0/highlights/0"}).Draw(t, "path")
	_ = d.Act(Act{do, cv.Path(path), rapid.IntRange(-1, 4).Draw(t, "to")})
	if rapid.Bool().Draw(t, "dress") {
		_ = d.Dress(render.Options{Size: rapid.SampledFrom([]float64{0, 9, 10.5}).Draw(t, "size")}, 0)
	}
	return ""
}

// TestUndoAndRedoRestoreEveryState drives random edits, undos and redos against a
// list of whole states, and asks for states of earlier revisions.
func TestUndoAndRedoRestoreEveryState(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := Work{Draft: Draft{Resume: cv.Resume{Projects: []cv.Project{{Name: "Sample Ltd", Highlights: []string{"one", "two"}}, {}}}}}
		undo, redo := []string{}, []string{}
		states := map[int64]string{0: text(t, w.Draft)}
		for i := range rapid.IntRange(1, 40).Draw(r, "steps") {
			now := began.Add(time.Duration(i) * time.Minute)
			before := text(t, w.Draft)
			switch rapid.IntRange(0, 4).Draw(r, "turn") {
			case 0:
				d, ok, err := w.History.undo(w.Revision+1, w.Draft)
				if err != nil || ok != (len(undo) > 0) {
					t.Fatalf("undo = %v, %v, want %v", ok, err, len(undo) > 0)
				}
				if !ok {
					continue
				}
				if want := undo[len(undo)-1]; text(t, d) != want {
					t.Fatalf("undo gives %s, want %s", text(t, d), want)
				}
				w.Draft, undo, redo = d, undo[:len(undo)-1], append(redo, before)
			case 1:
				d, ok, err := w.History.redo(w.Revision+1, w.Draft)
				if err != nil || ok != (len(redo) > 0) {
					t.Fatalf("redo = %v, %v, want %v", ok, err, len(redo) > 0)
				}
				if !ok {
					continue
				}
				if want := redo[len(redo)-1]; text(t, d) != want {
					t.Fatalf("redo gives %s, want %s", text(t, d), want)
				}
				w.Draft, redo, undo = d, redo[:len(redo)-1], append(undo, before)
			default:
				after, err := w.Draft.copied()
				if err != nil {
					t.Fatal(err)
				}
				place := randomChange(r, &after)
				if w.Draft.equal(after) {
					continue
				}
				if err := w.History.add(w.Revision+1, place, now, w.Draft, after); err != nil {
					t.Fatal(err)
				}
				w.Draft, undo, redo = after, append(undo, before), nil
			}
			w.Revision++
			states[w.Revision] = text(t, w.Draft)
		}
		for revision, want := range states {
			if d, ok := w.At(revision); !ok || text(t, d) != want {
				t.Fatalf("At(%d) of %d = %s, %v, want %s", revision, w.Revision, text(t, d), ok, want)
			}
		}
	})
}

// TestTypingInOneFieldIsOneStep: letters typed without a pause are undone
// together, those after a pause, or after an undo, alone.
func TestTypingInOneFieldIsOneStep(t *testing.T) {
	t.Parallel()
	var w Work
	now := began
	typed := func(name string, pause time.Duration) {
		after := Draft{Resume: cv.Resume{Basics: cv.Basics{Name: name}}}
		now = now.Add(pause)
		if err := w.History.add(w.Revision+1, "/basics/name", now, w.Draft, after); err != nil {
			t.Fatal(err)
		}
		w.Draft = after
		w.Revision++
	}
	undone := func() string {
		d, ok, err := w.History.undo(w.Revision+1, w.Draft)
		if !ok || err != nil {
			t.Fatalf("undo = %v, %v", ok, err)
		}
		w.Draft = d
		w.Revision++
		return d.Resume.Basics.Name
	}
	for i := range 5 {
		typed(strings.Repeat("M", i+1), time.Second)
	}
	typed("Maja", typingPause+time.Second)
	if got := undone(); got != "MMMMM" {
		t.Errorf("after one undo = %q, want MMMMM", got)
	}
	if got := undone(); got != "" {
		t.Errorf("after two undos = %q, want nothing", got)
	}
	if _, ok := w.At(3); ok {
		t.Error("At(3) = a state, want none: typing of that time is one step")
	}
	if d, ok := w.At(6); !ok || d.Resume.Basics.Name != "Maja" {
		t.Errorf("At(6) = %q, %v, want Maja", d.Resume.Basics.Name, ok)
	}
}

// TestHistoryStaysSmall makes more and larger changes than are kept.
func TestHistoryStaysSmall(t *testing.T) {
	t.Parallel()
	var w Work
	for i := range 2 * maxSteps {
		after := Draft{Resume: cv.Resume{Basics: cv.Basics{Summary: fmt.Sprint(i, strings.Repeat("x", 500))}}}
		if err := w.History.add(int64(i+1), "", began, w.Draft, after); err != nil {
			t.Fatal(err)
		}
		w.Draft, w.Revision = after, int64(i+1)
	}
	data, err := json.Marshal(w.History)
	if err != nil || len(data) > maxStepBytes+maxSteps*120 {
		t.Errorf("history has %d bytes, %v, want about %d", len(data), err, maxStepBytes)
	}
	for n := 0; ; n++ {
		d, ok, err := w.History.undo(w.Revision+1, w.Draft)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			if n < 50 {
				t.Errorf("undone %d times, want all that is kept", n)
			}
			return
		}
		w.Draft = d
		w.Revision++
	}
}

func TestReadDate(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"": "", "2020": "2020", "2020-6": "2020-06", "2020/06": "2020-06", "06/2020": "2020-06", "6.2020": "2020-06",
		"1.6.2020": "2020-06-01", "2020-06-30": "2020-06-30", "31/12/1999": "1999-12-31",
	} {
		if got, ok := ReadDate(typed); !ok || got.String() != want {
			t.Errorf("ReadDate(%q) = %s, %v, want %s", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"June", "2020-13", "31/02/2020", "20", "1/2/3/2020", "99/2020"} {
		if got, ok := ReadDate(typed); ok {
			t.Errorf("ReadDate(%q) = %s, want none", typed, got)
		}
	}
}
