package clip

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"jobops/internal/fault"
)

// robots asks a site whether a program may open an address (RFC 9309). A site
// without the file allows it; one that fails to answer for it does not.
func (r *Reader) robots(ctx context.Context, u *url.URL) error {
	resp, err := r.get(ctx, u.Scheme+"://"+u.Host+"/robots.txt")
	if fault.KindOf(err) == fault.Unsupported || fault.KindOf(err) == fault.TooLarge {
		return nil // no file of rules is there, but something else
	}
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode >= http.StatusInternalServerError:
		return errFailed
	case resp.StatusCode != http.StatusOK:
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots))
	if err != nil && fault.KindOf(err) != fault.TooLarge {
		return errFailed
	}
	if !allowed(string(data), u.RequestURI()) {
		return errForbidden
	}
	return nil
}

// rule allows or forbids the paths that begin as its pattern says.
type rule struct {
	pattern string
	allow   bool
}

// allowed applies the rules for us, else those for everybody: the longest
// pattern that fits wins, and of two the one that allows.
func allowed(robots, path string) bool {
	groups := groupsOf(robots)
	rules, ours := groups[Agent]
	if !ours {
		rules = groups["*"]
	}
	best, allow := -1, true
	for _, r := range rules {
		if fits(r.pattern, path) && (len(r.pattern) > best || len(r.pattern) == best && r.allow) {
			best, allow = len(r.pattern), r.allow
		}
	}
	return allow
}

// groupsOf collects the rules by the agent they are for, in lower case. Groups of
// one agent are one.
func groupsOf(robots string) map[string][]rule {
	groups := map[string][]rule{}
	var agents []string
	naming := false
	for line := range strings.Lines(strings.ReplaceAll(robots, "\r", "\n")) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if !naming {
				agents = nil
			}
			naming = true
			agent := strings.ToLower(value)
			agents = append(agents, agent)
			groups[agent] = append(groups[agent], rule{pattern: "", allow: true})
		case "allow", "disallow":
			naming = false
			if value == "" {
				continue
			}
			for _, agent := range agents {
				groups[agent] = append(groups[agent], rule{value, strings.EqualFold(strings.TrimSpace(key), "allow")})
			}
		}
	}
	return groups
}

// fits matches a pattern with * for anything and $ for the end.
func fits(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if whole && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !whole || rest == ""
}
