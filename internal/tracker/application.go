package tracker

import (
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"

	"jobops/internal/civil"
	"jobops/internal/fault"
)

// ID names an application.
type ID string

// Application is one pursuit of one posting.
type Application struct {
	ID       ID
	Stage    Stage     // where History leads
	Since    time.Time // when that stage was reached
	Posting  string    // the posting kept of it, "" for none
	Import   ImportID  // the table it came in with, "" for none
	Facts    Facts
	Revision int // counts the changes, so that a form knows what it was filled in on
	Created  time.Time
	Updated  time.Time
	Deleted  time.Time // zero unless deleted and still to be brought back
}

// Facts are what a person writes down about an application.
type Facts struct {
	Company    string     `json:"company"`
	Title      string     `json:"title"`
	Location   string     `json:"location,omitempty"`
	Remote     string     `json:"remote,omitempty"` // Full, Hybrid, None (JSON Resume job schema) or ""
	Source     string     `json:"source,omitempty"` // where the posting was found
	Way        Way        `json:"way,omitempty"`    // how the person applied
	URL        string     `json:"url,omitempty"`
	Salary     Salary     `json:"salary,omitzero"`
	Deadline   civil.Date `json:"deadline,omitzero"` // last day to apply
	NextOn     civil.Date `json:"nextOn,omitzero"`   // and on which day
	Tags       []string   `json:"tags,omitempty"`
	Excitement int        `json:"excitement,omitempty"` // 1 to 5, 0 for not said
	Asides
}

// Asides are what a person says in their own words; sealed at rest.
type Asides struct {
	Next  string `json:"next,omitempty"`  // what to do next
	Terms string `json:"terms,omitempty"` // of the salary, what numbers cannot say
}

// LogValue names an application by its id only.
func (a Application) LogValue() slog.Value { return slog.StringValue(string(a.ID)) }

// Period is what a salary is paid for.
type Period string

// The periods, as in schema.org's unitText.
const (
	Hour  Period = "hour"
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
	Year  Period = "year"
)

// Periods lists the periods from the shortest.
func Periods() []Period { return []Period{Hour, Day, Week, Month, Year} }

// Salary is what is paid, from Min to Max in whole units of a currency, for each
// period; zero where nothing is said.
type Salary struct {
	Min      int64  `json:"min,omitempty"`
	Max      int64  `json:"max,omitempty"`
	Currency string `json:"currency,omitempty"` // ISO 4217
	Period   Period `json:"period,omitempty"`
}

// Way is how somebody applied.
type Way string

// The ways; "" is not said.
const (
	ByForm   Way = "form"   // on a page of the employer
	ByBoard  Way = "board"  // on a job board
	ByEmail  Way = "email"  //
	ByPost   Way = "post"   //
	ByPerson Way = "person" // in person
	ByPhone  Way = "phone"  //
	ByAgency Way = "agency" // an agency did it
)

// Ways lists the ways.
func Ways() []Way { return []Way{ByForm, ByBoard, ByEmail, ByPost, ByPerson, ByPhone, ByAgency} }

// Limits of what is kept.
const (
	MaxLine   = 300           // bytes of a line
	maxTags   = 20            // tags of an application
	maxSalary = 1_000_000_000 // units of a currency
)

// clean checks facts and brings them into the form that is kept.
func (f Facts) clean() (Facts, error) {
	for _, line := range []*string{&f.Company, &f.Title, &f.Location, &f.Source, &f.Next, &f.Terms} {
		var err error
		if *line, err = cleanLine(*line); err != nil {
			return f, err
		}
	}
	if f.Company == "" && f.Title == "" {
		return f, fault.New(fault.Invalid, "tracker.nameless")
	}
	var err error
	if f.URL, err = cleanURL(f.URL); err != nil {
		return f, err
	}
	if f.Tags, err = cleanTags(f.Tags); err != nil {
		return f, err
	}
	if f.Way != "" && !slices.Contains(Ways(), f.Way) {
		return f, fault.Invalid
	}
	if f.Excitement < 0 || f.Excitement > 5 || !slices.Contains([]string{"", "Full", "Hybrid", "None"}, f.Remote) {
		return f, fault.Invalid
	}
	if partial(f.Deadline) || partial(f.NextOn) {
		return f, fault.New(fault.Invalid, "tracker.whole_date")
	}
	f.Salary, err = f.Salary.clean()
	return f, err
}

// partial reports a date that is given and lacks its day.
func partial(d civil.Date) bool { return !d.IsZero() && d.Day == 0 }

func (s Salary) clean() (Salary, error) {
	s.Currency = strings.ToUpper(strings.TrimSpace(s.Currency))
	if s.Max == 0 {
		s.Max = s.Min
	}
	if s.Min == 0 && s.Max == 0 {
		return Salary{}, nil
	}
	switch {
	case s.Min < 0, s.Max < s.Min, s.Max > maxSalary:
		return s, fault.New(fault.Invalid, "tracker.salary_range")
	case !currency(s.Currency):
		return s, fault.New(fault.Invalid, "tracker.salary_currency")
	case !slices.Contains(Periods(), s.Period):
		return s, fault.New(fault.Invalid, "tracker.salary_period")
	}
	return s, nil
}

// Valid reports whether a salary can be kept as it is.
func (s Salary) Valid() bool {
	_, err := s.clean()
	return err == nil
}

func currency(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// cleanLine makes one line of a text, without control characters.
func cleanLine(s string) (string, error) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > MaxLine {
		return s, fault.New(fault.Invalid, "tracker.line_too_long")
	}
	return s, nil
}

// cleanTags parts tags at commas and semicolons, which separate them wherever
// they are written, and drops empty and repeated ones.
func cleanTags(tags []string) ([]string, error) {
	var kept []string
	for _, tag := range strings.FieldsFunc(strings.Join(tags, ","), func(r rune) bool { return r == ',' || r == ';' }) {
		tag, err := cleanLine(tag)
		if err != nil {
			return nil, err
		}
		if tag != "" && !slices.ContainsFunc(kept, func(k string) bool { return strings.EqualFold(k, tag) }) {
			kept = append(kept, tag)
		}
	}
	if len(kept) > maxTags {
		return nil, fault.New(fault.Invalid, "tracker.too_many_tags")
	}
	return kept, nil
}
