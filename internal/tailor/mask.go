package tailor

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jobops/internal/cv"
)

// mask replaces what tells who a person is by tokens, and puts it back. The
// tokens of two masks differ, so that an answer which belongs to somebody else is
// noticed.
type mask struct {
	tag     string // the same in every token, random for each question
	secrets []secret
	tokens  map[string]string // by folded value
	values  map[string]string // by token
	count   map[string]int
}

// secret is a text that must not leave.
type secret struct {
	kind string
	text []rune // folded
}

// The kinds of tokens.
const (
	nameToken     = "NAME"
	emailToken    = "EMAIL"
	phoneToken    = "PHONE"
	addressToken  = "ADDRESS"
	linkToken     = "LINK"
	refereeToken  = "REFEREE"
	employerToken = "EMPLOYER"
)

// newMask collects what the CV says of the person; employers hides them too.
func newMask(r cv.Resume, tag string, employers bool) *mask {
	m := &mask{tag: tag, tokens: map[string]string{}, values: map[string]string{}, count: map[string]int{}}
	b := r.Basics
	m.add(nameToken, 2, append(strings.Fields(b.Name), b.Name)...)
	m.add(emailToken, 3, b.Email)
	m.add(phoneToken, 5, b.Phone)
	m.add(addressToken, 3, b.Location.Address, b.Location.PostalCode, b.Location.City, b.Location.Region)
	m.add(linkToken, 4, b.URL, bare(b.URL))
	for _, p := range b.Profiles {
		m.add(linkToken, 4, p.URL, bare(p.URL), p.Username)
	}
	for _, p := range r.References {
		m.add(refereeToken, 2, append(strings.Fields(p.Name), p.Name)...)
	}
	if employers {
		for _, w := range r.Work {
			m.add(employerToken, 2, w.Name, bare(w.URL))
		}
		for _, v := range r.Volunteer {
			m.add(employerToken, 2, v.Organization, bare(v.URL))
		}
	}
	// The longest first: a full name is one token, not two.
	slices.SortStableFunc(m.secrets, func(a, b secret) int { return cmp.Compare(len(b.text), len(a.text)) })
	return m
}

// bare is an address without scheme and "www.".
func bare(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return strings.TrimSuffix(strings.TrimPrefix(url, "www."), "/")
}

// particles are parts of names that are words of their own.
var particles = []string{"de", "da", "di", "du", "del", "della", "der", "den", "des", "van", "von", "la", "le", "el", "al", "bin", "ben", "dos", "das", "do", "y", "e", "zu", "ter", "san"}

func (m *mask) add(kind string, least int, texts ...string) {
	for _, text := range texts {
		folded, _ := foldRunes(strings.TrimSpace(text))
		if len(folded) < least || slices.Contains(particles, string(folded)) {
			continue
		}
		m.secrets = append(m.secrets, secret{kind, folded})
	}
}

// foldRunes lowers a text and drops its accents; at[i] is the byte offset that
// rune i came from, with the length of the text behind the last.
func foldRunes(text string) (folded []rune, at []int) {
	for i, r := range text {
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				folded, at = append(folded, unicode.ToLower(d)), append(at, i)
			}
		}
	}
	return folded, append(at, len(text))
}

// shapes find contact details that the CV's own fields do not hold, such as
// those of a recruiter in an ad.
var contactShapes = []struct {
	kind    string
	pattern *regexp.Regexp
}{
	{emailToken, regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}][\p{L}\p{N}.\-]*\.\p{L}{2,}`)},
	{linkToken, regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"'()\[\]]+[^\s<>"'()\[\].,;:!?]`)},
	{linkToken, regexp.MustCompile(`(?i)\b[\p{L}\p{N}][\p{L}\p{N}\-]*(?:\.[\p{L}\p{N}\-]+)*\.(?:com|org|net|io|dev|me|fr|de|es|it|nl|pl|pt|eu|uk|ch|at|be|se|fi|dk|no)/[^\s<>"'()\[\],;]+`)},
	{phoneToken, regexp.MustCompile(`(?:\+|\b00|\b0|\(0)[\d\x{a0}\x{202f} ().\-/]{7,}\d`)},
	{phoneToken, regexp.MustCompile(`\(\d{3}\)[ .\-]?\d{3}[ .\-]\d{4}\b|\b\d{3}[.\-]\d{3}[.\-]\d{4}\b|\b\d{3}[.\-]\d{4}\b`)},
}

// hide returns the text with tokens in the place of what must not leave.
func (m *mask) hide(text string) string {
	for _, s := range contactShapes {
		text = s.pattern.ReplaceAllStringFunc(text, func(found string) string { return m.token(s.kind, found) })
	}
	for _, s := range m.secrets {
		text = m.hideOne(text, s)
	}
	return text
}

// hideOne replaces each occurrence of a secret that stands as a word.
func (m *mask) hideOne(text string, s secret) string {
	folded, at := foldRunes(text)
	var b strings.Builder
	from := 0
	for i := 0; i+len(s.text) <= len(folded); i++ {
		end := i + len(s.text)
		if !slices.Equal(folded[i:end], s.text) || !edge(folded, i) || !edge(folded, end) || at[i] < from || m.inToken(text, at[i]) {
			continue
		}
		b.WriteString(text[from:at[i]])
		b.WriteString(m.token(s.kind, text[at[i]:at[end]]))
		from = at[end]
		i = end - 1
	}
	b.WriteString(text[from:])
	return b.String()
}

// inToken tells whether a place lies in a token that stands there already.
func (m *mask) inToken(text string, at int) bool {
	open := strings.LastIndexByte(text[:at], '[')
	if open < 0 {
		return false
	}
	shut := strings.IndexByte(text[open:], ']')
	if shut < 0 || open+shut < at {
		return false
	}
	_, ok := m.values[text[open:open+shut+1]]
	return ok
}

// edge tells whether no word runs across the place before rune i.
func edge(folded []rune, i int) bool {
	return i == 0 || i == len(folded) || !wordRune(folded[i-1]) || !wordRune(folded[i])
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func (m *mask) token(kind, value string) string {
	folded, _ := foldRunes(value)
	key := kind + string(folded) + value // the spelling comes back as it was
	if t, ok := m.tokens[key]; ok {
		return t
	}
	m.count[kind]++
	t := fmt.Sprintf("[%s-%d-%s]", kind, m.count[kind], m.tag)
	m.tokens[key], m.values[t] = t, value
	return t
}

// tokenShape is what a token looks like, also one of another question.
var tokenShape = regexp.MustCompile(`(?i)\[(?:NAME|EMAIL|PHONE|ADDRESS|LINK|REFEREE|EMPLOYER)-[0-9]+-[0-9a-z]+\]`)

// show puts back what hide took out; ok is false for a token that is not ours.
func (m *mask) show(text string) (shown string, ok bool) {
	ok = true
	shown = tokenShape.ReplaceAllStringFunc(text, func(t string) string {
		value, known := m.values[strings.ToUpper(t[:len(t)-len(m.tag)-1])+t[len(t)-len(m.tag)-1:]]
		ok = ok && known
		return value
	})
	return shown, ok
}
