package tailor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is one word, number or sign of a text.
type token struct {
	start, end int    // byte offsets
	text       string // as written
	low        string // NFKC, lower case
	plain      string // low without accents
	clause     int    // tokens of one clause share it
	class      tokenClass
}

type tokenClass int

const (
	word tokenClass = iota
	number
	sign
)

// tokens cuts text into words, numbers and signs. Hyphens and apostrophes cut a
// word, "+", "#" and inner full stops belong to it ("c++", "c#", "node.js").
func tokens(text string) []token {
	var list []token
	clause := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		t := token{start: at, class: sign}
		switch {
		case unicode.IsNumber(r):
			at, t.class = numberEnd(text, at), number
		case isWordRune(r), r == '.' && len(list) == 0 && startsWord(text[at+size:]), r == '.' && at > 0 && text[at-1] == ' ' && startsWord(text[at+size:]):
			at, t.class = wordEnd(text, at+size), word
		case unicode.IsSpace(r):
			if r == '\n' {
				clause++
			}
			at += size
			continue
		default:
			at += size
			if endsClause(r, text[at:]) {
				clause++
			}
		}
		t.end, t.clause = at, clause
		t.text = text[t.start:t.end]
		t.low = strings.ToLower(norm.NFKC.String(t.text))
		t.plain = fold(t.low)
		list = append(list, t)
	}
	return list
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || r == '_' }

func startsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

func wordEnd(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case isWordRune(r), unicode.IsNumber(r), r == '#':
		case r == '+' && !startsWord(text[at+size:]):
		case r == '.' && startsWord(text[at+size:]):
		default:
			return at
		}
		at += size
	}
	return at
}

// numberEnd goes on over digits and the separators between them, so that
// "1 200", "1.200,50" and "2020-06" give the numbers a reader sees.
func numberEnd(text string, at int) int {
	run := 0
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case unicode.IsNumber(r):
			run++
		case joinsDigits(r, text[at+size:], run):
			run = 0
		default:
			return at
		}
		at += size
	}
	return at
}

// joinsDigits tells whether r stands inside a number after a run of digits: a
// separator before a digit; a space only between groups of at most and exactly
// three, so that "in 2019 150 people" stays two numbers.
func joinsDigits(r rune, rest string, run int) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '.', ',', '\'', '’', '٫', '٬', '．', '，':
		return unicode.IsDigit(next)
	case ' ', '\u00a0', '\u202f', '\u2009':
		return run <= 3 && leadingDigits(rest) == 3
	}
	return false
}

func leadingDigits(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			break
		}
		n++
	}
	return n
}

// endsClause tells whether a sign closes a clause; a full stop inside a word or
// number never gets here.
func endsClause(r rune, rest string) bool {
	switch r {
	case '.', '!', '?', ':', '…':
		next, _ := utf8.DecodeRuneInString(rest)
		return rest == "" || unicode.IsSpace(next)
	case ';', ',', '(', ')', '[', ']', '•', '·', '–', '—', '|', '。', '，', '、', '；', '،', '؛', '।':
		return true
	}
	return false
}

// slug turns a name into lower-case ASCII letters and digits joined by "-"; a
// name without any gives "x" and a hash.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsMark(r):
		case r == '+':
			b.WriteString("p")
		case r == '#':
			b.WriteString("sharp")
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "x" + shortHash(name)
}
