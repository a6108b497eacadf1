package tracker

import (
	"net/url"
	"strings"

	"jobops/internal/fault"
)

// maxURL is the longest address kept, in bytes.
const maxURL = 2000

// cleanURL checks the address of a posting: an absolute http or https one
// without credentials, or "".
func cleanURL(s string) (string, error) {
	if s = strings.TrimSpace(s); s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > maxURL || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", fault.New(fault.Invalid, "tracker.bad_url")
	}
	return u.String(), nil
}

// address is what tells one posting's address from another's: host and path, and
// of the query what is not there to follow people.
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return ""
	}
	query := u.Query()
	for name := range query {
		if follows(strings.ToLower(name)) {
			query.Del(name)
		}
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	return host + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + query.Encode()
}

// follows reports whether a query parameter only says where a reader came from.
func follows(name string) bool {
	switch name {
	case "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "ref", "referrer", "source", "src", "trk", "trackingid", "gh_src", "lever-source", "from":
		return true
	}
	return strings.HasPrefix(name, "utm_")
}
