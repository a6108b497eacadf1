package parse

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPositionsAmongTheItems: a file may call the date and the position items of
// a list, like the bullets below them.
func TestPositionsAmongTheItems(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Experience
40 12b Harbour Kitchen
40 10bl March 2015 – June 2019
40 10bl Head Cook
70 10l Cooked for two hundred guests a day
70 10l Trained three apprentices
@gap 8
40 12b Early Oven
40 10bl May 2011 – February 2015
40 10bl Baker
70 10l Baked at night
`)).Resume
	var got []string
	for _, w := range r.Work {
		got = append(got, w.Position+", "+w.Name+": "+w.Highlights[0])
	}
	if diff := cmp.Diff([]string{"Head Cook, Harbour Kitchen: Cooked for two hundred guests a day", "Baker, Early Oven: Baked at night"}, got); diff != "" {
		t.Errorf("Parse of tagged positions (-want +got):\n%s", diff)
	}
}

// TestItemsAreWhole: an item of a tagged list is one skill, however wide its
// blanks are; a colon inside a name parts nothing.
func TestItemsAreWhole(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 13b Skills
40 10l Bread   ovens | 200 10l Menu   planning | 360 10l 1С:Предприятие
`)).Resume
	var got []string
	for _, s := range r.Skills {
		got = append(append(got, s.Name), s.Keywords...)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"1С:Предприятие", "Bread ovens", "Menu planning"}, slices.DeleteFunc(got, func(s string) bool { return s == "" })); diff != "" {
		t.Errorf("Parse of tagged skills (-want +got):\n%s", diff)
	}
}

// TestNamesSetLikeHeadings: where the name of an entry is set like the heading
// above it, no other line of that look becomes a heading by guess.
func TestNamesSetLikeHeadings(t *testing.T) {
	t.Parallel()
	got := headsOf(t, `40 24b Ada Sample
40 10 ada@example.org
@gap 10
40 14b Experience
40 14b Harbour Kitchen Ltd
40 10b Head Cook
40 10 2015 – 2019
60 10 • Cooked for two hundred guests a day
@gap 8
40 14b Townworks Overline
40 10b Cook
40 10 2011 – 2015
60 10 • Looked after the stove
@gap 8
40 14b Education
40 14b Ship School
40 10b Diploma in Catering
40 10 2008 – 2010
`)
	if diff := cmp.Diff([]string{": ", "work: Experience", "education: Education"}, got); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
}

// TestContactBelowTheLastList: telephone and addresses at the very end, under no
// heading, are contact data.
func TestContactBelowTheLastList(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 Cook
@gap 10
40 13b Experience
40 10b Cook, Early Oven | 400 10 2011 – 2014
@gap 10
40 13b Languages
40 10 English, Dutch
@gap 10
40 10 Leeds, Yorkshire | 300 10 ada@example.org
40 10 +44 20 7946 0871 | 300 10 https://ada.example.org
`)).Resume
	if b := r.Basics; b.Location.City != "Leeds" || b.Email != "ada@example.org" || b.URL != "https://ada.example.org" {
		t.Errorf("Parse of contact data at the end = %+v", b)
	}
	if len(r.Languages) != 2 {
		t.Errorf("languages = %+v, want two", r.Languages)
	}
}

// TestLabelsBeforeValues: the word "Address" is no part of a town, and who
// issued a certificate may stand before its name.
func TestLabelsBeforeValues(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"Address", "Dirección", "Διεύθυνση", "Adresse"} {
		r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 ada@example.org | 300 10 `+word+` Leeds, Yorkshire
@gap 10
40 13b Certificates
40 10 2014-02
40 10 Issued by: Society of Ovens
40 11b Bread for many
`)).Resume
		if r.Basics.Location.City != "Leeds" {
			t.Errorf("city after %q = %q, want Leeds", word, r.Basics.Location.City)
		}
		if len(r.Certificates) != 1 || r.Certificates[0].Name != "Bread for many" || r.Certificates[0].Issuer != "Society of Ovens" {
			t.Errorf("certificates = %+v", r.Certificates)
		}
	}
}

// TestYearsAreNoTelephone: a CV without contact data keeps the periods of its
// last section.
func TestYearsAreNoTelephone(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, `40 24b Ada Sample
40 10 Cook
@gap 10
40 13b Experience
40 10b Cook, Early Oven | 400 10 2011 – 2014
@gap 10
40 13b Education
40 10b Ship School
40 10 2004 - 2006
40 10b School of Bread
40 10 2007 - 2010
`)).Resume
	if len(r.Education) != 2 || r.Basics.Phone != "" {
		t.Errorf("Parse = %d schools, telephone %q, want two and none", len(r.Education), r.Basics.Phone)
	}
}
