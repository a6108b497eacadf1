package render

import (
	"net/url"
	"strings"

	"jobops/internal/cv"
)

// contact lists the ways to reach the person.
func contact(b cv.Basics, l *locale) []piece {
	all := []piece{{text: clean(b.Email)}, plain(b.Phone), plain(place(b.Location, l)), webLink(b.URL)}
	if strings.Contains(b.Email, "@") {
		all[0].url = safeURL("mailto:" + strings.TrimSpace(b.Email))
	}
	for _, p := range b.Profiles {
		all = append(all, profile(p))
	}
	return pieces(all...)
}

func profile(p cv.Profile) piece {
	if p.URL != "" {
		return webLink(p.URL)
	}
	return plain(join(": ", p.Network, p.Username))
}

// place writes an address on one line, street first.
func place(p cv.Location, l *locale) string {
	country := l.country(p.CountryCode)
	return join(", ", clean(p.Address), join(" ", clean(p.PostalCode), clean(p.City)), clean(p.Region), country)
}

func plain(s string) piece { return piece{text: clean(s)} }

// webLink shows an address as people write it and keeps the full one behind it.
func webLink(address string) piece {
	text := clean(address)
	target := text
	if text != "" && !strings.Contains(text, "://") {
		target = "https://" + text
	}
	for _, prefix := range []string{"https://", "http://", "www."} {
		text = strings.TrimPrefix(text, prefix)
	}
	return piece{text: strings.TrimSuffix(text, "/"), url: safeURL(target)}
}

// safeURL returns the address in ASCII where it may be linked to: http, https
// and mailto only, else "".
func safeURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	default:
		return ""
	}
	s := u.String()
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return ""
		}
	}
	return s
}

func pieces(all ...piece) []piece {
	var kept []piece
	for _, p := range all {
		if p.text != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

func facts(all ...fact) []fact {
	var kept []fact
	for _, f := range all {
		if f.value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}
