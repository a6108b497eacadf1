package i18n

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Number writes an integer with the locale's grouping: "12,345", "12 345".
func Number(l Lang, n int) string {
	if n > -1000 && n < 1000 {
		return strconv.Itoa(n)
	}
	return message.NewPrinter(l.tag()).Sprint(number.Decimal(n))
}

// Decimal writes x with at most digits places after the locale's separator.
func Decimal(l Lang, x float64, digits int) string {
	return message.NewPrinter(l.tag()).Sprint(number.Decimal(x, number.MaxFractionDigits(digits)))
}

// Percent writes a share 0..1 as a whole percentage: "45%", "45 %".
func Percent(l Lang, share float64) string {
	text := strconv.Itoa(int(math.Round(share * 100)))
	if l == French {
		return text + "\u00a0%"
	}
	return text + "%"
}

// Size writes a number of bytes in the unit that keeps it short, powers of
// 1000: "240 KB", "1.4 MB"; "240 ko", "1,4 Mo".
func Size(l Lang, bytes int64) string {
	units := [...]string{"B", "KB", "MB", "GB", "TB"}
	if l == French {
		units = [...]string{"o", "ko", "Mo", "Go", "To"}
	}
	x, i := float64(bytes), 0
	for x >= 1000 && i < len(units)-1 {
		x, i = x/1000, i+1
	}
	digits := 0
	if x < 10 && i > 0 {
		digits = 1
	}
	return Decimal(l, x, digits) + "\u00a0" + units[i]
}

var months = map[Lang][12]string{
	English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	French:  {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
}

// Date writes a calendar date in the precision given: month and day may be 0.
// "2020", "Jun 2020", "1 Jun 2020"; "juin 2020", "1er juin 2020". A zero year
// gives "".
func Date(l Lang, year, month, day int) string {
	if year == 0 {
		return ""
	}
	text := strconv.Itoa(year)
	if month < 1 || month > 12 {
		return text
	}
	text = months[l][month-1] + " " + text
	if day == 0 {
		return text
	}
	if l == French && day == 1 {
		return "1er " + text
	}
	return strconv.Itoa(day) + " " + text
}

// Day writes the calendar day of t in its own zone.
func Day(l Lang, t time.Time) string {
	return Date(l, t.Year(), int(t.Month()), t.Day())
}

// Moment writes day and time of t in its own zone: "23 Nov 2026, 14:05".
func Moment(l Lang, t time.Time) string {
	if l == French {
		return Day(l, t) + " à " + t.Format("15:04")
	}
	return Day(l, t) + ", " + t.Format("15:04")
}

var weekdays = map[Lang][7][2]string{
	English: {{"Sun", "Sunday"}, {"Mon", "Monday"}, {"Tue", "Tuesday"}, {"Wed", "Wednesday"}, {"Thu", "Thursday"}, {"Fri", "Friday"}, {"Sat", "Saturday"}},
	French:  {{"dim.", "dimanche"}, {"lun.", "lundi"}, {"mar.", "mardi"}, {"mer.", "mercredi"}, {"jeu.", "jeudi"}, {"ven.", "vendredi"}, {"sam.", "samedi"}},
}

// Weekday names a day of the week, short ("Mon", "lun.") or whole.
func Weekday(l Lang, d time.Weekday) (short, whole string) {
	names := weekdays[l][d]
	return names[0], names[1]
}

// NearDay writes a calendar day close to now, without its year: "Mon 7 Dec",
// "lun. 7 déc.".
func NearDay(l Lang, year int, month time.Month, day int) string {
	short, _ := Weekday(l, time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday())
	return short + " " + ShortDay(l, month, day)
}

// ShortDay writes a day of a month: "7 Dec", "1er déc.".
func ShortDay(l Lang, month time.Month, day int) string {
	number := strconv.Itoa(day)
	if l == French && day == 1 {
		number = "1er"
	}
	return number + " " + months[l][month-1]
}

// sundays are regions whose weeks begin with a Sunday (CLDR, weekData).
var sundays = strings.Fields("US CA MX BR CO PE VE JP KR TW HK IN ID PH TH IL ZA KE")

// WeekStart is the day weeks begin with for a reader of a language: that of the
// region their browser asks for in it, else Monday.
func WeekStart(l Lang, accept string) time.Weekday {
	tags, _, _ := language.ParseAcceptLanguage(accept)
	for _, tag := range tags {
		base, _ := tag.Base()
		region, sure := tag.Region()
		if base.String() == string(l) && sure == language.Exact && slices.Contains(sundays, region.String()) {
			return time.Sunday
		}
		if base.String() == string(l) {
			break
		}
	}
	return time.Monday
}

// Ago says how long before now t was; from a week on it gives the day.
func Ago(l Lang, t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return T(l, "time.now")
	case d < time.Hour:
		return N(l, "time.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return N(l, "time.hours", int(d/time.Hour))
	case d < 7*24*time.Hour:
		return N(l, "time.days", int(d/(24*time.Hour)))
	}
	return Day(l, t)
}
