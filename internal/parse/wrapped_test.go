package parse

import (
	"slices"
	"testing"
)

// TestWrappedItems: the rest of a list item is text of that item, also when its
// first line is short, and when the rest begins with a capital or a year.
func TestWrappedItems(t *testing.T) {
	t.Parallel()
	spec := "60 20b A Person\n60 10 a@example.org\n60 14b Work Experience\n60 10b Ward Leader | 440 10 May 2015 – Jun 2019\n60 10 Hazel Clinic\n" +
		"@gap 3\n60 10 • | 71 10 Led the long round, all the way to the\n71 10 Coast and back\n" +
		"@gap 3\n60 10 • | 71 10 Wrote the handbook of the house, which it has used in every ward and in every shift since\n71 10 2016 and still does\n" +
		"@gap 3\n60 10 • | 71 10 Kept the rota"
	got := Parse(sheetOf(t, spec)).Resume.Work
	want := []string{
		"Led the long round, all the way to the Coast and back",
		"Wrote the handbook of the house, which it has used in every ward and in every shift since 2016 and still does",
		"Kept the rota",
	}
	if len(got) != 1 || !slices.Equal(got[0].Highlights, want) {
		t.Errorf("Parse gives %+v, want one position with %q", got, want)
	}
}

// TestNamesThatLookLikeMore: a part of an address is no page, the legal form of
// an employer no place, a particle without its vowel no word, the number at the
// end of a title no day.
func TestNamesThatLookLikeMore(t *testing.T) {
	t.Parallel()
	r := Parse(sheetOf(t, "60 20b Zoe d’Exemple\n60 12 Baker\n60 10 zoe.no1@example.org\n60 14b Work Experience\n"+
		"60 10b Baker | 440 10 2015 – 2019\n60 10 Early Oven, S.A. · Lisboa\n72 10 • Baked\n60 10b Helper | 440 10 2011 – 2014\n60 10 Late Oven, Lda. · Porto\n72 10 • Helped\n"+
		"60 14b Certificates\n60 10b Food Safety Level 3 | 440 10 May 2020\n60 10 Sample Institute")).Resume
	if r.Basics.Name != "Zoe d’Exemple" || r.Basics.URL != "" || len(r.Basics.Profiles) > 0 {
		t.Errorf("Parse gives %+v, want the name and no page", r.Basics)
	}
	if len(r.Work) != 2 || r.Work[0].Name != "Early Oven, S.A." || r.Work[1].Name != "Late Oven, Lda." {
		t.Errorf("Parse gives %+v, want employers with their legal form", r.Work)
	}
	if c := r.Certificates; len(c) != 1 || c[0].Name != "Food Safety Level 3" || c[0].Date.Day != 0 {
		t.Errorf("Parse gives %+v, want Level 3 of May 2020", c)
	}
}
