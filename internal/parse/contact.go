package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"jobops/internal/document"
)

// contactData is who the person is and how to reach them.
type contactData struct {
	name, email, phone, url value
	nameSure                float64
	home                    home
	profiles                []profileData
	mail                    []int        // offsets of the parts of the e-mail address
	used                    map[int]bool // offsets of cells that gave a value
}

type profileData struct {
	network, username, url value
	link                   string // the address behind a label that shows none
}

// shown is what the page shows of a profile whose address lies behind it.
func (p profileData) shown() frag {
	if p.username.empty() {
		return p.network[0]
	}
	return p.username[0]
}

var (
	emailForm = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}`)
	phoneForm = regexp.MustCompile(`[+(]?[0-9(][0-9 ().\-/\x{00a0}\x{2011}]{5,22}[0-9]`)
	urlForm   = regexp.MustCompile(`(?i)(?:https?://)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}\-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:/[^\s,;|()<>]*)?`)
	userForm  = regexp.MustCompile(`(?i)^(?:in|company|u|users)/[\p{L}\p{N}_\-.]+$|^@[\p{L}\p{N}_\-.]{2,}$`)
)

// readContact reads the person from the cells of the header and of contact
// sections; all is the whole document, where an address may hide.
func readContact(zone, all []line, p profile) contactData {
	d := contactData{used: map[int]bool{}}
	cells := public(flatten(zone))
	d.email = findEmail(cells)
	if d.email.empty() {
		d.email = findEmail(public(flatten(all)))
	}
	for _, f := range d.email {
		d.mail = append(d.mail, f.start)
	}
	for i := range cells {
		d.readCell(cells, i)
	}
	if d.phone.empty() {
		d.phone = d.findPhone(public(flatten(all)), true)
	}
	if d.home.city.empty() {
		d.guessPlace(zone)
	}
	d.completeHome(cells)
	return d
}

// public leaves out the cells of private data: a label with its value, or the
// value beside its label.
func public(cells []*cell) []*cell {
	var out []*cell
	for i, c := range cells {
		beside := i > 0 && isPrivate(strings.TrimRight(cells[i-1].text(), " :")) && sameBaseline(cells[i-1], c)
		if !beside && !isPrivate(c.text()) {
			out = append(out, c)
		}
	}
	return out
}

// flatten lists the cells of some lines.
func flatten(lines []line) []*cell {
	var out []*cell
	for i := range lines {
		for j := range lines[i].cells {
			out = append(out, &lines[i].cells[j])
		}
	}
	return out
}

// findEmail returns the first e-mail address. One that a narrow column broke in
// two is put together with the cell below.
func findEmail(cells []*cell) value {
	for i, c := range cells {
		text := c.text()
		at := strings.IndexByte(text, '@')
		if at < 0 {
			continue
		}
		m := emailForm.FindStringIndex(text)
		below := cellBelow(cells, i)
		if below != nil && (m == nil || m[1] >= len(strings.TrimRight(text, " ."))) {
			if v, ok := brokenEmail(c, below, m != nil); ok {
				return v
			}
		}
		if m != nil {
			return value{c.frag(m[0], m[1])}
		}
	}
	return nil
}

// cellBelow is the next cell of the same column and look right below.
func cellBelow(cells []*cell, i int) *cell {
	c := cells[i]
	for _, n := range cells[i+1 : min(i+4, len(cells))] {
		drop := n.baseline - c.baseline
		if n.page == c.page && drop > 0 && drop < 2.2*c.size && n.box.X0 < c.box.X1 && n.box.X1 > c.box.X0-c.size && !n.icon {
			return n
		}
	}
	return nil
}

// brokenEmail joins the two halves of an address: when the first alone is none,
// or when a link over them says so.
func brokenEmail(a, b *cell, whole bool) (value, bool) {
	at := strings.LastIndexByte(a.text(), ' ') + 1
	first := a.frag(at, len(a.text()))
	rest := b.text()
	if i := strings.IndexByte(rest, ' '); i >= 0 {
		rest = rest[:i]
	}
	joined := first.text + rest
	if m := emailForm.FindString(joined); m != joined {
		return nil, false
	}
	linked := slices.ContainsFunc(a.links, func(l document.Link) bool {
		return strings.EqualFold(strings.TrimPrefix(l.URL, "mailto:"), joined)
	})
	ending := strings.ToLower(joined[strings.LastIndexByte(joined, '.')+1:])
	broken := strings.HasSuffix(first.text, ".") || strings.HasPrefix(rest, ".") || width(rest) <= 2 && rest == b.text()
	if whole && !linked && !(broken && hostEndings[ending] && b.look() == a.look() && !b.icon) {
		return nil, false
	}
	return value{first, b.frag(0, len(rest))}, true
}

// readCell takes phone, links and place from one cell.
func (d *contactData) readCell(cells []*cell, i int) {
	c := cells[i]
	text := c.text()
	if isPrivate(text) {
		d.used[c.start()] = true
		return
	}
	if strings.Contains(text, "@") && emailForm.MatchString(text) {
		d.used[c.start()] = true
	}
	if len(d.mail) > 1 && slices.Contains(d.mail[1:], c.start()) {
		d.used[c.start()] = true
		return // the second half of an address
	}
	if d.phone.empty() {
		d.phone = d.findPhone(cells[i:i+1], false)
	}
	d.readLinks(cells, i)
	d.readPlace(cells, i)
}

// findPhone returns the first telephone number; strict asks for a valid one or
// a "+" in front, for places where other numbers abound.
func (d *contactData) findPhone(cells []*cell, strict bool) value {
	for _, c := range cells {
		text := c.text()
		if !mayHoldDate(text) {
			continue
		}
		for _, m := range phoneForm.FindAllStringIndex(text, -1) {
			number := text[m[0]:m[1]]
			if inAddress(text, m[0]) || !isPhone(number, strict) {
				continue
			}
			d.used[c.start()] = true
			return value{c.frag(m[0], m[1])}
		}
	}
	return nil
}

func isPhone(number string, strict bool) bool {
	digits := 0
	for _, r := range number {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if postCode.MatchString(number) {
		return false
	}
	if digits < 7 || digits > 15 {
		return false
	}
	if strings.HasPrefix(number, "+") || strings.HasPrefix(number, "00") {
		return true
	}
	for _, p := range periods(number, false) {
		if p.ranged || p.from.Month != 0 {
			return false
		}
	}
	for _, region := range phoneRegions {
		n, err := phonenumbers.Parse(number, region)
		if err == nil && (phonenumbers.IsValidNumber(n) || !strict && digits >= 8 && phonenumbers.IsPossibleNumber(n)) {
			return true
		}
	}
	return false
}

// inAddress tells whether the word that byte i of a text stands in is a web
// address: its numbers are no telephone's.
func inAddress(text string, i int) bool {
	return strings.Contains(text[strings.LastIndexByte(text[:i], ' ')+1:i], "://")
}

// postCode is a post code with a hyphen: of Portugal, Brazil, the United States.
var postCode = regexp.MustCompile(`^(?:\d{4}-\d{3}|\d{5}-\d{3,4})$`)

// phoneRegions are tried for a number without a country code.
var phoneRegions = []string{"US", "FR", "DE", "ES", "IT", "PT", "NL", "PL", "GR", "RU", "GB", "BE", "CH", "AT", "BR", "MX"}

// isPrivate tells whether a text begins with the label of a datum that is not
// read: birth date, nationality, marital status and their like.
func isPrivate(text string) bool {
	for _, cut := range []string{":", " – ", " - ", "\t"} {
		if name, _, ok := strings.Cut(text, cut); ok && words().private[fold(name)] {
			return true
		}
	}
	if first, rest, ok := strings.Cut(text, " "); ok && words().private[fold(first)] && mayHoldDate(rest) {
		return true // "DNI 12345678Z"
	}
	return words().private[fold(text)] || bornForm.MatchString(fold(text))
}

var bornForm = regexp.MustCompile(`^(born|nee? le|geboren|geb|nacid[oa]|nat[oa] il|nascid[oa]|urodzon[ya]|γεννηθ|родил)`)
