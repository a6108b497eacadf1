package parse

import (
	"regexp"
	"strings"
)

// home is where the person lives, as far as the CV says.
type home struct {
	street, postal, city, region, country value
	sure                                  float64
}

// postalCode matches the postal codes of the countries whose languages are read
// and of their neighbours: "69003", "D-70173", "3511 AB", "00-950", "1000-001",
// "LS1 4DY", "546 22", "K1A 0B1", "98101-1234", "D02 AF30".
var postalCode = regexp.MustCompile(`^(?:[A-Z]{1,3}-)?(?:\d{4,6}(?:-\d{3,4})?|\d{3} \d{2}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|[A-Z]\d{2} [A-Z\d]{4})$`)

// readHome reads an address in one piece: what stands before the city is the
// street, the code stands beside the city, region and country behind it.
func readHome(f frag) (home, bool) {
	city, ok := cityOf(f)
	if !ok {
		return home{}, false
	}
	h := home{city: value{city}, sure: 0.8}
	h.readBefore(f.sub(0, max(0, city.start-f.start)))
	h.readAfter(f.sub(min(len(f.text), city.end-f.start), len(f.text)))
	return h, true
}

// readBefore takes the street and the postal code from what stands before the
// city.
func (h *home) readBefore(f frag) {
	for from := 0; from < len(f.text); from++ { // the longest code at the end
		if from > 0 && f.text[from-1] != ' ' && f.text[from-1] != ',' {
			continue
		}
		if code := f.sub(from, len(f.text)).tidy(); postalCode.MatchString(code.text) {
			h.postal, f = value{code}, f.sub(0, from)
			break
		}
	}
	if f = f.tidy(); strings.ContainsAny(f.text, "0123456789") || streetLike(f.text) {
		h.street = value{f}
	}
}

// readAfter takes code, region and country from what stands behind the city.
func (h *home) readAfter(f frag) {
	var parts []frag
	for _, part := range splitFrag(f, ",/()") {
		if part = part.tidy(); part.text != "" {
			parts = append(parts, h.takeCode(part)...)
		}
	}
	for i, part := range parts {
		last := i == len(parts)-1
		switch {
		case last && h.isCountry(part.text):
			h.country = value{part}
		case h.region.empty() && (last || h.isCountry(parts[i+1].text)) && h.isRegion(part.text, !last):
			h.region = value{part}
		}
	}
}

// takeCode takes a postal code off either end of a part and returns the rest,
// a code of a country apart.
func (h *home) takeCode(f frag) []frag {
	list := strings.Fields(f.text)
	if h.postal.empty() {
		for n := min(3, len(list)); n > 0; n-- {
			head, tail := strings.Join(list[:n], " "), strings.Join(list[len(list)-n:], " ")
			switch {
			case postalCode.MatchString(head) && strings.HasPrefix(f.text, head):
				h.postal = value{f.sub(0, len(head))}
				f = f.sub(len(head), len(f.text))
			case postalCode.MatchString(tail) && strings.HasSuffix(f.text, tail):
				h.postal = value{f.sub(len(f.text)-len(tail), len(f.text))}
				f = f.sub(0, len(f.text)-len(tail))
			default:
				continue
			}
			break
		}
	}
	if f = f.tidy(); f.text == "" {
		return nil
	}
	if i := strings.LastIndexByte(f.text, ' '); i > 0 && len(f.text)-i == 3 && countryCode(f.text[i+1:]) != "" && countryCode(f.text) == "" {
		return []frag{f.sub(0, i), f.sub(i+1, len(f.text))}
	}
	return []frag{f}
}

// isCountry tells whether a text names a country. Two letters may be a state as
// well ("CA", "DE"): then the city decides, and without it nothing is said.
func (h *home) isCountry(s string) bool {
	code := countryCode(s)
	if at := words().regions[fold(s)]; at != "" && at == words().cityCountry[fold(h.city.text())] {
		return false // "Atlanta, Georgia"
	}
	if code == "" || len(s) > 2 || !h.region.empty() {
		return code != ""
	}
	if !strings.Contains(usStates, " "+s+" ") {
		return true
	}
	return words().cityCountry[fold(h.city.text())] == code
}

// isRegion tells whether a text may be the region that a city lies in; sure says
// that a country follows it.
func (h *home) isRegion(s string, sure bool) bool {
	if strings.Contains(usStates, " "+s+" ") {
		at := words().cityCountry[fold(h.city.text())]
		return sure || !h.postal.empty() || countryCode(s) == "" || at == "US" || at == "CA" || at == "AU"
	}
	if words().regions[fold(s)] != "" {
		return true
	}
	if remoteWords[fold(s)] || len(strings.Fields(s)) > 4 || mayHoldDate(s) || isPrivate(s) || strings.ContainsAny(s, "@:|") {
		return false
	}
	return sure && writtenLikeName(s)
}

// completeHome adds what stands on lines of their own beside the city: the
// street above it, the country below.
func (d *contactData) completeHome(cells []*cell) {
	h := &d.home
	if h.city.empty() {
		return
	}
	at := h.city[0]
	for _, c := range cells {
		drop := (c.box.Y0 - at.box.Y0) / max(c.size, 1)
		if c.page != at.page || c.start() == at.start || drop < -2.5 || drop > 2.5 || c.box.X0 > at.box.X1 || c.box.X1 < at.box.X0-4*c.size {
			continue
		}
		f := c.whole().tidy()
		switch {
		case h.street.empty() && drop < 0.5 && houseNumber(f.text):
			h.street = value{f}
		case h.country.empty() && drop > 0 && len(f.text) > 2 && countryCode(f.text) != "":
			h.country = value{f}
		default:
			continue
		}
		d.used[c.start()] = true
	}
}

// houseNumber tells whether a text is a street with the number of a house and
// no more.
func houseNumber(s string) bool {
	return mayHoldDate(s) && streetLike(s) && !strings.ContainsAny(s, "@:|•·") && !isPhone(s, false) && len(periods(s, false)) == 0 && len(strings.Fields(s)) <= 6
}

// location files the parts of the address.
func (b *builder) location(h *home) {
	const at = "/basics/location/"
	l := &b.reading.Resume.Basics.Location
	l.City = b.put(at+"city", h.city, h.sure)
	l.Address = b.put(at+"address", h.street, h.sure)
	l.PostalCode = b.put(at+"postalCode", h.postal, h.sure)
	l.Region = b.put(at+"region", h.region, h.sure-0.1)
	if l.CountryCode = countryCode(h.country.text()); l.CountryCode != "" {
		b.note(at+"countryCode", h.country, h.sure)
	}
}
