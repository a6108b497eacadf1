package calendar

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	goical "github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"jobops/internal/civil"
)

var changed = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)

func written(t interface{ Fatalf(string, ...any) }, events ...Event) string {
	var b bytes.Buffer
	if err := Write(&b, "Applications", events); err != nil {
		t.Fatalf("Write = %v", err)
	}
	return b.String()
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestEventsAreReadAlikeByOthers reads what was written with two libraries, around
// changes of the clocks and on a leap day.
func TestEventsAreReadAlikeByOthers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ at, zone, start string }{
		{"2026-12-07T13:00:00Z", "Europe/Paris", "DTSTART;TZID=Europe/Paris:20261207T140000"},
		{"2026-03-29T00:30:00Z", "Europe/Paris", "DTSTART;TZID=Europe/Paris:20260329T013000"},
		{"2026-03-29T01:30:00Z", "Europe/Paris", "DTSTART;TZID=Europe/Paris:20260329T033000"},
		{"2026-10-24T22:30:00Z", "Europe/Paris", "DTSTART;TZID=Europe/Paris:20261025T003000"},
		{"2026-11-02T14:00:00Z", "America/New_York", "DTSTART;TZID=America/New_York:20261102T090000"},
		{"2028-02-29T23:30:00Z", "Asia/Kolkata", "DTSTART;TZID=Asia/Kolkata:20280301T050000"},
		{"2028-02-29T12:00:00Z", "UTC", "DTSTART:20280229T120000Z"},
		{"2028-02-29T12:00:00Z", "Mars/Olympus", "DTSTART:20280229T120000Z"},
	} {
		want := moment(t, tt.at)
		text := written(t, Event{UID: "a@localhost", Changed: changed, Begins: want, Zone: tt.zone, Summary: "Interview", Alarms: []time.Duration{24 * time.Hour, time.Hour}})
		if faults := check(text); len(faults) > 0 {
			t.Errorf("%s in %s breaks the rules: %q\n%s", tt.at, tt.zone, faults, text)
		}
		if !strings.Contains(text, tt.start+"\r\n") {
			t.Errorf("%s in %s has no line %q\n%s", tt.at, tt.zone, tt.start, text)
		}
		one, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil || len(one.Events()) != 1 {
			t.Fatalf("the first library reads %v, %v", one, err)
		}
		if got, err := one.Events()[0].GetStartAt(); err != nil || !got.Equal(want) || len(one.Events()[0].Alarms()) != 2 {
			t.Errorf("the first library reads %v with %d alarms, %v, want %v with 2", got, len(one.Events()[0].Alarms()), err, want)
		}
		other, err := goical.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil || len(other.Events()) != 1 {
			t.Fatalf("the second library reads %v, %v", other, err)
		}
		if got, err := other.Events()[0].DateTimeStart(time.UTC); err != nil || !got.Equal(want) {
			t.Errorf("the second library reads %v, %v, want %v", got, err, want)
		}
	}
}

func TestDaysHaveNoZone(t *testing.T) {
	t.Parallel()
	text := written(t,
		Event{UID: "leap@localhost", Changed: changed, On: civil.Date{Year: 2028, Month: 2, Day: 29}, Summary: "Last day"},
		Event{UID: "gone@localhost", Changed: changed, On: civil.Date{Year: 2026, Month: 12, Day: 31}, Sequence: 3, Cancelled: true, Summary: "Last day", Alarms: []time.Duration{time.Hour}})
	for _, want := range []string{"DTSTART;VALUE=DATE:20280229", "DTEND;VALUE=DATE:20280301", "DTEND;VALUE=DATE:20270101", "STATUS:CANCELLED", "SEQUENCE:3"} {
		if !strings.Contains(text, want+"\r\n") {
			t.Errorf("no line %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "VTIMEZONE") || strings.Contains(text, "VALARM") {
		t.Error("days have a zone, or what was cancelled an alarm")
	}
	if faults := check(text); len(faults) > 0 {
		t.Errorf("breaks the rules: %q", faults)
	}
}

// TestZonesAreWrittenOut: the clocks from the change before the first event to the
// last one before the end.
func TestZonesAreWrittenOut(t *testing.T) {
	t.Parallel()
	text := written(t,
		Event{UID: "a@localhost", Changed: changed, Begins: moment(t, "2026-03-01T09:00:00Z"), Zone: "Europe/Paris"},
		Event{UID: "b@localhost", Changed: changed, Begins: moment(t, "2026-07-01T09:00:00Z"), Zone: "Europe/Paris"})
	want := "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n" +
		"BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n" +
		"BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
	if !strings.Contains(text, want) {
		t.Errorf("the zone is\n%s\nwant\n%s", text, want)
	}
}

// TestAnyTextComesBack writes texts of any sort: the lines keep to the rules, the
// bytes are the same each time, and both libraries read the text that was meant.
func TestAnyTextComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		summary := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zé漢🙂\\;:,"\n ]{0,200}`)).Draw(t, "summary")
		e := Event{UID: "a@localhost", Changed: changed, On: civil.Date{Year: 2026, Month: 12, Day: 1}, Summary: summary, Place: summary, Text: summary}
		text := written(t, e)
		if faults := check(text); len(faults) > 0 {
			t.Fatalf("breaks the rules: %q\n%s", faults, text)
		}
		if again := written(t, e); again != text {
			t.Fatalf("written twice it differs")
		}
		other, err := goical.NewDecoder(strings.NewReader(text)).Decode()
		if err != nil {
			t.Fatalf("the second library: %v\n%s", err, text)
		}
		if got, err := other.Events()[0].Props.Text("SUMMARY"); err != nil || got != clean(summary) {
			t.Fatalf("the second library reads %q, %v, want %q", got, err, clean(summary))
		}
	})
}

// TestTheSameBytesEachTime: a program is told that nothing changed by the bytes.
func TestTheSameBytesEachTime(t *testing.T) {
	t.Parallel()
	events := []Event{
		{UID: "a@localhost", Changed: changed, Begins: changed, Zone: "Europe/Paris", Alarms: []time.Duration{time.Hour}},
		{UID: "b@localhost", Changed: changed, Begins: changed, Zone: "America/New_York"},
		{UID: "c@localhost", Changed: changed, Begins: changed},
	}
	first := written(t, events...)
	for range 50 {
		if again := written(t, events...); again != first {
			t.Fatalf("written again it is\n%s\nwant\n%s", again, first)
		}
	}
}

// check lists what breaks the rules of RFC 5545: lines, folding, nesting, and the
// properties that each component must have.
func check(text string) []string {
	var faults []string
	if !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
		faults = append(faults, "line ends")
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 {
			faults = append(faults, "a line of more than 75 octets: "+line)
		}
		if !utf8.ValidString(line) {
			faults = append(faults, "a line that ends inside a character")
		}
	}
	need := map[string][]string{
		"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
		"VTIMEZONE": {"TZID"}, "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}, "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
	}
	repeats := map[string]bool{}
	type open struct {
		name string
		has  map[string]int
	}
	var stack []open
	zones, asked := map[string]bool{}, map[string]bool{}
	for _, line := range strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		head, value, ok := strings.Cut(line, ":")
		name, params, _ := strings.Cut(head, ";")
		if !ok || name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
			faults = append(faults, "no content line: "+line)
			continue
		}
		switch name {
		case "BEGIN":
			stack = append(stack, open{value, map[string]int{}})
			if need[value] == nil {
				faults = append(faults, "an unknown component "+value)
			}
			continue
		case "END":
			if len(stack) == 0 || stack[len(stack)-1].name != value {
				return append(faults, "END:"+value+" closes another component")
			}
			for _, wanted := range need[value] {
				if stack[len(stack)-1].has[wanted] == 0 {
					faults = append(faults, value+" without "+wanted)
				}
			}
			stack = stack[:len(stack)-1]
			continue
		}
		if len(stack) == 0 {
			return append(faults, "a property outside the calendar")
		}
		given := map[string]bool{}
		for param := range strings.SplitSeq(params, ";") {
			key, _, _ := strings.Cut(param, "=")
			if given[key] {
				faults = append(faults, key+" twice in "+line)
			}
			given[key] = true
		}
		has := stack[len(stack)-1].has
		if has[name]++; has[name] > 1 && !repeats[name] {
			faults = append(faults, name+" twice")
		}
		if zone, found := strings.CutPrefix(params, "TZID="); found {
			asked[zone] = true
		}
		if name == "TZID" {
			zones[value] = true
		}
		switch name {
		case "SUMMARY", "DESCRIPTION", "LOCATION":
			bare := strings.NewReplacer(`\\`, "", `\;`, "", `\,`, "", `\n`, "", `\N`, "").Replace(value)
			if strings.ContainsAny(bare, `\;,`) {
				faults = append(faults, "a text that is not escaped: "+value)
			}
		}
	}
	if len(stack) > 0 {
		faults = append(faults, "a component that never ends")
	}
	for zone := range asked {
		if !zones[zone] {
			faults = append(faults, "no zone "+zone)
		}
	}
	return faults
}

// TestCheckSeesFaults makes sure that the rules can fail.
func TestCheckSeesFaults(t *testing.T) {
	t.Parallel()
	good := written(t, Event{UID: "a@localhost", Changed: changed, Begins: changed, Zone: "Europe/Paris", Summary: "a, b"})
	for name, change := range map[string][2]string{
		"line ends": {"\r\n", "\n"}, "no UID": {"UID:a@localhost\r\n", ""}, "not escaped": {`a\, b`, "a, b"},
		"a long line": {"a@localhost", strings.Repeat("a", 80)}, "no zone": {"TZID:Europe/Paris", "TZID:Europe/Rome"},
		"twice": {"SEQUENCE:0", "SEQUENCE:0\r\nSEQUENCE:1"}, "a parameter twice": {"VALUE=DURATION", "VALUE=DURATION;VALUE=DURATION"}, "never ends": {"END:VCALENDAR\r\n", ""},
	} {
		bad := strings.ReplaceAll(good, change[0], change[1])
		if bad == good || len(check(bad)) == 0 {
			t.Errorf("%s: check finds nothing", name)
		}
	}
}
