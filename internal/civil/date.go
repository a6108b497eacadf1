// Package civil holds dates as people write them in a CV: a year, perhaps a
// month, perhaps a day, and never a time zone.
//
// A CV date is not a moment. Package time would shift it by a day somewhere in
// the world and pretend a precision the author did not give, so precision is
// part of the value: "2020" stays "2020".
package civil

import (
	"encoding"
	"fmt"
	"strconv"
)

// Date is a calendar date of year, month or day precision. The zero Date means
// "not given". Month and Day are 0 where the author left them out.
type Date struct {
	Year  int // 1..9999
	Month int // 1..12, or 0
	Day   int // 1..31, or 0; only with a Month
}

var (
	_ encoding.TextMarshaler   = Date{}
	_ encoding.TextUnmarshaler = (*Date)(nil)
)

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// String gives the ISO 8601 form in the precision kept: "2020", "2020-06" or
// "2020-06-01"; "" for the zero Date.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// ParseDate reads the form that String writes. The error names the form wanted
// and does not repeat the input.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return Date{}, errForm
	}
	d := Date{Year: digits(s[:4])}
	if len(s) >= 7 {
		d.Month = digits(s[5:7])
	}
	if len(s) == 10 {
		d.Day = digits(s[8:])
	}
	if d.String() != s || !d.Valid() {
		return Date{}, errForm
	}
	return d, nil
}

var errForm = fmt.Errorf("civil: want YYYY, YYYY-MM or YYYY-MM-DD")

func digits(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

// Valid reports whether the date exists in the proleptic Gregorian calendar.
func (d Date) Valid() bool {
	if d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 {
		return false
	}
	if d.Month == 0 {
		return d.Day == 0
	}
	return d.Day <= daysIn(d.Year, d.Month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Compare orders dates by their earliest day; a missing month or day counts as
// the first. It returns -1, 0 or 1.
func (d Date) Compare(e Date) int {
	a := d.Year*10000 + max(d.Month, 1)*100 + max(d.Day, 1)
	b := e.Year*10000 + max(e.Month, 1)*100 + max(e.Day, 1)
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// MonthsUntil counts the whole months from d to e, a missing month counting as
// January. It is negative when e lies before d.
func (d Date) MonthsUntil(e Date) int {
	return (e.Year-d.Year)*12 + max(e.Month, 1) - max(d.Month, 1)
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form.
func (d *Date) UnmarshalText(text []byte) error {
	var err error
	*d, err = ParseDate(string(text))
	return err
}
