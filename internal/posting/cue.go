package posting

import "strings"

// cues are words and parts of words that mark a sentence, lower case, any of
// them enough. A cue that begins or ends with a space stands at the edge of a
// word.
type cues []string

// list splits a text of cues at "|".
func list(s string) cues {
	return strings.Split(strings.ReplaceAll(s, "\n", ""), "|")
}

// in reports whether a text holds one of the cues. The text is lower case and
// begins and ends with a space, as lower makes it.
func (c cues) in(text string) bool {
	for _, cue := range c {
		if strings.Contains(text, cue) {
			return true
		}
	}
	return false
}

// flat turns the signs between words into spaces, so that cues find word edges.
var flat = strings.NewReplacer(",", " ", ".", " ", ";", " ", ":", " ", "(", " ", ")", " ", "!", " ", "/", " ", "\n", " ", "\t", " ", "\u00a0", " ", "’", "'", "-", " ")

func lower(text string) string { return " " + flat.Replace(strings.ToLower(text)) + " " }
