package parse

import (
	"strings"

	"jobops/internal/civil"
)

// period is a stretch of time found in a text; start and end are byte offsets
// of the words that say so.
type period struct {
	from, to   civil.Date
	current    bool
	ranged     bool // two ends, or an open one, and not a single date
	start, end int
}

// present reads a word for "still there" at token i.
func (d dater) present(i int) (next int, ok bool) {
	form := ""
	for k := range words().maxPresent {
		t := d.at(i + k)
		if t.sign("'’.") {
			continue
		}
		if t.kind != 'w' {
			break
		}
		form = strings.TrimSpace(form + " " + t.text)
		if words().present[form] {
			next, ok = i+k+1, true
		}
	}
	// "aujourd'hui" and "н. в." hold signs, which lengthen the form
	if !ok && (d.at(i + 1).sign("'’.")) {
		form = d.at(i).text + " " + d.at(i+2).text
		if words().present[form] {
			next, ok = i+3, true
		}
	}
	for ok && d.at(next).sign(".") {
		next++
	}
	return next, ok
}

// between passes what joins the two ends of a period.
func (d dater) between(i int) (next int, ok bool) {
	for j := i; j < i+4; j++ {
		t := d.at(j)
		switch {
		case t.sign("-–—‑−~→>/‒―"):
			ok = true
		case t.kind == 'w' && (words().until[t.text] || t.text == "jusqu" || t.text == "en" || t.text == "met"):
			ok = ok || t.text != "en" && t.text != "met"
		case t.sign("'’.,:"), t.kind == 'w' && ok && words().since[t.text]:
		default:
			return j, ok
		}
	}
	return i + 4, ok
}

// periods finds the dates and periods of a text, in order.
func periods(s string, monthFirst bool) []period {
	if !mayHoldDate(s) {
		return nil
	}
	d := dater{tokenise(s), monthFirst}
	var out []period
	for i := 0; i < len(d.t); {
		p, next, ok := d.period(i)
		if !ok {
			i++
			continue
		}
		p.start, p.end = d.t[i].start, d.t[next-1].end
		out = append(out, p)
		i = next
	}
	return out
}

// mayHoldDate spares the work on lines without digits.
func mayHoldDate(s string) bool { return strings.ContainsAny(s, "0123456789") }

// period reads a period or a single date at token i.
func (d dater) period(i int) (period, int, bool) {
	if i > 0 && d.t[i].kind == 'n' && d.touches(i-1) && d.at(i-1).kind != 's' {
		return period{}, i, false // the end of "ISO9001" or "v2020"
	}
	if i > 1 && d.touches(i-1) && d.touches(i-2) && d.at(i-1).sign("./") && d.at(i-2).kind == 'n' && d.at(i-2).digits <= 2 {
		return period{}, i, false // the end of a date that is none: 30.02.2015
	}
	if i > 0 && d.touches(i-1) && d.at(i-1).sign("$€£+#") {
		return period{}, i, false
	}
	j, since, untilOnly := i, false, false
	if t := d.at(i); t.kind == 'w' && words().months[t.text] == 0 {
		switch {
		case words().since[t.text]:
			j, since = i+1, true
		case words().until[t.text]:
			j, untilOnly = i+1, true
		default:
			return period{}, i, false
		}
	}
	p, next, ok := d.sharedYear(j)
	if ok {
		return p, next, true
	}
	from, next, ok := d.date(j)
	if !ok {
		return period{}, i, false
	}
	if d.unit(next) {
		return period{}, i, false
	}
	p = period{from: from}
	if untilOnly {
		return period{to: from, ranged: true}, next, true
	}
	if k, ok := d.between(next); ok {
		if to, n, ok := d.date(k); ok && !d.unit(n) {
			p.to, p.ranged = to, true
			return p, n, to.Compare(from) >= 0 || to.Year == from.Year
		}
		if n, ok := d.presentWithin(next, k); ok {
			p.current, p.ranged = true, true
			return p, n, true
		}
		if to, n, ok := d.shortYear(from, k); ok {
			p.to, p.ranged = to, true
			return p, n, true
		}
		if k >= len(d.t) && d.at(k-1).kind == 's' { // "2018-05 —" and no more
			p.current, p.ranged = true, true
			return p, k, true
		}
	}
	if n, ok := d.present(next); ok {
		p.current, p.ranged = true, true
		return p, n, true
	}
	if since {
		p.ranged, p.current = true, !d.lonelyFrom(i)
	}
	return p, next, true
}

// lonelyFrom tells whether the word before a date is one of those short ones
// ("de", "von") that say "since" only together with an end.
func (d dater) lonelyFrom(i int) bool { return len([]rune(d.at(i).text)) <= 3 }

// unit tells whether a word follows that makes a number no year.
func (d dater) unit(i int) bool {
	t := d.at(i)
	return t.sign("%$€£") && d.touches(i-1)
}

// sharedYear reads "Mar – Jun 2019" and "03–06/2019".
func (d dater) sharedYear(i int) (period, int, bool) {
	a := d.at(i)
	first := 0
	if a.kind == 'w' {
		first = words().months[a.text]
	} else if a.isMonth() && a.digits == 2 && d.at(i+1).sign("-–—") {
		first = a.value
	}
	if first == 0 {
		return period{}, i, false
	}
	j := i + 1
	if d.at(j).sign(".") {
		j++
	}
	k, ok := d.between(j)
	if !ok || d.at(j).sign("/.") {
		return period{}, i, false
	}
	to, n, ok := d.date(k)
	if !ok || to.Month == 0 || to.Day != 0 || a.kind == 'n' && d.at(k).kind != 'n' || a.kind == 'n' && d.at(k).isYear() || a.kind == 'w' && d.at(k).kind != 'w' {
		return period{}, i, false
	}
	return period{from: civil.Date{Year: to.Year, Month: first}, to: to, ranged: true}, n, true
}

// shortYear reads the end of "2014/15" and "2014-16".
func (d dater) shortYear(from civil.Date, k int) (civil.Date, int, bool) {
	t := d.at(k)
	if from.Month != 0 || t.kind != 'n' || t.digits != 2 || !d.touches(k-1) {
		return civil.Date{}, k, false
	}
	year := from.Year/100*100 + t.value
	return civil.Date{Year: year}, k + 1, year >= from.Year && year-from.Year < 20
}

// presentWithin reads a word for "still there" that begins between two tokens:
// "до настоящего времени" begins with a word that also joins two dates.
func (d dater) presentWithin(from, to int) (next int, ok bool) {
	for i := from; i <= to; i++ {
		if next, ok := d.present(i); ok {
			return next, true
		}
	}
	return from, false
}
