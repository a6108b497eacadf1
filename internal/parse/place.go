package parse

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// loadPlaces fills countries from the names that CLDR gives them in the ten
// languages, and cities from the lexicon.
func (l *lexicon) loadPlaces() {
	tags := []language.Tag{language.English, language.French, language.German, language.Spanish,
		language.Italian, language.Portuguese, language.Dutch, language.Polish, language.Greek, language.Russian}
	var namers []display.Namer
	for _, tag := range tags {
		namers = append(namers, display.Regions(tag))
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !region.IsCountry() || region.Canonicalize() != region {
				continue
			}
			for _, namer := range namers {
				if name := fold(namer.Name(region)); len(name) > 2 {
					l.countries[name] = region.String()
				}
			}
		}
	}
	for name, code := range map[string]string{"uk": "GB", "usa": "US", "u s a": "US", "рф": "RU", "czech republic": "CZ", "holland": "NL", "u k": "GB", "uae": "AE"} {
		l.countries[name] = code
	}
	for _, row := range table("regions") {
		for _, name := range forms(row[1]) {
			l.regions[name], l.places[name] = row[0], true
		}
	}
	for _, row := range table("cities") {
		for _, name := range forms(row[1]) {
			l.places[name] = true
			if l.cityCountry[name] == "" {
				l.cityCountry[name] = row[0]
			}
		}
	}
}

// usStates are the postal codes of the states of the USA and the provinces of
// Canada, which stand after a city.
const usStates = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC ON QC BC AB MB NS NB SK NL PE NSW VIC QLD "

// placeName tells whether a text is, as a whole, a known country, city or
// region, or the code of one.
func placeName(s string) bool {
	s = strings.TrimSpace(s)
	return countryCode(s) != "" || isCity(s) || strings.Contains(usStates, " "+s+" ")
}

func isCity(s string) bool {
	f := fold(s)
	return f != "" && words().places[f]
}

// countryCode returns the ISO 3166 code of a country given by name, or by code
// in capitals; "" when it is none.
func countryCode(s string) string {
	s = strings.TrimSpace(s)
	if len(s) == 2 && s == strings.ToUpper(s) {
		region, err := language.ParseRegion(s)
		if err == nil && region.IsCountry() {
			return region.String()
		}
		return ""
	}
	return words().countries[fold(s)]
}

// remoteWords stand in the place of a place.
var remoteWords = setOf([]string{"remote", "teletravail", "homeoffice", "home office", "remoto", "a distance", "da remoto", "zdalnie", "thuiswerk", "удаленно", "εξ αποστασεως", "hybrid", "hybride", "on site", "onsite"})

// placeLike tells how much a text looks like a place, 0..1: known names, codes
// of countries, "City, Region" and postal codes.
func placeLike(s string) float64 {
	s = strings.Trim(s, " ,;()·•|")
	if s == "" || width(s) > 60 || strings.ContainsAny(s, "@:!?") {
		return 0
	}
	if remoteWords[fold(s)] {
		return 0.9
	}
	if first, _, many := strings.Cut(s, ","); many && len(strings.TrimSpace(first)) == 2 {
		return 0 // "BS, Physics"
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '/' || r == '(' || r == ')' || r == '•' || r == '·' })
	known, blank := 0, 0
	for _, p := range parts {
		p = strings.TrimSpace(stripPostal(p))
		switch {
		case p == "":
			blank++
		case placeName(p), remoteWords[fold(p)]:
			known++
		}
	}
	n := len(parts) - blank
	if n == 0 {
		return 0
	}
	score := float64(known) / float64(n)
	if n == 1 && known == 0 {
		return lastWordPlace(parts[0])
	}
	if score >= 0.5 && len(parts) <= 4 {
		return 0.6 + 0.4*score
	}
	return score * 0.5
}

// lastWordPlace scores "Rivertown US" and "44000 Nantes".
func lastWordPlace(s string) float64 {
	list := strings.Fields(stripPostal(s))
	n := len(list)
	if n >= 2 && n <= 4 && countryCode(list[n-1]) != "" && (n == 2 || len(list[n-1]) == 2) && words().schools.count(fold(s)) == 0 {
		return 0.7
	}
	return 0
}

// stripPostal removes words with digits from either end: "75011 Paris",
// "Utrecht 3511 AB" keeps "Utrecht".
func stripPostal(s string) string {
	list := strings.Fields(s)
	for len(list) > 0 && strings.ContainsAny(list[0], "0123456789") {
		list = list[1:]
		if len(list) > 1 && len(list[0]) == 2 && list[0] == strings.ToUpper(list[0]) {
			list = list[1:] // the letters of a Dutch or British code
		}
	}
	for len(list) > 1 && strings.ContainsAny(list[len(list)-1], "0123456789") {
		list = list[:len(list)-1]
	}
	return strings.Join(list, " ")
}
