package parse

import (
	"slices"
	"strings"

	"jobops/internal/document"
)

// readLinks takes addresses and names of profiles from a cell.
func (d *contactData) readLinks(cells []*cell, i int) {
	c := cells[i]
	text := c.text()
	found := false
	mails := emailForm.FindAllStringIndex(text, -1)
	for _, m := range urlForm.FindAllStringIndex(text, -1) {
		if m[0] > 0 && text[m[0]-1] == '@' || m[1] < len(text) && text[m[1]] == '@' {
			continue
		}
		if slices.ContainsFunc(mails, func(mail []int) bool { return m[0] < mail[1] && mail[0] < m[1] }) {
			continue // "sample.no" of sample.no1@example.org
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
	linked := slices.ContainsFunc(c.links, func(l document.Link) bool {
		return bareAddress(l.URL) == bareAddress(first+rest)
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
	return hostEndings[ending] && len(host[:dot]) > 2 && (host[dot+1:] == ending || host == strings.ToUpper(host))
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
		if below := cellBelow(cells, i); below != nil && link == "" && userName(below.text()) {
			d.used[below.start()] = true
			d.profiles = append(d.profiles, profileData{network: value{c.whole()}, username: value{below.whole()}, link: profileLink(below.links)})
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
	return sameBaseline(c, next) && userName(text)
}

// userName tells whether a text may be the name of an account.
func userName(s string) bool {
	return len(strings.Fields(s)) == 1 && len(s) > 2 && words().labels[fold(s)] == "" && !isAddress(s) &&
		headingWord(s) == "" && !strings.ContainsAny(s, "@:,()")
}
