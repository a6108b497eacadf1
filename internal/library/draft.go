package library

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/render"
)

// Limits of what an editor takes: more is no CV, and would make every page slow.
const (
	maxDraftEntries = 2000 // list entries and texts of lists together
	maxDraftText    = 20000
	maxGrown        = 200 // entries that another tab may lack; each one copies the CV
)

var errDraftTooLarge = fault.New(fault.TooLarge, "edit.too_large")

// Type sets the field at path to what was typed into it: a text, a date, "on" or
// "" for a mark, or for a list of texts its items, split at commas or line ends.
// A date that is none yet is kept in Typed.
func (d *Draft) Type(path cv.Path, text string) error {
	value, err := cv.Get(d.Resume, path)
	if err != nil {
		return err
	}
	if len(text) > maxDraftText {
		return errDraftTooLarge
	}
	switch at := value.(type) {
	case string:
		if at == text {
			return nil
		}
		return d.set(path, text)
	case bool:
		if at == (text != "") {
			return nil
		}
		return d.set(path, text != "")
	case []string:
		if JoinItems(at) == text || strings.Join(at, "\n") == text {
			return nil
		}
		if _, last := path.Parent(); last == "lines" {
			return d.set(path, strings.Split(strings.TrimRight(text, "\n"), "\n"))
		}
		return d.set(path, SplitItems(text))
	case civil.Date:
		return d.typeDate(path, at, strings.TrimSpace(text))
	}
	return fault.New(fault.Invalid, "cv.bad_value")
}

func (d *Draft) set(path cv.Path, value any) error {
	r, err := cv.Set(d.Resume, path, value)
	if err == nil {
		d.Resume = r
	}
	return err
}

func (d *Draft) typeDate(path cv.Path, now civil.Date, text string) error {
	delete(d.Typed, string(path))
	date, ok := ReadDate(text)
	if !ok {
		d.setTyped(string(path), text)
		return nil
	}
	if date == now {
		return nil
	}
	return d.set(path, date)
}

// Forms in which a date may be typed: as ISO writes it, and day, month and year
// in the order of most of Europe.
var (
	isoDate  = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$`)
	yearLast = regexp.MustCompile(`^(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})$`)
)

// ReadDate reads a date of any precision as it is typed: "2020", "2020-06",
// "06/2020", "1.6.2020"; "" is no date.
func ReadDate(text string) (civil.Date, bool) {
	if text == "" {
		return civil.Date{}, true
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	var year, month, day int
	if m := isoDate.FindStringSubmatch(text); m != nil {
		year, month, day = number(m[1]), number(m[2]), number(m[3])
	} else if m := yearLast.FindStringSubmatch(text); m != nil {
		year, month, day = number(m[3]), number(m[2]), number(m[1])
	} else {
		return civil.Date{}, false
	}
	iso := strconv.Itoa(year)
	for _, n := range []int{month, day} {
		if n > 0 {
			iso += "-" + strconv.Itoa(n/10) + strconv.Itoa(n%10)
		}
	}
	var date civil.Date
	err := date.UnmarshalText([]byte(iso))
	return date, err == nil
}

// JoinItems writes a list of short texts into one field; SplitItems reads it.
func JoinItems(items []string) string {
	if slices.ContainsFunc(items, func(s string) bool { return strings.ContainsAny(s, ",;") }) {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, ", ")
}

// SplitItems splits at line ends, or without one at commas and semicolons.
func SplitItems(text string) []string {
	at := ",;"
	if strings.Contains(strings.TrimSpace(text), "\n") {
		at = "\n"
	}
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(at, r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// Dress chooses how the draft is written; with a number of pages the options are
// tightened until it fills no more. The errors are those of SetLook.
func (d *Draft) Dress(o render.Options, pages int) error {
	err := o.Check()
	if err == nil && pages > 0 {
		o, err = render.Fit(d.Resume, o, pages)
	}
	if err == nil {
		d.Look = o
	}
	return err
}

// Whole tells a draft that is no larger than an editor takes.
func (d *Draft) Whole() error {
	if d.entries() > maxDraftEntries {
		return errDraftTooLarge
	}
	return nil
}

// Grow adds empty entries until every path of a form has its place, so that a
// form made of a longer CV loses nothing; a made-up one gets no more than maxGrown.
func (d *Draft) Grow(paths []cv.Path) {
	grown := 0
	for _, path := range paths {
		at := cv.Path("")
		for _, step := range path.Steps() {
			n, err := cv.Len(d.Resume, at)
			want, bad := strconv.Atoi(step)
			for err == nil && bad == nil && n <= want && grown < maxGrown {
				r, failed := cv.Insert(d.Resume, at+cv.NewPath(cv.End), zeroOf(at+cv.NewPath(n)))
				if failed != nil {
					return
				}
				d.Resume = r
				n, grown = n+1, grown+1
			}
			at += cv.NewPath(step)
		}
	}
}

// CopyOf is a draft that shares nothing with another.
func CopyOf(d Draft) (Draft, error) { return d.copied() }

// Text writes a draft as JSON; DraftFrom reads it. What is none is fault.Invalid.
func (d Draft) Text() (string, error) {
	data, err := json.Marshal(d)
	return string(data), err
}

// DraftFrom reads what Draft.Text wrote.
func DraftFrom(text string) (Draft, error) {
	var d Draft
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return d, fault.New(fault.Invalid, "error.form")
	}
	if err := d.Look.Check(); err != nil {
		return d, err
	}
	return d, d.Whole()
}
