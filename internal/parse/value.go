package parse

import (
	"strings"

	"jobops/internal/cv"
)

// Period reads a text that is a date or a period and nothing else, in any of the
// languages that CVs are read in: "Sep 2019 – Present". ok is false when it says
// more, or something else.
func Period(text string) (p cv.Period, ok bool) {
	found := periods(text, false)
	if len(found) != 1 {
		return cv.Period{}, false
	}
	f := found[0]
	if letters(text[:f.start])+letters(text[f.end:]) > 0 || mayHoldDate(text[:f.start]+text[f.end:]) {
		return cv.Period{}, false
	}
	return cv.Period{Start: f.from, End: f.to, Current: f.current && strings.TrimSpace(text) != f.from.String()}, true
}

// Country returns the ISO 3166-1 code of a country given by its code or by its
// name in one of the languages that CVs are read in; "" for other texts.
func Country(text string) string { return countryCode(text) }
