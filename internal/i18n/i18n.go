// Package i18n speaks the languages of the program: English and French.
//
// Sentences live in flat JSON catalogs, messages/<language>/<topic>.json, key
// to text; a key is the topic, a dot and what is said ("upload.encrypted"). T
// looks one up and fills its blanks {0}, {1}, …; N also chooses between the
// plural forms stored as "<key>.one" and "<key>.other". Numbers, dates and
// sizes are written the way the reader's locale writes them. Catalog texts are
// typed with plain apostrophes and spaces; loading sets the typographic ones.
//
// The tests keep the catalogs honest: both languages have the same keys and
// blanks, every key is used in the source, every key used exists. The package
// knows nothing of HTTP beyond the Accept-Language header.
package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Lang is a language of the interface, an ISO 639-1 code.
type Lang string

// The languages the interface speaks.
const (
	English Lang = "en"
	French  Lang = "fr"
)

// Default is the language used when nothing says otherwise.
const Default = English

// Langs lists the languages in the order they are offered.
func Langs() []Lang { return []Lang{English, French} }

// Parse returns the language with the given code, and whether there is one.
func Parse(code string) (Lang, bool) {
	for _, l := range Langs() {
		if string(l) == code {
			return l, true
		}
	}
	return Default, false
}

// Name gives the language's own name for itself.
func (l Lang) Name() string {
	if l == French {
		return "Français"
	}
	return "English"
}

func (l Lang) tag() language.Tag {
	if l == French {
		return language.French
	}
	return language.BritishEnglish
}

var matcher = language.NewMatcher([]language.Tag{language.English, language.French})

// Negotiate picks the language that an Accept-Language header asks for first.
// A malformed or empty header gives Default.
func Negotiate(header string) Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return Default
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Default
	}
	return Langs()[i]
}

//go:embed messages
var files embed.FS

var catalogs = sync.OnceValue(func() map[Lang]map[string]string {
	all := map[Lang]map[string]string{}
	for _, l := range Langs() {
		all[l] = load(l)
	}
	return all
})

// load reads the embedded catalogs of one language. They are part of the
// program, so a broken one is a bug that must not start quietly.
func load(l Lang) map[string]string {
	dir := path.Join("messages", string(l))
	entries, err := files.ReadDir(dir)
	if err != nil {
		panic(fmt.Sprintf("i18n: %v", err))
	}
	catalog := map[string]string{}
	for _, e := range entries {
		data, err := files.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic(fmt.Sprintf("i18n: %v", err))
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			panic(fmt.Sprintf("i18n: %s/%s: %v", l, e.Name(), err))
		}
		for key, text := range texts {
			catalog[key] = Typeset(l, text)
		}
	}
	return catalog
}

// Has reports whether key is a sentence of the language.
func Has(l Lang, key string) bool {
	_, ok := catalogs()[l][key]
	return ok
}

// T returns the sentence behind key with its blanks filled. Integers and floats
// are written by locale. An unknown key is returned as it is.
func T(l Lang, key string, args ...any) string {
	text, ok := catalogs()[l][key]
	if !ok {
		return key
	}
	return fill(l, text, args)
}

// N returns the sentence behind key in the plural form that n asks for. The
// blank {0} is n, args follow from {1} on.
func N(l Lang, key string, n int, args ...any) string {
	form := ".other"
	if plural.Cardinal.MatchPlural(l.tag(), n, 0, 0, 0, 0) == plural.One {
		form = ".one"
	}
	return T(l, key+form, append([]any{n}, args...)...)
}

// fill replaces {0}, {1}, … in one pass, so that an argument is never read as a
// blank itself.
func fill(l Lang, text string, args []any) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number, after, closed := strings.Cut(rest, "}")
		i, err := strconv.Atoi(number)
		if !closed || err != nil || i < 0 || i >= len(args) {
			b.WriteByte('{')
			text = rest
			continue
		}
		b.WriteString(format(l, args[i]))
		text = after
	}
}

func format(l Lang, arg any) string {
	switch v := arg.(type) {
	case string:
		return v
	case int:
		return Number(l, v)
	case int64:
		return Number(l, int(v))
	case float64:
		return Decimal(l, v, 1)
	}
	return fmt.Sprint(arg)
}

var (
	apostrophes = strings.NewReplacer("'", "’")
	// French sets a narrow no-break space before ; ? ! and a no-break space
	// before : % and inside the guillemets (Imprimerie nationale).
	frenchSpaces = strings.NewReplacer(
		"'", "’", " ;", "\u202f;", " ?", "\u202f?", " !", "\u202f!",
		" :", "\u00a0:", " %", "\u00a0%", "« ", "«\u00a0", " »", "\u00a0»",
	)
)

// Typeset puts the typographic apostrophes and spaces of the language into a
// text typed with plain ones. Catalog texts have them already.
func Typeset(l Lang, text string) string {
	if l == French {
		return frenchSpaces.Replace(text)
	}
	return apostrophes.Replace(text)
}
