package library

import (
	"context"
	"encoding/json"
	"reflect"
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/owner"
)

// Choice is which side of a Clash a person takes.
type Choice string

// The choices. Both is there where the state that both sides began with is known:
// then what either side changed is kept, and of one value that both changed, mine.
const (
	TakeMine Choice = "mine"
	TakeNow  Choice = "now"
	TakeBoth Choice = "both"
)

// Clash is one difference between what is kept by now and what another tab has
// typed: one value, or a whole section whose entries differ.
type Clash struct {
	Path    cv.Path     // of the value or section; ClashOrder and ClashLook are no CV's paths
	Changes []cv.Change // from what is kept to what was typed, none for order and look
	Usual   Choice      // what most people will want
	Both    bool        // TakeBoth can be chosen
}

// Places of a Clash outside a CV's content.
const (
	ClashOrder cv.Path = "/order"
	ClashLook  cv.Path = "/look"
)

// Clashes lists where mine differs from now. base is the state that mine began
// with, nil when it is not known.
func Clashes(base *Draft, now, mine Draft) []Clash {
	changes := cv.Diff(now.Resume, mine.Resume)
	whole := map[cv.Path]bool{}
	for _, c := range changes {
		if structural(c) {
			whole[sectionAt(c)] = true
		}
	}
	var all []Clash
	for _, c := range changes {
		at := placeAt(c)
		if section := sectionAt(c); whole[section] {
			at = section
		}
		if n := len(all); n > 0 && all[n-1].Path == at {
			all[n-1].Changes = append(all[n-1].Changes, c)
			continue
		}
		all = append(all, Clash{Path: at, Changes: []cv.Change{c}, Usual: TakeMine, Both: base != nil && whole[at]})
	}
	if !equalJSON(now.Resume.Meta, mine.Resume.Meta) {
		all = append(all, Clash{Path: ClashOrder, Usual: TakeMine})
	}
	if now.Look != mine.Look {
		all = append(all, Clash{Path: ClashLook, Usual: TakeMine})
	}
	for i := range all {
		all[i].Usual = all[i].usual(base, now, mine)
	}
	return all
}

// usual takes the side that changed a thing, and both where both did.
func (c Clash) usual(base *Draft, now, mine Draft) Choice {
	switch {
	case base == nil:
		return TakeMine
	case equalJSON(c.value(*base), c.value(mine)):
		return TakeNow
	case c.Both && !equalJSON(c.value(*base), c.value(now)):
		return TakeBoth
	}
	return TakeMine
}

func (c Clash) value(d Draft) any {
	switch c.Path {
	case ClashOrder:
		return d.Resume.Meta
	case ClashLook:
		return d.Look
	}
	v, err := cv.Get(d.Resume, c.Path)
	if err != nil {
		return nil
	}
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice && list.Len() == 0 {
		return nil
	}
	return v
}

func equalJSON(a, b any) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(x) == string(y)
}

// structural tells a change of which entries there are, or of their order.
func structural(c cv.Change) bool {
	_, last := placeAt(c).Parent()
	_, err := strconv.Atoi(last)
	return c.Op == cv.Moved || c.Op == cv.Changed && c.From != c.Path || c.Op != cv.Changed && err == nil
}

func placeAt(c cv.Change) cv.Path {
	if c.Path == "" {
		return c.From
	}
	return c.Path
}

// sectionAt is the list that a change is in: "/work", "/basics/profiles".
func sectionAt(c cv.Change) cv.Path {
	steps := placeAt(c).Steps()
	if steps[0] == "basics" && len(steps) > 1 {
		return cv.NewPath(steps[0], steps[1])
	}
	return cv.NewPath(steps[0])
}

// Settled is the state that the choices make of the two sides. A clash without a
// choice takes its usual one.
func Settled(base *Draft, now, mine Draft, choices map[cv.Path]Choice) (Draft, error) {
	out, err := now.copied()
	if err != nil {
		return out, err
	}
	for path, text := range mine.Typed {
		out.setTyped(path, text)
	}
	for _, c := range Clashes(base, now, mine) {
		choice := choices[c.Path]
		if choice == "" {
			choice = c.Usual
		}
		if err := out.take(c, choice, base, mine); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (d *Draft) take(c Clash, choice Choice, base *Draft, mine Draft) error {
	switch {
	case choice == TakeNow:
		return nil
	case c.Path == ClashOrder:
		d.Resume.Meta = mine.Resume.Meta
		return nil
	case c.Path == ClashLook:
		d.Look = mine.Look
		return nil
	}
	from := mine.Resume
	if choice == TakeBoth && c.Both {
		from = cv.Merge(base.Resume, mine.Resume, d.Resume)
	}
	value, err := cv.Get(from, c.Path)
	if err != nil {
		return err
	}
	return d.set(c.Path, value)
}

// Resolve keeps the state that a person chose of two, with theirs as a step before
// it, so that undoing leads to either side. seen is as in Edit.
func (s *Service) Resolve(ctx context.Context, owner owner.ID, id VersionID, seen int64, mine, settled Draft) (Work, error) {
	w, err := s.Edit(ctx, owner, id, seen, "", func(d *Draft) error { *d = mine; return d.Whole() })
	if err != nil {
		return w, err
	}
	return s.Edit(ctx, owner, id, w.Revision, "", func(d *Draft) error { *d = settled; return d.Whole() })
}
