package library

import (
	"slices"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// Act is one change of structure: Do at Path, where a list entry, a list, or a
// section ("/work", "/x-jobops-sections/0") stands. To is where a move ends.
type Act struct {
	Do   string
	Path cv.Path
	To   int
}

// What an Act can do.
const (
	DoAdd    = "add"    // an empty entry: before the one at Path, or into the list at Path
	DoRemove = "remove" // the entry at Path
	DoUp     = "up"     // the entry or section one place up
	DoDown   = "down"
	DoMove   = "move" // the entry or section to place To
	DoHide   = "hide" // keep the entry or section, but do not show it
	DoShow   = "show"
)

var errAct = fault.New(fault.Invalid, "edit.bad_act")

// Act changes the structure of the draft. Where a date cannot be read yet the
// places of a list must not move: fault.Invalid.
func (d *Draft) Act(a Act) error {
	steps := a.Path.Steps()
	if len(steps) == 0 {
		return errAct
	}
	if d.typedUnder(steps[0]) && a.Do != DoHide && a.Do != DoShow {
		return fault.New(fault.Invalid, "edit.unread")
	}
	switch a.Do {
	case DoAdd:
		return d.insert(a.Path)
	case DoRemove:
		return d.remove(a.Path)
	case DoUp, DoDown, DoMove:
		return d.move(a)
	case DoHide, DoShow:
		return d.hide(a.Path, a.Do == DoHide)
	}
	return errAct
}

func (d *Draft) typedUnder(section string) bool {
	for path := range d.Typed {
		if cv.Path(path).Under(cv.NewPath(section)) {
			return true
		}
	}
	return false
}

func (d *Draft) insert(path cv.Path) error {
	if d.entries() >= maxDraftEntries {
		return errDraftTooLarge
	}
	if n, err := cv.Len(d.Resume, path); err == nil {
		path += cv.NewPath(d.newPlace(path, n))
	}
	own := path.Under("/" + cv.OwnSections)
	r, err := cv.Insert(d.Resume, path, zeroOf(path))
	if err == nil {
		d.Resume = r
	}
	if own && err == nil && len(d.Resume.Meta.Sections) > 0 {
		d.Resume.Meta.Sections = cv.Arranged(&d.Resume)
	}
	return err
}

// dated are the lists whose newest entry comes first.
var dated = []cv.Path{"/work", "/education", "/projects", "/volunteer", "/certificates", "/awards", "/publications"}

func (d *Draft) newPlace(list cv.Path, n int) int {
	if slices.Contains(dated, list) {
		return 0
	}
	return n
}

// zeroOf is an empty entry of the list that path leads into.
func zeroOf(path cv.Path) any {
	steps := path.Steps()
	if len(steps) == 2 || steps[0] == "basics" {
		return struct{}{}
	}
	return ""
}

func (d *Draft) entries() int {
	n := 0
	for _, section := range cv.SectionKeys() {
		n += len(cv.LeavesUnder(d.Resume, cv.NewPath(section)))
	}
	return n
}

func (d *Draft) remove(path cv.Path) error {
	if _, last := path.Parent(); strings.Trim(last, "0123456789") != "" {
		return errAct
	}
	views := cv.Arranged(&d.Resume)
	r, err := cv.Remove(d.Resume, path)
	if err != nil {
		return err
	}
	d.Resume = r
	if own, ok := ownIndex(path); ok && len(r.Meta.Sections) > 0 {
		at := placeOfSection(views, cv.OwnSections, own)
		d.Resume.Meta.Sections = slices.Delete(views, at, at+1)
	}
	return nil
}

// ownIndex is the number of the own section that path is.
func ownIndex(path cv.Path) (int, bool) {
	parent, last := path.Parent()
	n, err := strconv.Atoi(last)
	return n, err == nil && parent == "/"+cv.OwnSections
}

// placeOfSection finds the nth section of a key, -1 for none.
func placeOfSection(views []cv.SectionView, key string, nth int) int {
	for i, v := range views {
		if v.Key != key {
			continue
		}
		if nth == 0 {
			return i
		}
		nth--
	}
	return -1
}

// sectionOf names the section that path is: its key, and its number among the
// own ones.
func sectionOf(path cv.Path) (key string, nth int, ok bool) {
	if n, own := ownIndex(path); own {
		return cv.OwnSections, n, true
	}
	steps := path.Steps()
	ok = len(steps) == 1 && slices.Contains(cv.SectionKeys(), steps[0]) && steps[0] != cv.OwnSections
	return steps[0], 0, ok
}

func (d *Draft) move(a Act) error {
	if key, nth, ok := sectionOf(a.Path); ok {
		return d.moveSection(key, nth, a)
	}
	parent, last := a.Path.Parent()
	from, err := strconv.Atoi(last)
	n, errLen := cv.Len(d.Resume, parent)
	if err != nil || errLen != nil || from < 0 || from >= n {
		return errAct
	}
	r, err := cv.Select(d.Resume, parent, moved(n, from, a.target(from)))
	if err == nil {
		d.Resume = r
	}
	return err
}

// target is where an act moves what is at from.
func (a Act) target(from int) int {
	switch a.Do {
	case DoUp:
		return from - 1
	case DoDown:
		return from + 1
	}
	return a.To
}

// moved is the order of n entries with one of them put elsewhere.
func moved(n, from, to int) []int {
	order := make([]int, 0, n)
	for i := range n {
		if i != from {
			order = append(order, i)
		}
	}
	return slices.Insert(order, min(max(to, 0), n-1), from)
}

// moveSection puts a section elsewhere among those that an editor shows. Own
// sections change places among themselves in Other, since they have no name.
func (d *Draft) moveSection(key string, nth int, a Act) error {
	views := cv.Arranged(&d.Resume)
	from := placeOfSection(views, key, nth)
	if from < 0 {
		return errAct
	}
	shown := d.shown(views)
	at := slices.Index(shown, from)
	to := min(max(a.target(at), 0), len(shown)-1)
	if at < 0 || at == to {
		return nil
	}
	own := d.ownOrder(views, moved(len(views), from, shown[to]))
	if len(own) > 0 {
		r, err := cv.Select(d.Resume, "/"+cv.OwnSections, own)
		if err != nil {
			return err
		}
		d.Resume = r
	}
	next := make([]cv.SectionView, len(views))
	for i, old := range moved(len(views), from, shown[to]) {
		next[i] = views[old]
	}
	d.Resume.Meta.Sections, d.Resume.Meta.Ordered = next, true
	return nil
}

// ownOrder is the new order of the own sections when the places of all change.
func (d *Draft) ownOrder(views []cv.SectionView, order []int) []int {
	number := map[int]int{}
	for i, v := range views {
		if v.Key == cv.OwnSections {
			number[i] = len(number)
		}
	}
	var own []int
	for _, i := range order {
		if n, ok := number[i]; ok {
			own = append(own, n)
		}
	}
	return own
}

// shown lists the places of sections that have content, or the summary.
func (d *Draft) shown(views []cv.SectionView) []int {
	var at []int
	for i, v := range views {
		if v.Key == cv.SummarySection || v.Key == cv.OwnSections || d.fills(v.Key) {
			at = append(at, i)
		}
	}
	return at
}

func (d *Draft) fills(key string) bool {
	n, err := cv.Len(d.Resume, cv.NewPath(key))
	return err == nil && n > 0
}

func (d *Draft) hide(path cv.Path, hidden bool) error {
	key, _, isSection := sectionOf(path)
	if !isSection || key == cv.OwnSections {
		return d.set(path+"/x-jobops-hidden", hidden)
	}
	return d.view(key, func(v *cv.SectionView) { v.Hidden = hidden })
}

// Title gives a section a title of its own; "" is the usual one.
func (d *Draft) Title(key, title string) error {
	if len(title) > maxVersionName {
		return errDraftTooLarge
	}
	for _, v := range cv.Arranged(&d.Resume) {
		if v.Key == key && v.Title == title {
			return nil
		}
	}
	return d.view(key, func(v *cv.SectionView) { v.Title = title })
}

func (d *Draft) view(key string, change func(*cv.SectionView)) error {
	views := cv.Arranged(&d.Resume)
	at := placeOfSection(views, key, 0)
	if at < 0 || key == cv.OwnSections {
		return errAct
	}
	change(&views[at])
	d.Resume.Meta.Sections = views
	return nil
}
