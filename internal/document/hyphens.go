package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinHyphens puts words back together that a line end divides: the rest of
// the word moves up into the run that ends in the hyphen. soft tells that the
// file comes from a program that breaks words by itself.
func joinHyphens(layout *Layout, soft bool) {
	h := hyphens{soft: soft}
	for i := range layout.Pages {
		page := &layout.Pages[i]
		for j := range page.Runs {
			if j+1 < len(page.Runs) && endsBroken(page.Runs[j]) && follows(page.Runs[j], page.Runs[j+1]) {
				if h.words == nil {
					h.words = vocabulary(layout)
				}
				h.join(&page.Runs[j], &page.Runs[j+1])
			}
			page.Runs[j].Text = strings.ReplaceAll(page.Runs[j].Text, string(hyphenMark), "-")
		}
		page.Runs = slices.DeleteFunc(page.Runs, func(r Run) bool { return r.Text == "" })
	}
}

// endsBroken tells whether a run ends in a letter and a hyphen.
func endsBroken(r Run) bool {
	head, ok := cutHyphen(r.Text)
	last, _ := utf8.DecodeLastRuneInString(head)
	return ok && unicode.IsLetter(last)
}

func cutHyphen(text string) (string, bool) {
	text = strings.TrimSuffix(text, " ")
	if head, ok := strings.CutSuffix(text, string(hyphenMark)); ok {
		return head, true
	}
	return strings.CutSuffix(text, "-")
}

// follows tells whether b is the line below a.
func follows(a, b Run) bool {
	const lines = 2.2
	down := b.Baseline - a.Baseline
	first, _ := utf8.DecodeRuneInString(b.Text)
	return down > 0.5*a.Size && down < lines*a.Size && b.X0 < a.X1 && unicode.IsLetter(first)
}

type hyphens struct {
	soft  bool
	words map[string]bool
}

// join moves the first word of next to the end of run.
func (h hyphens) join(run, next *Run) {
	head, _ := cutHyphen(run.Text)
	rest, tail, _ := strings.Cut(next.Text, " ")
	hyphen := "-"
	if !inAddress(head) && h.isSoft(lastWord(head), letters(rest)) {
		hyphen = ""
	}
	run.Text = head + hyphen + rest
	share := float64(utf8.RuneCountInString(rest)+1) / float64(utf8.RuneCountInString(next.Text)+1)
	next.X0 = round(next.X0 + share*(next.X1-next.X0))
	next.Text = tail
}

// isSoft decides whether the hyphen between two parts of a word goes away: by
// what the rest of the document writes, else by the look of the second part,
// else by the habit of the producer.
func (h hyphens) isSoft(a, b string) bool {
	joined, apart := strings.ToLower(a+b), strings.ToLower(a+"-"+b)
	switch {
	case h.words[joined] && !h.words[apart]:
		return true
	case h.words[apart]:
		return false
	}
	first, _ := utf8.DecodeRuneInString(b)
	if unicode.IsUpper(first) && a != strings.ToUpper(a) {
		return false
	}
	return h.soft
}

// inAddress tells whether a text ends in a part of an address, whose hyphens are
// its own.
func inAddress(s string) bool {
	return strings.ContainsAny(s[strings.LastIndexByte(s, ' ')+1:], "/@")
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !inWord(r) })
	return s[i+1:]
}

func letters(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !inWord(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

func inWord(r rune) bool { return unicode.IsLetter(r) || r == '-' }

// vocabulary lists the words of a document, in lower case; words with a hyphen
// stay whole.
func vocabulary(layout *Layout) map[string]bool {
	words := map[string]bool{}
	for _, page := range layout.Pages {
		for _, run := range page.Runs {
			for w := range strings.FieldsFuncSeq(strings.ToLower(run.Text), func(r rune) bool { return !inWord(r) }) {
				words[w] = true
			}
		}
	}
	return words
}
