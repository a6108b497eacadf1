package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Token is one word of a text: Start and End are byte offsets, Word is the
// lower-case form, Stem the form under which the tables know it.
type Token struct {
	Start, End int
	Word, Stem string
}

// suffixes are the word parts that may follow a dot inside one word: node.js,
// asp.net. After any other part the dot ends a sentence whose space was lost.
var suffixes = map[string]bool{"js": true, "net": true, "io": true, "ai": true, "py": true, "ts": true}

// Tokens splits text into words of letters and digits. The signs + and # stay
// at a word's end (c++, c#), a dot stays before a digit or a known suffix
// (node.js) and in front of "net". Stems are those of the language given as
// ISO 639-1 code. Invalid UTF-8 counts as space.
func Tokens(text, lang string) []Token {
	words := Words(text)
	tokens := make([]Token, len(words))
	for i, w := range words {
		tokens[i] = newToken(text, w.Start, w.End, lang)
	}
	return tokens
}

// Span is a word of a text at byte offsets.
type Span struct{ Start, End int }

// Words is Tokens without stems.
func Words(text string) []Span {
	spans := make([]Span, 0, len(text)/6)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) && !dotNet(text[i:]) {
			i += size
			continue
		}
		end := wordEnd(text, i)
		spans = append(spans, Span{i, end})
		i = end
	}
	return spans
}

func newToken(text string, start, end int, lang string) Token {
	word := strings.ToLower(text[start:end])
	return Token{Start: start, End: end, Word: word, Stem: Stem(word, lang)}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func dotNet(s string) bool {
	return len(s) >= 4 && strings.EqualFold(s[:4], ".net") && !startsWord(s[4:])
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWord(r)
}

// wordEnd returns the end of the word that begins at start.
func wordEnd(text string, start int) int {
	i := start
	if text[i] == '.' {
		i++
	}
	i = letters(text, i)
	for i < len(text) && text[i] == '.' {
		next := letters(text, i+1)
		part := strings.ToLower(text[i+1 : next])
		if !suffixes[part] && !isNumber(part) {
			break
		}
		i = next
	}
	if i < len(text) && text[i] == '#' && i-start <= 2 {
		return i + 1
	}
	return i + pluses(text[start:i], text[i:])
}

// pluses returns how many plus signs of rest belong to word: two of "c++", one
// of "g+", none of "5+".
func pluses(word, rest string) int {
	n := len(rest) - len(strings.TrimLeft(rest, "+"))
	if n > 2 || n == 0 || isNumber(word) || startsWord(rest[n:]) {
		return 0
	}
	return n
}

func letters(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			break
		}
		i += size
	}
	return i
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
