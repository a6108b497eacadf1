package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNewspaperColumns has two columns as wide as each other: the entry that the
// first one breaks off goes on at the top of the second. What stands there above
// all headings, beside the name, belongs to no entry.
func TestNewspaperColumns(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample | 480 10 ada@example.org
40 10 Cook | 500 10 Leeds
@gap 10
40 13b Profile | 310 10 Head Cook
40 10 A cook who likes soups of all kinds and | 325 10 • Cooked for two hundred guests a day
40 10 writes down what went into every one of | 325 10 • Trained three apprentices
@gap 8
40 13b Experience | 310 13b Education
40 10b Harbour Kitchen | 200 10 2015 – 2019 | 310 10b Ship School | 500 10 2008 – 2010
40 10 Cook | 310 10 Diploma in Catering
55 10 • Wrote the menu of every season | 310 13b Languages
55 10 • Bought the fish at the quay | 310 10 English, Dutch
40 10b Early Oven | 200 10 2011 – 2014
`))
	var got []string
	for _, w := range r.Resume.Work {
		got = append(got, w.Position+", "+w.Name)
	}
	if diff := cmp.Diff([]string{"Cook, Harbour Kitchen", "Head Cook, Early Oven"}, got); diff != "" {
		t.Errorf("Parse of two equal columns (-want +got):\n%s\n%s", diff, r.Text)
	}
	if city := r.Resume.Basics.Location.City; city != "Leeds" {
		t.Errorf("Parse of a place above the second column gives the city %q, want Leeds", city)
	}
	checkEvidence(t, r)
}

func TestContactInOneLine(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"Leeds, +44 20 7946 0871, ada@example.org", "+44 20 7946 0871, ada@example.org, Leeds", "Leeds | +44 20 7946 0871 | ada@example.org | https://ada.example.org/1234567",
	} {
		b := Parse(sheetOf(t, "40 24b Ada Sample\n40 10 Cook\n40 10 "+strings.ReplaceAll(row, " | ", " • ")+"\n@gap 10\n40 13b Experience\n40 10b Cook, Early Oven | 400 10 2011 – 2014\n")).Resume.Basics
		if b.Location.City != "Leeds" || b.Phone != "+44 20 7946 0871" || b.Email != "ada@example.org" {
			t.Errorf("Parse(%q) = %q, %q, %q", row, b.Location.City, b.Phone, b.Email)
		}
	}
}

func TestTownsNobodyKnows(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Experience
40 10b Cook | 400 10 2015 – 2019
40 10 Harbour Kitchen, Little Quayside, UK
40 10b Baker | 400 10 2011 – 2014
40 10 Early Oven Ltd, Upper Sampleford, UK
`)).Resume
	var got []string
	for _, w := range r.Work {
		got = append(got, w.Name+" in "+w.Location)
	}
	want := []string{"Harbour Kitchen in Little Quayside, UK", "Early Oven Ltd in Upper Sampleford, UK"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse of unknown towns (-want +got):\n%s", diff)
	}
}

func TestIssuersInBrackets(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Certificates
40 10 Certified Sample Baker (CSB)
40 10 Forklift Licence ()
40 10 First Aid at Work (Sample Guild of Cooks)
`)).Resume
	long := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Certificates
40 10 • Advanced Practitioner in the Long Art of Slow and Patient Soup Making, Royal Guild of Sample Cooks (May 2018)
`)).Resume
	var got []string
	for _, c := range append(r.Certificates, long.Certificates...) {
		got = append(got, c.Name+" / "+c.Issuer+" / "+c.Date.String())
	}
	want := []string{"Certified Sample Baker (CSB) /  / ", "Forklift Licence /  / ", "First Aid at Work / Sample Guild of Cooks / ",
		"Advanced Practitioner in the Long Art of Slow and Patient Soup Making / Royal Guild of Sample Cooks / 2018-05"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse of issuers (-want +got):\n%s", diff)
	}
}

// TestBarsPartHeads: a bar in the head of every entry parts its fields; one in a
// single title does not.
func TestBarsPartHeads(t *testing.T) {
	t.Parallel()
	head := "40 24b Ada Sample\n40 10 ada@example.org\n@gap 10\n40 13b Experience\n"
	for rows, want := range map[string][]string{
		"40 10b Harbour Kitchen / Cook\n40 10 2015 – 2019\n40 10b Early Oven / Baker\n40 10 2011 – 2014\n":       {"Cook, Harbour Kitchen", "Baker, Early Oven"},
		"40 10b Cook / Baker, Harbour Kitchen\n40 10 2015 – 2019\n40 10b Baker, Early Oven\n40 10 2011 – 2014\n": {"Cook / Baker, Harbour Kitchen", "Baker, Early Oven"},
	} {
		var got []string
		for _, w := range Parse(sheetOf(t, head+rows)).Resume.Work {
			got = append(got, w.Position+", "+w.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", rows, diff)
		}
	}
}

// TestPeriodsTheEdgeBroke: the end of a period stands on the next line.
func TestPeriodsTheEdgeBroke(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Experience
40 10b Chief Cook
40 10 Harbour Kitchen | 160 10 Leeds, September 2019 –
40 10 Present
55 10 • Cooked for two hundred guests a day
40 10b Cook
40 10 Early Oven of the Whole Upper Town, Leeds, September 2012 –
40 10 April 2018
55 10 • Baked rye bread
40 10b Apprentice
40 10 Long Name Hotel and Restaurant, Leeds, October 2010
40 10 – August 2012
55 10 • Peeled potatoes
`))
	var got []string
	for _, w := range r.Resume.Work {
		got = append(got, w.Position+" "+w.Start.String()+" to "+w.End.String()+" "+w.Highlights[0])
	}
	want := []string{"Chief Cook 2019-09 to  Cooked for two hundred guests a day", "Cook 2012-09 to 2018-04 Baked rye bread", "Apprentice 2010-10 to 2012-08 Peeled potatoes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse of broken periods (-want +got):\n%s\n%s", diff, r.Text)
	}
	checkEvidence(t, r)
}
