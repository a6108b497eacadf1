// Package calendar writes what falls on days as iCalendar (RFC 5545), for other
// calendar programs.
//
//	err := calendar.Write(w, "Applications", []calendar.Event{{UID: "application-1-interview-2@localhost", Begins: at, Zone: zone, Summary: "Interview"}})
//
// The same events give the same bytes. Lines end with CRLF and are folded at 75
// octets, never inside a character. A moment stands in the zone it was agreed
// in, which is written out with each change of its clocks that matters; a day
// has no zone. The package reads no calendar and knows no application.
package calendar

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"jobops/internal/civil"
)

// Length is how long an event with a time is taken to last: nobody says when an
// interview ends.
const Length = time.Hour

// Refresh is how often a program is asked to look again.
const Refresh = "PT1H"

// Event is one entry of a calendar: at a moment, or on a day.
type Event struct {
	UID       string // the same for ever
	Sequence  int    // rises with each change
	Changed   time.Time
	On        civil.Date // the day, where Begins is zero
	Begins    time.Time
	Zone      string // IANA name; "" or unknown for UTC
	Summary   string
	Place     string
	Text      string
	URL       string
	Cancelled bool
	Alarms    []time.Duration // how long before
}

// Write writes a calendar.
func Write(w io.Writer, name string, events []Event) error {
	c := &ics.Calendar{}
	c.SetVersion("2.0")
	c.SetProductId("-//JobOps//Applications//EN")
	c.SetCalscale("GREGORIAN")
	c.SetXWRCalName(clean(name))
	c.SetRefreshInterval(Refresh) // the library adds VALUE=DURATION
	c.SetXPublishedTTL(Refresh)
	addZones(c, events)
	for _, e := range events {
		c.AddVEvent(e.component())
	}
	if err := c.SerializeTo(w, ics.WithNewLine("\r\n")); err != nil {
		return fmt.Errorf("calendar: write: %w", err)
	}
	return nil
}

func (e Event) component() *ics.VEvent {
	v := ics.NewEvent(e.UID)
	v.SetDtStampTime(e.Changed)
	v.SetModifiedAt(e.Changed)
	v.SetSequence(e.Sequence)
	e.setTime(v)
	v.SetSummary(clean(e.Summary))
	if e.Place != "" {
		v.SetLocation(clean(e.Place))
	}
	if e.Text != "" {
		v.SetDescription(clean(e.Text))
	}
	if e.URL != "" {
		v.SetURL(e.URL)
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
		return v
	}
	for _, before := range e.Alarms {
		a := v.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetTrigger("-" + duration(before))
		a.SetDescription(clean(e.Summary))
	}
	return v
}

func (e Event) setTime(v *ics.VEvent) {
	if e.Begins.IsZero() {
		day := func(d civil.Date) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }
		v.SetProperty(ics.ComponentPropertyDtStart, day(e.On), ics.WithValue("DATE"))
		v.SetProperty(ics.ComponentPropertyDtEnd, day(e.On.AddDays(1)), ics.WithValue("DATE"))
		v.SetTimeTransparency(ics.TransparencyTransparent)
		return
	}
	zone := e.zone()
	setMoment(v, ics.ComponentPropertyDtStart, e.Begins, zone)
	setMoment(v, ics.ComponentPropertyDtEnd, e.Begins.Add(Length), zone)
}

func setMoment(v *ics.VEvent, property ics.ComponentProperty, at time.Time, zone *time.Location) {
	if zone == time.UTC {
		v.SetProperty(property, at.UTC().Format(local)+"Z")
		return
	}
	v.SetProperty(property, at.In(zone).Format(local), ics.WithTZID(zone.String()))
}

// local is a time without its zone.
const local = "20060102T150405"

// zone is where an event with a time was agreed, UTC where the name says nothing.
func (e Event) zone() *time.Location {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil || e.Zone == "" || e.Zone == "UTC" || e.Zone == "Local" {
		return time.UTC
	}
	return zone
}

// addZones writes each zone that an event stands in.
func addZones(c *ics.Calendar, events []Event) {
	spans := map[string][2]time.Time{}
	for _, e := range events {
		if zone := e.zone(); !e.Begins.IsZero() && zone != time.UTC {
			span, ok := spans[zone.String()]
			if !ok || e.Begins.Before(span[0]) {
				span[0] = e.Begins
			}
			if end := e.Begins.Add(Length); end.After(span[1]) {
				span[1] = end
			}
			spans[zone.String()] = span
		}
	}
	names := make([]string, 0, len(spans))
	for name := range spans {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		addZone(c.AddTimezone(name), Event{Zone: name}.zone(), spans[name][0], spans[name][1])
	}
}

// addZone writes the clocks of a zone from the change before a moment to the last
// one before another.
func addZone(v *ics.VTimezone, zone *time.Location, from, until time.Time) {
	for at := from.In(zone); ; {
		start, end := at.ZoneBounds()
		name, offset := at.Zone()
		before := offset
		if start.IsZero() {
			start = time.Date(1970, time.January, 1, 0, 0, 0, 0, zone)
		} else {
			_, before = start.Add(-time.Second).Zone()
		}
		addClock(v, at.IsDST(), name, start, before, offset)
		if end.IsZero() || end.After(until) {
			return
		}
		at = end
	}
}

func addClock(v *ics.VTimezone, dst bool, name string, start time.Time, before, offset int) {
	var c *ics.ComponentBase
	if dst {
		d := &ics.Daylight{}
		v.Components, c = append(v.Components, d), &d.ComponentBase
	} else {
		c = &v.AddStandard().ComponentBase
	}
	// The time of a change is that of the clocks before it (RFC 5545, 3.6.5).
	c.SetProperty(ics.ComponentPropertyDtStart, start.In(time.FixedZone("", before)).Format(local))
	c.SetProperty("TZOFFSETFROM", offsetText(before))
	c.SetProperty("TZOFFSETTO", offsetText(offset))
	c.SetProperty("TZNAME", name)
}

// offsetText is an offset as +0100, with seconds where there are some.
func offsetText(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	text := fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}

// duration is whole days, else hours and minutes.
func duration(d time.Duration) string {
	if d%(24*time.Hour) == 0 {
		return fmt.Sprintf("P%dD", d/(24*time.Hour))
	}
	if d%time.Hour == 0 {
		return fmt.Sprintf("PT%dH", d/time.Hour)
	}
	return fmt.Sprintf("PT%dM", d/time.Minute)
}

// clean keeps the text that a line may hold: no control characters but line
// ends, which are escaped.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}
