package render

import (
	_ "embed"
	"strings"
	"sync"
)

// countriesTSV holds country names by ISO 3166-1 code and language, from the
// Unicode CLDR (golang.org/x/text/language/display).
//
//go:embed countries.tsv
var countriesTSV string

var countries = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	lines := strings.Split(strings.TrimSpace(countriesTSV), "\n")
	languages := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		columns := strings.Split(line, "\t")
		for i := 1; i < len(columns); i++ {
			names[languages[i]+columns[0]] = columns[i]
		}
	}
	return names
})

// country names a country in the language of the page; a code that is not in
// the table stays as it is.
func (l *locale) country(code string) string {
	if name := countries()[l.base+strings.ToUpper(code)]; name != "" {
		return name
	}
	return clean(code)
}
