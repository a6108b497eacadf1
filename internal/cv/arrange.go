package cv

import (
	"reflect"
	"slices"
)

// Names of sections that are no list of JSON Resume: the text about the person,
// and the sections under a heading of the person's own.
const (
	SummarySection = "summary"
	OwnSections    = "x-jobops-sections"
)

// SectionView is how a section is shown. Key is its JSON name, SummarySection, or
// OwnSections: its first occurrence stands for the first of Resume.Other, and so
// on. Title "" is the usual one in the language of the CV; own sections have
// theirs, and whether they are hidden, in Resume.Other.
type SectionView struct {
	Key    string `json:"key"`
	Title  string `json:"title,omitempty"`
	Hidden bool   `json:"hidden,omitempty"`
}

// usualSections is the order in which sections stand without an order of their
// own, and the list of all.
var usualSections = []string{
	SummarySection, "work", "projects", "education", "skills", "languages", "certificates",
	"awards", "publications", "volunteer", OwnSections, "interests", "references",
}

// SectionKeys lists all sections in their usual order.
func SectionKeys() []string { return slices.Clone(usualSections) }

// Arranged lists every section of r once, in the order in which they are shown:
// Meta.Sections as far as it goes, then what it does not name, in the usual
// order. Sections without content are listed too.
func Arranged(r *Resume) []SectionView {
	own := 0
	var all []SectionView
	has := map[string]bool{}
	for _, v := range r.Meta.Sections {
		switch {
		case v.Key == OwnSections && own < len(r.Other):
			own++
		case v.Key == OwnSections || has[v.Key] || !slices.Contains(usualSections, v.Key):
			continue
		}
		has[v.Key] = true
		all = append(all, v)
	}
	for i, key := range usualSections {
		switch {
		case key == OwnSections:
			for ; own < len(r.Other); own++ {
				all = slices.Insert(all, placeFor(all, i), SectionView{Key: key})
			}
		case !has[key]:
			all = slices.Insert(all, placeFor(all, i), SectionView{Key: key})
		}
	}
	return all
}

// placeFor is where a section that the order does not name goes: behind the last
// of those that usually stand before it.
func placeFor(all []SectionView, rank int) int {
	at := 0
	for i, v := range all {
		if slices.Index(usualSections, v.Key) <= rank {
			at = i + 1
		}
	}
	return at
}

// Visible returns what of r is to be shown: without hidden sections and entries,
// and without entries that say nothing. Only the order and the titles of
// Meta.Sections are left.
func Visible(r Resume) Resume {
	out := reflect.New(reflect.TypeFor[Resume]()).Elem()
	out.Set(reflect.ValueOf(r))
	var views []SectionView
	own := 0
	for _, v := range Arranged(&r) {
		if v.Key == OwnSections {
			if own++; !shownEntry(reflect.ValueOf(r.Other[own-1])) {
				continue
			}
		} else if v.Hidden {
			hideSection(out, v.Key)
			v.Hidden = false
		}
		views = append(views, v)
	}
	for i := range out.NumField() {
		if f := out.Field(i); f.Kind() == reflect.Slice {
			f.Set(shownEntries(f))
		}
	}
	seen := out.Interface().(Resume)
	if len(seen.Meta.Sections) > 0 {
		seen.Meta.Sections = views
	}
	return seen
}

func hideSection(r reflect.Value, key string) {
	if key == SummarySection {
		f, _ := field(r, "basics")
		key, r = "summary", f
	}
	if f, ok := field(r, key); ok {
		f.SetZero()
	}
}

func shownEntries(list reflect.Value) reflect.Value {
	out := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		if shownEntry(list.Index(i)) {
			out = reflect.Append(out, list.Index(i))
		}
	}
	if out.Len() == 0 {
		return reflect.Zero(list.Type())
	}
	return out
}

func shownEntry(entry reflect.Value) bool {
	hidden := entry.FieldByName("Hidden")
	return !hidden.Bool() && len(leaves(entry, "", nil)) > 0
}

// Masked returns r with hidden sections and entries emptied. They keep their
// places, so that every path of the result is one of r.
func Masked(r Resume) Resume {
	out := Clone(r)
	all := reflect.ValueOf(&out).Elem()
	for _, v := range r.Meta.Sections {
		if v.Hidden && v.Key == SummarySection {
			out.Basics.Summary = ""
		} else if f, ok := field(all, v.Key); v.Hidden && ok && v.Key != OwnSections {
			emptyEntries(f, func(reflect.Value) bool { return true })
		}
	}
	for i := range all.NumField() {
		if f := all.Field(i); f.Kind() == reflect.Slice {
			emptyEntries(f, func(e reflect.Value) bool { return e.FieldByName("Hidden").Bool() })
		}
	}
	return out
}

func emptyEntries(list reflect.Value, hides func(entry reflect.Value) bool) {
	for i := range list.Len() {
		if hides(list.Index(i)) {
			list.Index(i).SetZero()
		}
	}
}

// Tidy returns r without entries and list texts that say nothing, as a form
// leaves them behind. Hidden entries stay.
func Tidy(r Resume) Resume {
	out := Clone(r)
	tidy(reflect.ValueOf(&out).Elem())
	return out
}

func tidy(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				tidy(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[[]SectionView]() {
			return
		}
		kept := reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			if tidy(v.Index(i)); len(leaves(v.Index(i), "", nil)) > 0 {
				kept = reflect.Append(kept, v.Index(i))
			}
		}
		if kept.Len() == 0 {
			kept = reflect.Zero(v.Type())
		}
		v.Set(kept)
	}
}
