package posting

import (
	"cmp"
	"encoding/json"
	"errors"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/civil"
)

// jobPosting is the part of https://schema.org/JobPosting that is read. Pages
// write every field in several shapes; a shape that is not understood reads as
// empty and never spoils the rest.
type jobPosting struct {
	Type        many[loose] `json:"@type"`
	Title       loose       `json:"title"`
	Description loose       `json:"description"`
	Company     loose       `json:"hiringOrganization"`
	Location    many[place] `json:"jobLocation"`
	Where       loose       `json:"jobLocationType"` // "TELECOMMUTE"
	From        loose       `json:"applicantLocationRequirements"`
	Through     loose       `json:"validThrough"` // ISO date or moment
	Pay         many[pay]   `json:"baseSalary"`
	Currency    loose       `json:"salaryCurrency"`
}

// linked is one block of structured data: a posting, or a graph with one in it.
type linked struct {
	jobPosting
	Graph many[jobPosting] `json:"@graph"`
}

type place struct {
	Address many[address] `json:"address"`
}

type address struct {
	City    loose `json:"addressLocality"`
	Region  loose `json:"addressRegion"`
	Country loose `json:"addressCountry"`
}

// pay is a https://schema.org/MonetaryAmount, or a bare number.
type pay struct {
	quantity
	Currency loose          `json:"currency"`
	Value    many[quantity] `json:"value"`
}

// quantity is a https://schema.org/QuantitativeValue, or a bare number.
type quantity struct {
	Min   loose `json:"minValue"`
	Max   loose `json:"maxValue"`
	Unit  loose `json:"unitText"`
	exact loose
}

// UnmarshalJSON reads a bare number or text besides an object.
func (q *quantity) UnmarshalJSON(data []byte) error {
	type object quantity
	if data[0] != '{' {
		return json.Unmarshal(data, &q.exact)
	}
	var value struct {
		Value loose `json:"value"`
	}
	err := errors.Join(json.Unmarshal(data, (*object)(q)), json.Unmarshal(data, &value))
	q.exact = value.Value
	return err
}

// UnmarshalJSON reads a bare number or text besides an object.
func (p *pay) UnmarshalJSON(data []byte) error {
	var amount struct {
		Currency loose          `json:"currency"`
		Value    many[quantity] `json:"value"`
	}
	if data[0] == '{' {
		if err := json.Unmarshal(data, &amount); err != nil {
			return err
		}
	}
	p.Currency, p.Value = amount.Currency, amount.Value
	return p.quantity.UnmarshalJSON(data)
}

// loose is a text that a page may also write as a number, as an object with a
// name, or as a list, of which the first counts.
type loose string

// UnmarshalJSON never fails: what is no text reads as "".
func (l *loose) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*l = loose(textIn(v))
	return nil
}

func textIn(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		if len(v) > 0 {
			return textIn(v[0])
		}
	case map[string]any:
		return textIn(v["name"])
	}
	return ""
}

// many is a list that a page may also write as its only member. Members of
// another shape are left out.
type many[T any] []T

// UnmarshalJSON never fails on valid JSON.
func (m *many[T]) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil {
		list = []json.RawMessage{data}
	}
	for _, raw := range list {
		var v T
		if json.Unmarshal(raw, &v) == nil {
			*m = append(*m, v)
		}
	}
	return nil
}

var ldScript = regexp.MustCompile(`(?is)<script[^>]*application/ld\+json[^>]*>(.*?)</script>`)

// fromJSONLD looks for a job posting among the structured data of a page, or in
// a text that is nothing but such data.
func fromJSONLD(page string) (jobPosting, bool) {
	j, _, ok := structured(page)
	return j, ok
}

// MaxStructured bounds structured data that is kept, in bytes.
const MaxStructured = 64 << 10

// Structured returns the block of structured data of a page that holds a job
// posting, as it stands there; "" for none and for one over MaxStructured.
func Structured(page string) string {
	_, block, _ := structured(page[:min(len(page), maxPage)])
	if len(block) > MaxStructured {
		return ""
	}
	return block
}

func structured(page string) (jobPosting, string, bool) {
	blocks := []string{}
	if strings.HasPrefix(strings.TrimSpace(page), "{") {
		blocks = append(blocks, page)
	}
	for _, m := range ldScript.FindAllStringSubmatch(page, -1) {
		blocks = append(blocks, m[1])
	}
	for _, block := range blocks {
		var list many[linked]
		if json.NewDecoder(strings.NewReader(bare(block))).Decode(&list) != nil {
			continue
		}
		for _, l := range list {
			all := append(l.Graph, l.jobPosting)
			if i := slices.IndexFunc(all, jobPosting.isPosting); i >= 0 {
				return all[i], strings.TrimSpace(block), true
			}
		}
	}
	return jobPosting{}, "", false
}

// bare takes off the comment or CDATA that old pages open their data with, and
// the line ends that they leave inside texts, which JSON forbids.
func bare(block string) string {
	block = strings.Replace(block, "<![CDATA[", "", 1)
	start := max(0, strings.IndexByte(block, '{'))
	if strings.HasSuffix(strings.TrimSpace(block[:start]), "[") {
		start = strings.LastIndexByte(block[:start], '[')
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, block[start:])
}

func (j jobPosting) isPosting() bool {
	named := slices.ContainsFunc(j.Type, func(t loose) bool {
		return t == "JobPosting" || strings.HasSuffix(string(t), "schema.org/JobPosting")
	})
	return named && j.Description != ""
}

// text puts title, company and place above the description, as a person would
// paste them.
func (j *jobPosting) text() string {
	var head []string
	for _, s := range []string{string(j.Title), string(j.Company), j.place()} {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			head = append(head, s)
		}
	}
	body := string(j.Description)
	if strings.Contains(body, "&lt;") {
		body = html.UnescapeString(body)
	}
	if strings.Contains(body, "<") || strings.Contains(body, "&") {
		body = fromHTML(body)
	}
	return strings.Join(append(head, j.facts()...), "\n") + "\n\n" + body
}

// facts writes what only the structured data says as lines of text, so that it
// can be quoted and is still there when the text is read again.
func (j *jobPosting) facts() []string {
	var lines []string
	if s, ok := j.salary(); ok && !s.Guessed {
		least, most := strconv.FormatFloat(s.Min, 'f', -1, 64), strconv.FormatFloat(s.Max, 'f', -1, 64)
		switch {
		case s.Max == 0:
			least = "from " + least
		case s.Min == 0:
			least = "up to " + most
		case s.Min != s.Max:
			least += " - " + most
		}
		lines = append(lines, "Salary: "+least+" "+s.Currency+" / "+strings.ToLower(string(s.Period)))
	}
	if j.remote() {
		lines = append(lines, "Fully remote")
	}
	return lines
}

func (j *jobPosting) remote() bool { return strings.EqualFold(string(j.Where), "TELECOMMUTE") }

// apply fills the head of a posting from the structured data, which beats what
// the lines seem to say.
func (j *jobPosting) apply(p *Posting) {
	p.Title = cmp.Or(strings.TrimSpace(genders.ReplaceAllString(string(j.Title), "")), p.Title)
	p.Company = cmp.Or(string(j.Company), p.Company)
	p.Location = cmp.Or(j.place(), p.Location)
	if j.remote() && p.Remote != RemoteHybrid {
		p.Remote = RemoteFull
	}
	if s, ok := j.salary(); ok {
		if p.Salary != nil {
			s.Start, s.End = p.Salary.Start, p.Salary.End
		}
		p.Salary = &s
	}
	if day := string(j.Through); len(day) >= len("2006-01-02") {
		if d, err := civil.ParseDate(day[:len("2006-01-02")]); err == nil {
			p.Expires = d
		}
	}
}

// place names the first place, or where a remote person may live.
func (j *jobPosting) place() string {
	for _, l := range j.Location {
		for _, a := range l.Address {
			var parts []string
			for _, s := range []loose{a.City, a.Country} {
				if s != "" {
					parts = append(parts, string(s))
				}
			}
			if s := cmp.Or(strings.Join(parts, ", "), string(a.Region)); s != "" {
				return s
			}
		}
	}
	return string(j.From)
}

// units maps the words of unitText to periods.
var units = map[string]Period{"HOUR": Hour, "DAY": Day, "WEEK": Week, "MONTH": Month, "YEAR": Year, "ANNUAL": Year, "HOURLY": Hour, "MONTHLY": Month, "YEARLY": Year}

func (j *jobPosting) salary() (Salary, bool) {
	for _, p := range j.Pay {
		s := Salary{Currency: strings.ToUpper(string(cmp.Or(p.Currency, j.Currency)))}
		for _, v := range append(p.Value, p.quantity) {
			s.Min = cmp.Or(s.Min, numberIn(v.Min), numberIn(v.exact))
			s.Max = cmp.Or(s.Max, numberIn(v.Max), numberIn(v.exact))
			s.Period = cmp.Or(s.Period, units[strings.ToUpper(string(v.Unit))])
		}
		if s.Min == 0 && s.Max == 0 {
			continue
		}
		if s.Period == "" {
			s.Period, s.Guessed = periodOfSize(max(s.Min, s.Max), s.Currency), true
		}
		return s, true
	}
	return Salary{}, false
}

func numberIn(s loose) float64 { return numberOf(strings.Trim(string(s), "€£$ ")) }
