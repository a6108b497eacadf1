package parse

import "strings"

// longestHeading is the most characters that a heading has.
const longestHeading = 48

// headingWord returns the section that a text names, "" when it names none.
func headingWord(text string) section {
	if width(text) > longestHeading || len(text) < 2 {
		return ""
	}
	folded := fold(text[numeral(text):])
	if kind, ok := words().headings[folded]; ok {
		return kind
	}
	if kind, ok := words().squashed[strings.ReplaceAll(folded, " ", "")]; ok {
		return kind
	}
	return compoundHeading(folded)
}

// numeral returns how many bytes of a text are the number of a section: "2. ",
// "III) ", "B. ".
func numeral(text string) int {
	i := strings.IndexAny(text, ".)")
	if i < 1 || i > 4 || !strings.HasPrefix(text[i+1:], " ") {
		return 0
	}
	if strings.Trim(text[:i], "0123456789") == "" && i <= 2 || strings.Trim(text[:i], "IVX") == "" || i == 1 && text[0] >= 'A' && text[0] <= 'H' {
		return i + 2
	}
	return 0
}

// conjunctions join the two halves of a heading ("Skills and languages").
var conjunctions = setOf([]string{"and", "&", "et", "und", "y", "e", "en", "i", "και", "и", "oraz", "or"})

// compoundHeading reads a heading made of two that are known.
func compoundHeading(folded string) section {
	list := strings.Fields(folded)
	for i := 1; i+1 < len(list); i++ {
		if !conjunctions[list[i]] {
			continue
		}
		first := words().headings[strings.Join(list[:i], " ")]
		second := words().headings[strings.Join(list[i+1:], " ")]
		if first != "" && second != "" {
			return first
		}
	}
	return ""
}
