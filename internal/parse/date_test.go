package parse

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/civil"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	day := func(y, m, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }
	tests := []struct {
		text     string
		from, to civil.Date
		current  bool
	}{
		{"Mar 2019 – Present", day(2019, 3, 0), civil.Date{}, true},
		{"Sept. 2014 - Feb. 2019", day(2014, 9, 0), day(2019, 2, 0), false},
		{"Mar, 2021 - Present", day(2021, 3, 0), civil.Date{}, true},
		{"June 01, 2018", day(2018, 6, 1), civil.Date{}, false},
		{"since 2018", day(2018, 0, 0), civil.Date{}, true},
		{"2018-05 —", day(2018, 5, 0), civil.Date{}, true},
		{"2019-01-01 — 2020-06-30", day(2019, 1, 1), day(2020, 6, 30), false},
		{"03/2017 to 04/2018", day(2017, 3, 0), day(2018, 4, 0), false},
		{"01.02.2015–28.02.2016", day(2015, 2, 1), day(2016, 2, 28), false},
		{"2014/15", day(2014, 0, 0), day(2015, 0, 0), false},
		{"2014-16", day(2014, 0, 0), day(2016, 0, 0), false},
		{"Mar – Jun 2019", day(2019, 3, 0), day(2019, 6, 0), false},
		{"Jan '19 - Feb '20", day(2019, 1, 0), day(2020, 2, 0), false},
		{"Spring 2019", day(2019, 0, 0), civil.Date{}, false},
		{"depuis avril 2018", day(2018, 4, 0), civil.Date{}, true},
		{"de 2012 à 2014", day(2012, 0, 0), day(2014, 0, 0), false},
		{"09/2018 – aujourd’hui", day(2018, 9, 0), civil.Date{}, true},
		{"1er juin 2018", day(2018, 6, 1), civil.Date{}, false},
		{"seit 10/2017", day(2017, 10, 0), civil.Date{}, true},
		{"März 2012 bis Mai 2014", day(2012, 3, 0), day(2014, 5, 0), false},
		{"Oktober 2016 - heute", day(2016, 10, 0), civil.Date{}, true},
		{"abril de 2015 – actualidad", day(2015, 4, 0), civil.Date{}, true},
		{"gen. 2017 – oggi", day(2017, 1, 0), civil.Date{}, true},
		{"fevereiro de 2016 a maio de 2019", day(2016, 2, 0), day(2019, 5, 0), false},
		{"mrt. 2015 – heden", day(2015, 3, 0), civil.Date{}, true},
		{"od marca 2018 do dziś", day(2018, 3, 0), civil.Date{}, true},
		{"paźdz. 2009 – czerwiec 2014", day(2009, 10, 0), day(2014, 6, 0), false},
		{"Μάρ. 2016 – σήμερα", day(2016, 3, 0), civil.Date{}, true},
		{"с сентября 2014 г. по май 2018 г.", day(2014, 9, 0), day(2018, 5, 0), false},
		{"июнь 2018 – по настоящее время", day(2018, 6, 0), civil.Date{}, true},
	}
	for _, test := range tests {
		got := periods(test.text, false)
		if len(got) != 1 || got[0].from != test.from || got[0].to != test.to || got[0].current != test.current {
			t.Errorf("periods(%q) = %+v, want %v to %v, current %v", test.text, got, test.from, test.to, test.current)
		}
	}
}

func TestPeriodsFindsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "no digits", "ISO 9001", "+33 1 99 00 12 34", "2 500 guests", "24/7 support", "$2000 saved",
		"Windows 10", "99.99 %", "30.02.2015", "v2020", "12345", "3-4 people",
	} {
		if got := periods(text, false); len(got) != 0 {
			t.Errorf("periods(%q) = %+v, want none", text, got)
		}
	}
}

func TestPeriodsOrderOfDayAndMonth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text       string
		monthFirst bool
		want       civil.Date
	}{
		{"6/1/2018", true, civil.Date{Year: 2018, Month: 6, Day: 1}},
		{"6/1/2018", false, civil.Date{Year: 2018, Month: 1, Day: 6}},
		{"16/1/2018", true, civil.Date{Year: 2018, Month: 1, Day: 16}},
		{"6.1.2018", true, civil.Date{Year: 2018, Month: 1, Day: 6}},
		{"1/16/2018", false, civil.Date{Year: 2018, Month: 1, Day: 16}},
	}
	for _, test := range tests {
		got := periods(test.text, test.monthFirst)
		if len(got) != 1 || got[0].from != test.want {
			t.Errorf("periods(%q, %v) = %+v, want %v", test.text, test.monthFirst, got, test.want)
		}
	}
}

// TestPeerDefect03_PrecisionSurvives writes dates in every form of the month
// tables, with dots and without, and reads them back as precise as they were.
func TestPeerDefect03_PrecisionSurvives(t *testing.T) {
	t.Parallel()
	rows := table("months")
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SampledFrom(rows).Draw(t, "month")
		name := rapid.SampledFrom(strings.Split(row[2], "|")).Draw(t, "form")
		year := rapid.IntRange(1950, 2049).Draw(t, "year")
		month := words().months[fold(name)]
		dot := rapid.SampledFrom([]string{"", "."}).Draw(t, "dot")
		forms := map[string]civil.Date{
			fmt.Sprintf("%d", year):                  {Year: year},
			fmt.Sprintf("%s%s %d", name, dot, year):  {Year: year, Month: month},
			fmt.Sprintf("%02d/%d", month, year):      {Year: year, Month: month},
			fmt.Sprintf("%d-%02d", year, month):      {Year: year, Month: month},
			fmt.Sprintf("17 %s %d", name, year):      {Year: year, Month: month, Day: 17},
			fmt.Sprintf("%d-%02d-17", year, month):   {Year: year, Month: month, Day: 17},
			fmt.Sprintf("17.%02d.%d", month, year):   {Year: year, Month: month, Day: 17},
			fmt.Sprintf("%s%s, %d", name, dot, year): {Year: year, Month: month},
		}
		for text, want := range forms {
			got := periods(text, false)
			if len(got) != 1 || got[0].from != want {
				t.Fatalf("periods(%q) = %+v, want %v", text, got, want)
			}
			if got[0].start != 0 || got[0].end != len(text) {
				t.Fatalf("periods(%q) covers %d to %d, want all %d bytes", text, got[0].start, got[0].end, len(text))
			}
		}
	})
}

func TestYearTiedToTheNameOfAMonth(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]period{
		"2020-Feb":            {from: civil.Date{Year: 2020, Month: 2}},
		"2016-Jun - 2020-Jan": {from: civil.Date{Year: 2016, Month: 6}, to: civil.Date{Year: 2020, Month: 1}, ranged: true},
		"2016 - Jan 2020":     {from: civil.Date{Year: 2016}, to: civil.Date{Year: 2020, Month: 1}, ranged: true},
	} {
		got := periods(text, false)
		if len(got) != 1 || got[0].from != want.from || got[0].to != want.to || got[0].ranged != want.ranged {
			t.Errorf("periods(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// TestPresentWords reads every word for "still there" after a date.
func TestPresentWords(t *testing.T) {
	t.Parallel()
	for _, row := range table("present") {
		for form := range strings.SplitSeq(row[1], "|") {
			text := "03/2018 – " + form
			got := periods(text, false)
			if len(got) != 1 || !got[0].current {
				t.Errorf("periods(%q) = %+v, want a running period", text, got)
			}
		}
	}
}
