package tracker

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobops/internal/civil"
	"jobops/internal/fault"
)

// Line is a row of a table as it would come in.
type Line struct {
	Number int // in the file, the header being 1
	New    New
	Note   string // kept as a note beside it
	Code   string // message key of why it is refused, "" when it comes in
	Like   bool   // an application that is there, or an earlier line, looks the same
}

// Lines reads the rows of a table by a mapping. A row without any text is left
// out; one that breaks a rule has the reason in Code.
func (t Table) Lines(m Mapping, now time.Time) []Line {
	var lines []Line
	for i, row := range t.Rows {
		r := cells{row, m}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		line := Line{Number: i + 2}
		var err error
		if line.New, err = r.application(now); err == nil {
			line.New.Facts, err = line.New.Facts.clean()
		}
		if line.Note = cleanText(r.get(ColNotes)); err == nil && len(line.Note) > maxNote {
			err = fault.New(fault.TooLarge, "tracker.note_too_long")
		}
		if err != nil {
			line.Code, _ = fault.CodeOf(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// cells is a row with the places of its columns.
type cells struct {
	row []string
	at  Mapping
}

func (c cells) get(name ColumnName) string {
	at, ok := c.at[name]
	if !ok || at < 0 || at >= len(c.row) {
		return ""
	}
	return strings.TrimSpace(bare(c.row[at]))
}

func (c cells) application(now time.Time) (New, error) {
	n := New{Stage: Saved, Facts: Facts{
		Company: c.get(ColCompany), Title: c.get(ColTitle), Location: c.get(ColLocation), Source: c.get(ColSource), URL: c.get(ColURL),
		Tags: []string{c.get(ColTags)}, Remote: readRemote(c.get(ColRemote)), Way: readWay(c.get(ColWay)),
		Asides: Asides{Next: c.get(ColNext), Terms: c.get(ColTerms)},
	}}
	if word := c.get(ColStage); word != "" {
		if n.Stage = ReadStage(word); n.Stage == "" {
			return n, fault.New(fault.Invalid, "tracker.unknown_stage")
		}
	}
	var err error
	if n.Facts.Deadline, err = readDay(c.get(ColDeadline)); err != nil {
		return n, err
	}
	if n.Facts.NextOn, err = readDay(c.get(ColNextOn)); err != nil {
		return n, err
	}
	if n.Facts.Salary, err = c.salary(); err != nil {
		return n, err
	}
	n.Facts.Excitement, _ = strconv.Atoi(c.get(ColStars)) // a word for it says no number of stars
	n.Since, err = c.since(n.Stage)
	if err == nil && !n.Since.IsZero() {
		err = dated(n.Since, now)
	}
	return n, err
}

// since is when the stage was reached: its own column, else the day of applying
// where the application goes no further than that.
func (c cells) since(stage Stage) (time.Time, error) {
	text := c.get(ColSince)
	if text == "" && stage != Saved {
		text = c.get(ColApplied)
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	d, err := readDay(text)
	if err != nil || d.IsZero() {
		return time.Time{}, err
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC), nil
}

func (c cells) salary() (Salary, error) {
	s := Salary{Currency: c.get(ColCurrency), Period: readPeriod(c.get(ColPeriod))}
	var err error
	if s.Min, err = readAmount(c.get(ColMin)); err != nil {
		return s, err
	}
	s.Max, err = readAmount(c.get(ColMax))
	return s, err
}

// readAmount reads a number of whole units, 0 for none.
func readAmount(text string) (int64, error) {
	if text, _, _ = strings.Cut(text, "."); text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.NewReplacer(" ", "", "\u00a0", "", ",", "").Replace(text), 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "tracker.salary_number")
	}
	return n, nil
}

// readWay reads how somebody applied; "" for a word that says no way.
func readWay(word string) Way {
	word = plain(word)
	if slices.Contains(Ways(), Way(word)) {
		return Way(word)
	}
	return ways[word]
}

// ways are what people call them, folded.
var ways = map[string]Way{
	"online": ByForm, "website": ByForm, "company website": ByForm, "careers page": ByForm, "en ligne": ByForm, "site": ByForm,
	"job board": ByBoard, "portal": ByBoard, "site d emploi": ByBoard, "mail": ByEmail, "e mail": ByEmail, "courriel": ByEmail,
	"letter": ByPost, "courrier": ByPost, "poste": ByPost, "in person": ByPerson, "sur place": ByPerson, "telephone": ByPhone,
	"call": ByPhone, "recruiter": ByAgency, "interim": ByAgency, "agence": ByAgency,
}

func readPeriod(word string) Period {
	word = strings.TrimSuffix(plain(word), "ly")
	switch word {
	case "dai":
		return Day
	case "an", "annual", "yr", "annum":
		return Year
	case "mois":
		return Month
	case "semaine":
		return Week
	case "jour":
		return Day
	case "heure":
		return Hour
	}
	return Period(word)
}

func readRemote(word string) string {
	switch plain(word) {
	case "full", "remote", "yes", "true", "oui", "100":
		return "Full"
	case "hybrid", "hybride", "partial":
		return "Hybrid"
	case "none", "no", "onsite", "on site", "office", "sur site", "non":
		return "None"
	}
	return ""
}

// days are the forms of a day that say which part is which.
var days = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$|^(\d{1,2})\.(\d{1,2})\.(\d{4})$`)

// slashed are days with the year last, whose order only a number over 12 tells.
var slashed = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)

// readDay reads 2026-03-31, 2026/3/31, 31.03.2026, 31/03/2026 and 03/31/2026. What
// could be two days is taken as day before month, as everywhere but in one
// country, and refused when it is none.
func readDay(text string) (civil.Date, error) {
	if text == "" {
		return civil.Date{}, nil
	}
	var d civil.Date
	if m := days.FindStringSubmatch(text); m != nil && m[1] != "" {
		d = civil.Date{Year: atoi(m[1]), Month: atoi(m[2]), Day: atoi(m[3])}
	} else if m != nil {
		d = civil.Date{Year: atoi(m[6]), Month: atoi(m[5]), Day: atoi(m[4])}
	} else if m := slashed.FindStringSubmatch(text); m != nil {
		d = civil.Date{Year: atoi(m[3]), Month: atoi(m[2]), Day: atoi(m[1])}
		if d.Month > 12 {
			d.Month, d.Day = d.Day, d.Month
		}
	}
	if d.Day == 0 || d.Month == 0 || !d.Valid() {
		return civil.Date{}, fault.New(fault.Invalid, "tracker.impossible_date")
	}
	return d, nil
}

// atoi reads digits that an expression has found.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
