package library

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"time"

	"jobops/internal/cv"
)

// History is the history of a working copy. Every change of the draft is an entry
// of Log, an undone one too; Undo and Redo name by their revision the entries
// that can be taken back and put in again, the next one last.
type History struct {
	Log  []Stroke `json:"log,omitempty"`
	Undo []int64  `json:"undo,omitempty"`
	Redo []int64  `json:"redo,omitempty"`
}

// Stroke is one change: to Revision, from the one before First. Of is the step that
// it takes back or puts in again, 0 for a change of its own.
type Stroke struct {
	First    int64     `json:"first"`
	Revision int64     `json:"revision"`
	Place    string    `json:"place,omitempty"`
	At       time.Time `json:"at"`
	Of       int64     `json:"of,omitempty"`
	Parts    []Part    `json:"parts,omitempty"`
}

// Part is one place of the draft's JSON that a step changed, as JSON text; ""
// stands for nothing there.
type Part struct {
	Path string `json:"path"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// Limits of what can be undone, and how long typing in one field goes on as one
// step.
const (
	maxSteps     = 200
	maxStepBytes = 96 << 10
	typingPause  = 4 * time.Second
)

// add notes the change from before to after.
func (s *History) add(revision int64, place string, now time.Time, before, after Draft) error {
	parts, err := partsOf(before, after)
	if err != nil {
		return err
	}
	s.Redo = nil
	if last := s.goesOn(place, now); last != nil {
		first, ok := s.before(last, before)
		if ok {
			if parts, err = partsOf(first, after); err != nil {
				return err
			}
			last.Parts, last.At, last.Revision = parts, now, revision
			s.Undo[len(s.Undo)-1] = revision
			return nil
		}
	}
	s.Log = append(s.Log, Stroke{First: revision, Revision: revision, Place: place, At: now, Parts: parts})
	s.Undo = append(s.Undo, revision)
	s.trim()
	return nil
}

// goesOn returns the last step when a change of the same place belongs to it.
func (s *History) goesOn(place string, now time.Time) *Stroke {
	if place == "" || len(s.Log) == 0 || len(s.Undo) == 0 {
		return nil
	}
	last := &s.Log[len(s.Log)-1]
	if last.Of != 0 || last.Place != place || s.Undo[len(s.Undo)-1] != last.Revision || now.Sub(last.At) > typingPause {
		return nil
	}
	return last
}

// before is the draft as it was before a step that is the last one.
func (s *History) before(last *Stroke, now Draft) (Draft, bool) {
	d, err := now.applied(last.Parts, false)
	return d, err == nil
}

// trim forgets the oldest steps beyond the limits, and what refers to them.
func (s *History) trim() {
	size := 0
	from := len(s.Log)
	for from > 0 && len(s.Log)-from < maxSteps {
		for _, p := range s.Log[from-1].Parts {
			size += len(p.Path) + len(p.Old) + len(p.New)
		}
		if size > maxStepBytes && from < len(s.Log) {
			break
		}
		from--
	}
	s.Log = slices.Clone(s.Log[from:])
	gone := func(r int64) bool { return s.stroke(r) == nil }
	s.Undo = slices.DeleteFunc(s.Undo, gone)
	s.Redo = slices.DeleteFunc(s.Redo, gone)
}

func (s *History) stroke(revision int64) *Stroke {
	i := slices.IndexFunc(s.Log, func(t Stroke) bool { return t.Revision == revision })
	if i < 0 {
		return nil
	}
	return &s.Log[i]
}

// undo returns the draft without its last step; false when there is none.
func (s *History) undo(revision int64, now Draft) (Draft, bool, error) {
	return s.turn(revision, now, &s.Undo, &s.Redo, false)
}

// redo returns the draft with the step that was undone last.
func (s *History) redo(revision int64, now Draft) (Draft, bool, error) {
	return s.turn(revision, now, &s.Redo, &s.Undo, true)
}

func (s *History) turn(revision int64, now Draft, from, to *[]int64, forward bool) (Draft, bool, error) {
	n := len(*from)
	if n == 0 {
		return now, false, nil
	}
	of := (*from)[n-1]
	d, err := now.applied(s.stroke(of).Parts, forward)
	if err != nil {
		return now, false, err
	}
	*from, *to = (*from)[:n-1], append(*to, of)
	// Its time does not count: the next typing begins a step of its own.
	s.Log = append(s.Log, Stroke{First: revision, Revision: revision, Of: of})
	s.trim()
	return d, true, nil
}

// At is the draft as it was at a revision that somebody looked at; false when the
// history does not reach back, or when the typing of that time became one step.
func (w Work) At(revision int64) (Draft, bool) {
	d := w.Draft
	for i := len(w.History.Log) - 1; i >= 0 && w.History.Log[i].Revision > revision; i-- {
		step, forward := w.History.Log[i], false
		if step.First <= revision {
			return d, false
		}
		if step.Of != 0 {
			if forward = w.tookBack(i); w.History.stroke(step.Of) == nil {
				return d, false
			}
			step.Parts = w.History.stroke(step.Of).Parts
		}
		before, err := d.applied(step.Parts, forward)
		if err != nil {
			return d, false
		}
		d = before
		if i == 0 && step.First > revision+1 {
			return d, false
		}
	}
	return d, revision <= w.Revision
}

// tookBack tells whether entry i of the log undid its step: an odd number of
// times, since each undo of a step alternates with a redo of it.
func (w Work) tookBack(i int) bool {
	n := 0
	for _, step := range w.History.Log[:i+1] {
		if step.Of == w.History.Log[i].Of {
			n++
		}
	}
	return n%2 == 1
}

// equal compares what the drafts say, not how their lists are held.
func (d Draft) equal(other Draft) bool {
	a, errA := json.Marshal(d)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && string(a) == string(b)
}

func (d Draft) copied() (Draft, error) {
	out := Draft{Resume: cv.Clone(d.Resume), Look: d.Look}
	for path, text := range d.Typed {
		out.setTyped(path, text)
	}
	return out, nil
}

func (d *Draft) setTyped(path, text string) {
	if d.Typed == nil {
		d.Typed = map[string]string{}
	}
	d.Typed[path] = text
}

func (d Draft) tree() (any, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	var tree any
	err = json.Unmarshal(data, &tree)
	return tree, err
}

// partsOf lists what differs between two drafts.
func partsOf(a, b Draft) ([]Part, error) {
	x, err := a.tree()
	if err != nil {
		return nil, err
	}
	y, err := b.tree()
	if err != nil {
		return nil, err
	}
	return partsBetween(x, y, "", nil), nil
}

// partsBetween goes down while both are objects, or lists of one length.
func partsBetween(a, b any, at cv.Path, to []Part) []Part {
	if reflect.DeepEqual(a, b) {
		return to
	}
	if x, ok := a.(map[string]any); ok {
		if y, ok := b.(map[string]any); ok {
			for _, key := range keysOf(x, y) {
				to = partsBetween(x[key], y[key], at+cv.NewPath(key), to)
			}
			return to
		}
	}
	if x, ok := a.([]any); ok {
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				to = partsBetween(x[i], y[i], at+cv.NewPath(i), to)
			}
			return to
		}
	}
	return append(to, Part{string(at), jsonText(a), jsonText(b)})
}

func keysOf(a, b map[string]any) []string {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	var all []string
	for key := range keys {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

// jsonText is "" for nothing. A tree of JSON always has a text.
func jsonText(v any) string {
	if v == nil {
		return ""
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// applied is the draft with the new texts of parts, or with their old ones.
func (d Draft) applied(parts []Part, forward bool) (Draft, error) {
	tree, err := d.tree()
	if err != nil {
		return d, err
	}
	for _, p := range parts {
		text := p.Old
		if forward {
			text = p.New
		}
		if tree, err = put(tree, cv.Path(p.Path).Steps(), text); err != nil {
			return d, err
		}
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return d, err
	}
	var out Draft
	err = json.Unmarshal(data, &out)
	return out, err
}

// put sets the value at steps to a JSON text, or removes it for "". A place that
// is not there is left alone.
func put(tree any, steps []string, text string) (any, error) {
	if len(steps) == 0 {
		var v any
		if text == "" {
			return nil, nil
		}
		err := json.Unmarshal([]byte(text), &v)
		return v, err
	}
	var err error
	switch at := tree.(type) {
	case map[string]any:
		if text == "" && len(steps) == 1 {
			delete(at, steps[0])
			return at, nil
		}
		at[steps[0]], err = put(at[steps[0]], steps[1:], text)
	case []any:
		if i, bad := strconv.Atoi(steps[0]); bad == nil && i < len(at) {
			at[i], err = put(at[i], steps[1:], text)
		}
	}
	return tree, err
}
