package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// contactData is who the person is and how to reach them.
type contactData struct {
	name, label, email, phone, url, city value
	nameSure                             float64
	country, postal, region, street      value
	profiles                             []profileData
	used                                 map[int]bool // offsets of cells that gave a value
}

type profileData struct {
	network, username, url value
	link                   string // the address behind a label that shows none
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
	cells := flatten(zone)
	d.email = findEmail(cells)
	if d.email.empty() {
		d.email = findEmail(flatten(all))
	}
	for i := range cells {
		d.readCell(cells, i)
	}
	if d.phone.empty() {
		d.phone = d.findPhone(flatten(all), true)
	}
	return d
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
		if below != nil && (m == nil || m[1] == len(strings.TrimRight(text, " "))) {
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
	linked := slices.ContainsFunc(a.links, func(l string) bool {
		return strings.EqualFold(strings.TrimPrefix(l, "mailto:"), joined)
	})
	if whole && !linked {
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
		if strings.Contains(text, "://") || !mayHoldDate(text) {
			continue
		}
		for _, m := range phoneForm.FindAllStringIndex(text, -1) {
			number := text[m[0]:m[1]]
			if !isPhone(number, strict) {
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

// phoneRegions are tried for a number without a country code.
var phoneRegions = []string{"US", "FR", "DE", "ES", "IT", "PT", "NL", "PL", "GR", "RU", "GB", "BE", "CH", "AT", "BR", "MX"}

// readLinks takes addresses and names of profiles from a cell.
func (d *contactData) readLinks(cells []*cell, i int) {
	c := cells[i]
	text := c.text()
	found := false
	for _, m := range urlForm.FindAllStringIndex(text, -1) {
		if m[0] > 0 && text[m[0]-1] == '@' || m[1] < len(text) && text[m[1]] == '@' {
			continue
		}
		s := strings.TrimRight(text[m[0]:m[1]], ".,;:")
		if !isAddress(s) {
			continue
		}
		v := value{c.frag(m[0], m[0]+len(s))}
		if below := cellBelow(cells, i); below != nil && m[1] == len(text) {
			v = continueAddress(v, c, below)
		}
		found = true
		d.addAddress(v, networkBefore(text[:m[0]]))
	}
	if found {
		d.used[c.start()] = true
		return
	}
	d.readUser(cells, i)
}

// continueAddress adds the rest of an address that a narrow column broke.
func continueAddress(v value, c, below *cell) value {
	rest := below.text()
	first := v[0].text
	if headingWord(rest) != "" || strings.ContainsAny(rest, " @") || strings.Contains(rest, "://") || rest == "" {
		return v
	}
	linked := slices.ContainsFunc(c.links, func(l string) bool {
		return bareAddress(l) == bareAddress(first+rest)
	})
	if linked || strings.HasSuffix(first, "-") || strings.HasSuffix(first, "/") && !isAddress(rest) {
		return append(v, below.whole())
	}
	return v
}

// addressText joins an address from its fragments.
func addressText(v value) string {
	s := ""
	for _, f := range v {
		s += f.text
	}
	return s
}

// bareAddress is an address without scheme, "www." and trailing slash.
func bareAddress(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, prefix := range []string{"https://", "http://", "www."} {
		s = strings.TrimPrefix(s, prefix)
	}
	return strings.TrimRight(s, "/")
}

// isAddress tells whether a text that has the form of a host is one: "Node.js",
// "B.Sc" and "e.g" have it, too.
func isAddress(s string) bool {
	if strings.Contains(s, "://") || strings.HasPrefix(strings.ToLower(s), "www.") {
		return true
	}
	host, path, _ := strings.Cut(s, "/")
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 || !isASCII(host[dot+1:]) {
		return dot > 0 && strings.HasSuffix(host, ".рф")
	}
	ending := strings.ToLower(host[dot+1:])
	if path != "" {
		return len(ending) >= 2
	}
	return hostEndings[ending] && len(host[:dot]) > 2 && host[dot+1:] == ending
}

// hostEndings are the top-level domains that are believed without a scheme.
var hostEndings = setOf(strings.Fields("com org net io dev me info eu uk de fr es it pt nl pl gr ru be ch at br us ca au nz ie se no dk fi cz sk hu ro bg hr si rs lt lv ee lu mx ar cl co in jp cn app tech xyz site online blog page cloud design studio art name pro biz example edu gov int test cat paris berlin eus academy works space website codes software engineer gr cy tv cc ai gg sh so to fyi"))

// networks are the hosts of public profiles.
var networks = map[string]string{
	"linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab", "xing.com": "XING", "twitter.com": "Twitter",
	"x.com": "X", "stackoverflow.com": "Stack Overflow", "medium.com": "Medium", "behance.net": "Behance", "dribbble.com": "Dribbble",
	"instagram.com": "Instagram", "facebook.com": "Facebook", "youtube.com": "YouTube", "bitbucket.org": "Bitbucket",
	"researchgate.net": "ResearchGate", "orcid.org": "ORCID", "kaggle.com": "Kaggle", "viadeo.com": "Viadeo",
	"goldenline.pl": "GoldenLine", "codepen.io": "CodePen", "vk.com": "VK", "habr.com": "Habr", "scholar.google.com": "Google Scholar",
	"dev.to": "DEV", "t.me": "Telegram", "telegram.me": "Telegram", "hh.ru": "hh.ru", "leetcode.com": "LeetCode", "hackerrank.com": "HackerRank",
	"mastodon.social": "Mastodon", "bsky.app": "Bluesky", "malt.fr": "Malt", "npmjs.com": "npm", "keybase.io": "Keybase",
	"angel.co": "AngelList", "soundcloud.com": "SoundCloud", "pinterest.com": "Pinterest", "vimeo.com": "Vimeo", "academia.edu": "Academia.edu",
}

// networkOf returns the network that an address belongs to, "" for a site.
func networkOf(address string) string {
	host, _, _ := strings.Cut(bareAddress(address), "/")
	for h, name := range networks {
		if host == h || strings.HasSuffix(host, "."+h) {
			return name
		}
	}
	return ""
}

// networkBefore returns the name of a network that stands at the end of a text.
func networkBefore(s string) string {
	s = strings.TrimRight(s, separators)
	if i := strings.LastIndexAny(s, " \t|,;•·"); i >= 0 {
		s = s[i+1:]
	}
	if words().labels[fold(s)] == "profile" {
		return s
	}
	return ""
}

// addAddress files an address as the person's site or as a profile.
func (d *contactData) addAddress(v value, network string) {
	address := addressText(v)
	for _, have := range d.profiles {
		if bareAddress(addressText(have.url)) == bareAddress(address) {
			return
		}
	}
	if bareAddress(addressText(d.url)) == bareAddress(address) && address != "" {
		return
	}
	if networkOf(address) == "" && network == "" && d.url.empty() {
		d.url = v
		return
	}
	d.profiles = append(d.profiles, profileData{url: v})
}

// readUser takes a profile that shows only a user name or a network's name.
func (d *contactData) readUser(cells []*cell, i int) {
	c := cells[i]
	text := strings.TrimSpace(c.text())
	link := profileLink(c.links)
	name, rest, cut := strings.Cut(text, ":")
	if !cut {
		name, rest, _ = strings.Cut(text, " ")
	}
	isNetwork := words().labels[fold(name)] == "profile"
	switch {
	case userForm.MatchString(text):
		v := value{c.whole()}
		if below := cellBelow(cells, i); below != nil && strings.HasSuffix(text, "-") {
			v = append(v, below.whole())
		}
		d.profiles = append(d.profiles, profileData{username: v, link: link})
		d.used[c.start()] = true
	case isNetwork && rest != "" && len(strings.Fields(rest)) == 1:
		at := strings.LastIndex(c.text(), strings.TrimSpace(rest))
		user := c.frag(at, at+len(strings.TrimSpace(rest))).tidy()
		d.profiles = append(d.profiles, profileData{network: value{c.frag(0, len(name))}, username: value{user}, link: link})
		d.used[c.start()] = true
	case words().labels[fold(text)] == "profile":
		d.used[c.start()] = true
		if i+1 < len(cells) && link == "" && besideLabel(c, cells[i+1]) {
			d.profiles = append(d.profiles, profileData{network: value{c.whole()}, username: value{cells[i+1].whole()}, link: profileLink(cells[i+1].links)})
			return
		}
		if link != "" {
			d.profiles = append(d.profiles, profileData{network: value{c.whole()}, link: link})
		}
	case link != "" && len(strings.Fields(text)) == 1 && strings.Contains(strings.ToLower(link), strings.ToLower(strings.TrimPrefix(text, "@"))) && networkOf(link) != "":
		d.profiles = append(d.profiles, profileData{username: value{c.whole()}, link: link})
		d.used[c.start()] = true
	}
}

// besideLabel tells whether the next cell on the line is a user name.
func besideLabel(c, next *cell) bool {
	text := next.text()
	return sameBaseline(c, next) && len(strings.Fields(text)) == 1 && len(text) > 2 && words().labels[fold(text)] == "" && !isAddress(text)
}

func profileLink(links []string) string {
	for _, l := range links {
		if strings.HasPrefix(l, "http") {
			return l
		}
	}
	return ""
}

// isPrivate tells whether a text begins with the label of a datum that is not
// read: birth date, nationality, marital status and their like.
func isPrivate(text string) bool {
	for _, cut := range []string{":", " – ", " - ", "\t"} {
		if name, _, ok := strings.Cut(text, cut); ok && words().private[fold(name)] {
			return true
		}
	}
	return words().private[fold(text)] || bornForm.MatchString(fold(text))
}

var bornForm = regexp.MustCompile(`^(born|nee? le|geboren|geb|nacid[oa]|nat[oa] il|nascid[oa]|urodzon[ya]|γεννηθ|родил)`)

// readPlace takes the place where the person lives.
func (d *contactData) readPlace(cells []*cell, i int) {
	c := cells[i]
	if !d.city.empty() {
		return
	}
	for _, f := range splitCell(c, "|•·;–—") {
		text := f.text
		name, rest, labelled := strings.Cut(text, ":")
		labelled = labelled && words().labels[fold(name)] == "place"
		if labelled {
			f = f.sub(len(text)-len(rest), len(text)).tidy()
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

// takePlace reads the parts of an address: street, code and city, region, country.
func (d *contactData) takePlace(f frag, labelled, icon bool) bool {
	score := placeLike(f.text)
	if !labelled && score < 0.6 && !(icon && score >= 0.3) && !postalForm.MatchString(f.text) {
		return false
	}
	if words().labels[fold(f.text)] != "" || isPhone(f.text, false) {
		return false
	}
	city, ok := cityOf(f)
	if !ok {
		return false
	}
	d.city = value{city}
	return true
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
	for _, part := range rest {
		if isCity(part.text) && countryCode(part.text) == "" && len(part.text) > 2 {
			return part, true
		}
	}
	for _, part := range rest {
		if list := strings.Fields(part.text); len(list) == 2 && countryCode(list[1]) != "" && len(list[1]) == 2 {
			return part.sub(0, len(list[0])), true
		}
		if countryCode(part.text) == "" && len(part.text) > 2 && !remoteWords[fold(part.text)] && unicode.IsUpper([]rune(part.text)[0]) && len(strings.Fields(part.text)) <= 4 {
			return part, true
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
	list := strings.Fields(s)
	last := list[len(list)-1]
	return len(list) > 1 && last[0] >= '0' && last[0] <= '9' && len(last) <= 4
}

var streetForm = regexp.MustCompile(`\b(street|st|road|rd|avenue|ave|lane|drive|blvd|boulevard|rue|allee|chemin|place de|impasse|quai|strasse|str|weg|platz|gasse|calle|plaza|paseo|avenida|via|viale|corso|piazza|rua|travessa|praca|straat|laan|plein|gracht|ulica|ul|al|aleja|οδος|λεωφορος|ул|улица|проспект|пр)\b|strasse$|strasse |straat |weg \d|gasse \d|laan \d`)

// splitCell cuts a cell at the given signs.
func splitCell(c *cell, signs string) []frag { return splitFrag(c.whole(), signs) }

// splitFrag cuts a fragment at the given signs; blanks and separators at the
// ends of the parts go.
func splitFrag(f frag, signs string) []frag {
	var out []frag
	from := 0
	for i, r := range f.text {
		if strings.ContainsRune(signs, r) {
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
