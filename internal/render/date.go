package render

import (
	"fmt"
	"strconv"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// date writes a date in the precision it has: "2020", "Jun 2020", "1 Jun 2020";
// a month is "06/2020" where the design has no room for names.
func (l *locale) date(d civil.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0 && l.numeric:
		return fmt.Sprintf("%02d/%04d", d.Month, d.Year)
	case d.Day == 0:
		return l.months[d.Month-1] + " " + strconv.Itoa(d.Year)
	}
	day := strconv.Itoa(d.Day)
	if l.base == "fr" && d.Day == 1 {
		day = "1er"
	}
	return strings.NewReplacer("D", day, "M", l.dated[d.Month-1], "Y", strconv.Itoa(d.Year)).Replace(l.day)
}

// period writes the time of an entry. A start without an end stays alone: the
// CV does not say whether it goes on.
func (l *locale) period(p cv.Period) string {
	start, end := l.date(p.Start), l.date(p.End)
	if p.Current {
		end = l.present
	}
	switch {
	case start != "" && end != "":
		return start + " – " + end
	case start == "" && end != "" && !p.Current:
		return l.until + " " + end
	}
	return start + end
}
