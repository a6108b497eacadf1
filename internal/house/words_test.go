package house

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"testing"
)

// unwanted are texts that no committed file may hold, with the reason. The
// patterns are written so that they do not match themselves.
var unwanted = []struct {
	pattern *regexp.Regexp
	only    string // extensions, "" for every text file
	reason  string
}{
	{regexp.MustCompile(`/wor[k]/(main|\.)|(^|[\s"'(=:])/(roo[t]|tm[p])/[A-Za-z0-9._-]`), "", "a path of somebody's machine"},
	{regexp.MustCompile(`\.\./share[d]\b`), "", "a path outside the repository"},
	{regexp.MustCompile(`(?i)\bsub-?agent[s]?\b|co-authored-b[y]|generated wit[h] `), "", "how the work is done belongs nowhere in it"},
	{regexp.MustCompile(`\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b`), ".go .templ .js .css .sql .sh .md", "unfinished work goes to an issue"},
	{regexp.MustCompile(`(?i)lorem ips[u]m`), ".go .templ .md .json", "filler text"},
	{regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KE[Y]-----`), "", "a private key"},
}

// foreign are committed files written elsewhere, kept byte for byte.
var foreign = []string{"LICENSE", "go.sum", "package-lock.json", "testdata/axe.min.js", "internal/web/static/"}

// TestNothingUnwanted reads every text file of the repository.
func TestNothingUnwanted(t *testing.T) {
	t.Parallel()
	for _, name := range files(t) {
		if isForeign(name) {
			continue
		}
		text := read(t, name)
		if bytes.IndexByte(text, 0) >= 0 || bytes.HasPrefix(text, []byte("%PDF")) {
			continue
		}
		for _, u := range unwanted {
			if u.only != "" && !contains(strings.Fields(u.only), path.Ext(name)) {
				continue
			}
			if at := u.pattern.FindIndex(text); at != nil {
				t.Errorf("%s:%d: %q: %s", name, 1+bytes.Count(text[:at[0]], []byte("\n")), text[at[0]:at[1]], u.reason)
			}
		}
	}
}

func isForeign(name string) bool {
	for _, f := range foreign {
		if strings.HasSuffix(name, f) || strings.HasSuffix(f, "/") && strings.HasPrefix(name, f) {
			return true
		}
	}
	return false
}

// TestEveryFileEndsInALine keeps differences readable.
func TestEveryFileEndsInALine(t *testing.T) {
	t.Parallel()
	for _, name := range files(t) {
		switch path.Ext(name) {
		case ".go", ".templ", ".md", ".sql", ".yaml", ".yml", ".sh", ".css", ".mod":
			if text := read(t, name); len(text) > 0 && text[len(text)-1] != '\n' {
				t.Errorf("%s does not end in a line end", name)
			}
		}
	}
}
