package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func (d *contactData) guessPlace(zone []line) {
	for i := range zone {
		near := false
		for j := max(0, i-1); j <= min(i+1, len(zone)-1); j++ {
			for k := range zone[j].cells {
				c := &zone[j].cells[k]
				near = near || d.used[c.start()] && abs(c.baseline-zone[i].baseline()) < 4*c.size
			}
		}
		for k := range zone[i].cells {
			if c := &zone[i].cells[k]; near && (!d.used[c.start()] || strings.ContainsAny(c.text(), "|•·")) && len(c.links) == 0 && c.look().size <= 120 {
				d.guessCity(c)
			}
		}
		if !d.home.city.empty() {
			d.used[zone[i].cells[0].start()] = true
			return
		}
	}
}

func (d *contactData) guessCity(c *cell) {
	for _, f := range splitCell(c, "|•·;") {
		clue := cluesOf(f.text)
		plain := writtenLikeName(strings.ReplaceAll(f.text, ",", "")) && len(strings.Fields(f.text)) <= 4
		if !plain || clue.title+clue.org+clue.school > 0 || headingWord(f.text) != "" || words().labels[fold(f.text)] != "" ||
			d.mailLikeness(f.text) > 0 || isPrivate(f.text) || words().languages[fold(f.text)] != "" {
			continue
		}
		if h, ok := readHome(f); ok {
			h.sure = 0.5
			d.home = h
			return
		}
	}
}

// readPlace takes the place where the person lives.
func (d *contactData) readPlace(cells []*cell, i int) {
	c := cells[i]
	if !d.home.city.empty() {
		return
	}
	for _, f := range splitCell(c, "|•·;–—") {
		f = besideContact(f)
		text := f.text
		name, rest, labelled := strings.Cut(text, ":")
		labelled = labelled && words().labels[fold(name)] == "place"
		if labelled {
			f = f.sub(len(text)-len(rest), len(text)).tidy()
		} else if word, place, ok := strings.Cut(text, " "); ok && words().labels[fold(word)] == "place" && strings.Contains(place, ",") && !startsSmall(place) {
			f, labelled = f.sub(len(word), len(text)).tidy(), true
		}
		labelled = labelled || i > 0 && words().labels[fold(cells[i-1].text())] == "place" && cells[i-1].page == c.page
		if strings.ContainsAny(f.text, "@:") || len(periods(f.text, false)) > 0 && !strings.Contains(f.text, ",") {
			continue
		}
		if d.takePlace(f, labelled, c.icon) {
			d.used[c.start()] = true
			return
		}
	}
}

// besideContact takes telephone and addresses of the net off a list that commas
// part: what stands before them is left, else what stands behind.
func besideContact(f frag) frag {
	reach := func(part frag) bool {
		return strings.ContainsAny(part.text, "@") || strings.Contains(part.text, "://") || isPhone(part.text, false)
	}
	parts := splitFrag(f, ",")
	first := slices.IndexFunc(parts, reach)
	switch {
	case first > 0:
		return f.sub(0, parts[first-1].end-f.start)
	case first < 0:
		return f
	}
	for i := len(parts) - 1; i > 0; i-- {
		if reach(parts[i]) {
			if i+1 < len(parts) {
				return f.sub(parts[i+1].start-f.start, len(f.text))
			}
			break
		}
	}
	return f
}

// takePlace reads the parts of an address: street, code and city, region, country.
func (d *contactData) takePlace(f frag, labelled, icon bool) bool {
	score := placeLike(f.text)
	if !labelled && score < 0.6 && !(icon && score >= 0.3) && !postalForm.MatchString(f.text) {
		return false
	}
	if words().labels[fold(f.text)] != "" || isPhone(f.text, false) {
		return false
	}
	h, ok := readHome(f)
	if ok {
		d.home = h
	}
	return ok
}

var postalForm = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?\d{4,5}(?: [A-Z]{2})? \p{Lu}[\p{L}\- ]+$|^\p{Lu}[\p{L}\- ]+,? (?:[A-Z]{2} )?\d{5}$|^\d{2}-\d{3} \p{Lu}`)

// cityOf picks the city out of an address.
func cityOf(f frag) (frag, bool) {
	var rest []frag
	for _, part := range splitFrag(f, ",/()") {
		bare := part
		if s := stripPostal(part.text); s != part.text && s != "" {
			at := strings.Index(part.text, s)
			if at < 0 {
				continue
			}
			bare = part.sub(at, at+len(s))
		}
		bare = bare.tidy()
		if letters(bare.text) < 2 || streetLike(part.text) {
			continue
		}
		rest = append(rest, bare)
	}
	for i, part := range rest {
		region := i > 0 && words().regions[fold(part.text)] != ""
		if isCity(part.text) && !region && countryCode(part.text) == "" && len(part.text) > 2 {
			return part, true
		}
	}
	for _, part := range rest {
		if bare := dropCodes(part); bare.text != part.text && isCity(bare.text) {
			return bare, true
		}
		if list := strings.Fields(part.text); len(list) == 2 && countryCode(list[1]) != "" && len(list[1]) == 2 {
			return part.sub(0, len(list[0])), true
		}
		if countryCode(part.text) == "" && len(part.text) > 2 && !remoteWords[fold(part.text)] && unicode.IsUpper([]rune(part.text)[0]) && len(strings.Fields(part.text)) <= 4 {
			return part, true
		}
	}
	for _, part := range rest {
		if len(part.text) > 2 && words().cityCountry[fold(part.text)] != "" {
			return part, true // a city with the name of a country: Granada, Luxembourg
		}
	}
	return frag{}, false
}

// streetLike tells whether a part of an address is street and number.
func streetLike(s string) bool {
	f := fold(s)
	if streetForm.MatchString(f) {
		return true
	}
	return houseForm.MatchString(s)
}

// houseForm is a number at the end of a street: "Musterweg 3", "Via Prova 12b".
var houseForm = regexp.MustCompile(`\pL\S* \d{1,4}[a-zA-Z]?$`)

var streetForm = regexp.MustCompile(`\b(street|st|road|rd|avenue|ave|lane|drive|blvd|boulevard|rue|allee|chemin|place de|impasse|quai|strasse|str|weg|platz|gasse|calle|plaza|paseo|avenida|via|viale|corso|piazza|rua|travessa|praca|straat|laan|plein|gracht|ulica|ul|al|aleja|οδος|λεωφορος|ул|улица|проспект|пр)\b|strasse$|strasse |straat |weg \d|gasse \d|laan \d`)

// splitCell cuts a cell at the given signs.
func splitCell(c *cell, signs string) []frag {
	var out []frag
	for _, f := range c.chips() {
		out = append(out, splitFrag(f, signs)...)
	}
	return out
}

// splitFrag cuts a fragment at the given signs and at " / "; blanks and separators at the
// ends of the parts go.
func splitFrag(f frag, signs string) []frag {
	var out []frag
	from := 0
	for i, r := range f.text {
		apart := r == '/' && strings.HasPrefix(f.text[max(0, i-1):], " / ")
		if apart || strings.ContainsRune(signs, r) {
			if part := f.sub(from, i); part.text != "" {
				out = append(out, part)
			}
			from = i + len(string(r))
		}
	}
	if part := f.sub(from, len(f.text)); part.text != "" {
		out = append(out, part)
	}
	return out
}

// dropCodes takes codes off the end of a place: "Boston MA US", "Utrecht 3511
// AB NL".
func dropCodes(f frag) frag {
	for {
		i := strings.LastIndexByte(f.text, ' ')
		if i < 0 {
			return f
		}
		last := f.text[i+1:]
		code := len(last) == 2 && last == strings.ToUpper(last)
		if !code && !strings.ContainsAny(last, "0123456789") {
			return f
		}
		f = f.sub(0, i)
	}
}
