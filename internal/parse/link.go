package parse

import (
	"strings"

	"jobops/internal/document"
)

// webAddress is the address that a value shows: the target of the link over it
// where that leads to what is printed, and else what is printed, with the scheme
// that browsers add.
func webAddress(v value) string {
	printed := addressText(v)
	bare := bareAddress(printed)
	for _, f := range v {
		for _, l := range f.links {
			if target := bareAddress(l.URL); bare != "" && isWeb(l.URL) && (target == bare || strings.HasPrefix(target, bare+"/") || strings.HasPrefix(target, bare+"?")) {
				return l.URL
			}
		}
	}
	if strings.Contains(printed, "://") || strings.Contains(printed, "@") {
		return printed
	}
	return "https://" + printed
}

func isWeb(url string) bool { return strings.HasPrefix(strings.ToLower(url), "http") }

// profileLink returns the first web address among some links.
func profileLink(links []document.Link) string {
	for _, l := range links {
		if isWeb(l.URL) {
			return l.URL
		}
	}
	return ""
}

// linkOver returns the address of the link that lies over a value and leads to
// the web; "" without one.
func linkOver(v value) string {
	for _, f := range v {
		for _, l := range f.links {
			shared := min(f.box.X1, l.X1) - max(f.box.X0, l.X0)
			if isWeb(l.URL) && shared > 0.5*(f.box.X1-f.box.X0) {
				return l.URL
			}
		}
	}
	return ""
}

// putURL notes the evidence for an address and returns it in full.
func (b *builder) putURL(path string, v value, confidence float64) string {
	if v.empty() {
		return ""
	}
	b.note(path, v, confidence)
	return webAddress(v)
}

// linked returns an address that is not printed: the target of the link over
// the name of an entry. The name is its evidence.
func (b *builder) linked(path, have string, name value) string {
	target := linkOver(name)
	if have != "" || target == "" {
		return have
	}
	b.note(path, name, 0.8)
	return target
}

// userPaths are the parts of a profile's address that name no user.
var userPaths = setOf(strings.Fields("in pub profile profiles user users u people person member members company channel c citations resume resumes me @"))

// userOf returns the name of the account in the address of a profile: what
// stands behind the host and the words of userPaths.
func userOf(v value) value {
	text := addressText(v)
	from := 0
	if i := strings.Index(text, "://"); i >= 0 {
		from = i + 3
	}
	for {
		i := strings.IndexByte(text[from:], '/')
		if i < 0 {
			return nil
		}
		from += i + 1
		part, _, _ := strings.Cut(text[from:], "/")
		number := strings.Trim(part, "0123456789") == ""
		if part == "" || userPaths[strings.ToLower(part)] || number && strings.Contains(text[from:], "/") {
			continue
		}
		if strings.ContainsAny(part, "?=&%") {
			return nil
		}
		from += len(part) - len(strings.TrimPrefix(part, "@"))
		return v.cut(from, from+len(strings.TrimPrefix(part, "@")))
	}
}

// cut returns the bytes from i to j of the fragments set close.
func (v value) cut(i, j int) value {
	var out value
	for _, f := range v {
		n := len(f.text)
		if a, b := max(i, 0), min(j, n); a < b {
			out = append(out, f.sub(a, b))
		}
		i, j = i-n, j-n
	}
	return out
}
