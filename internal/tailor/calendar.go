package tailor

import (
	"math"
	"regexp"
	"strconv"
)

var (
	monthYear = regexp.MustCompile(`^(\d{1,2})\.((?:19|20)\d\d)$`)
	dayMonth  = regexp.MustCompile(`^\d{1,2}\.(\d{1,2})\.((?:19|20)\d\d)$`)
)

// dateAt reads "03/2019", "03.2019" and "14.03.2019" as a month of a year.
func dateAt(list []token, i int) (quantity, bool) {
	q := quantity{at: i, last: i, from: i, unit: "year#"}
	text := asciiDigits(list[i].text)
	if m := monthYear.FindStringSubmatch(text); m != nil {
		return q.dated(m[1], m[2])
	}
	if m := dayMonth.FindStringSubmatch(text); m != nil {
		return q.dated(m[1], m[2])
	}
	if i+2 < len(list) && list[i+1].text == "/" && list[i+2].class == number && leadingDigits(list[i+2].text) == 4 && len(text) <= 2 {
		q.last = i + 2
		return q.dated(text, asciiDigits(list[i+2].text))
	}
	return q, false
}

func (q quantity) dated(month, year string) (quantity, bool) {
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	if m < 1 || m > 12 || y < 1900 || y > 2100 {
		return q, false
	}
	q.month, q.value = m, float64(y)
	return q, true
}

// clockAt reads "22:00" and "10 pm" as a time of day, in minutes.
func clockAt(list []token, i int, hour float64) (quantity, bool) {
	q := quantity{at: i, last: i, from: i, unit: "clock", value: hour * 60}
	if hour < 0 || hour > 24 || hour != math.Trunc(hour) {
		return q, false
	}
	if i+2 < len(list) && list[i+1].text == ":" && list[i+1].start == list[i].end && leadingDigits(list[i+2].text) == 2 {
		minutes, _ := parseNumber(list[i+2].text)
		q.value, q.last = q.value+minutes, i+2
		return q, minutes < 60
	}
	if i+1 < len(list) && (list[i+1].plain == "am" || list[i+1].plain == "pm") && list[i].class == number && hour <= 12 {
		q.last = i + 1
		if list[i+1].plain == "pm" && hour < 12 {
			q.value += 12 * 60
		}
		return q, true
	}
	return q, false
}

// part writes a percentage as the fraction it is.
func (q quantity) part() quantity {
	if q.unit == "%" {
		q.value, q.unit = q.value/100, ""
	}
	return q
}

// monthBefore reads the month of "June 2019", "junio de 2019" and "06/2019",
// and where it begins.
func (lx *lexicon) monthBefore(list []token, i int) (month, at int) {
	if i > 1 && list[i-1].text == "/" && list[i-2].class == number {
		if v, _ := parseNumber(list[i-2].text); v >= 1 && v <= 12 {
			return int(v), i - 2
		}
	}
	for j := i - 1; j >= max(0, i-2); j-- {
		if m := lx.months[list[j].plain]; m > 0 {
			return m, j
		}
		if !lx.function[list[j].plain] && list[j].text != "." {
			break
		}
	}
	return 0, i
}

// spans adds the beginning of "June to August 2019", which lies in the same
// year.
func (lx *lexicon) spans(list []token, found []quantity) []quantity {
	var all []quantity
	for _, q := range found {
		if q.month > 0 && q.from < q.at {
			for j := q.from - 1; j >= max(0, q.from-reach); j-- {
				if m := lx.months[list[j].plain]; m > 0 && !lx.function[list[j].plain] {
					all = append(all, quantity{at: j, last: j, from: j, value: q.value, month: m, unit: q.unit, around: lx.window(list, j, j)})
					break
				}
				if !lx.function[list[j].plain] && list[j].text != "-" && list[j].text != "–" && list[j].text != "—" {
					break
				}
			}
		}
		if n := len(all); isDate(q) && n > 0 && isDate(all[n-1]) && list[all[n-1].at].clause == list[q.at].clause {
			q.bound = 0 // "from May to July" bounds nothing but itself
		}
		all = append(all, q)
	}
	return all
}
