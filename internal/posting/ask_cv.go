package posting

import (
	"regexp"
	"slices"
	"strings"

	"jobops/internal/taxonomy"
)

// LanguageOf returns the ISO 639-1 code of a text's language, "" when it is too
// short to tell.
func LanguageOf(text string) string { return detect(text) }

// Tongue is the name of a language in a text, at byte offsets.
type Tongue struct {
	Code       string // ISO 639-1
	Start, End int
}

// TonguesIn finds the names of languages in a text.
func TonguesIn(text string) []Tongue {
	var out []Tongue
	for _, t := range taxonomy.Words(text) {
		if code := tongueOf(strings.ToLower(text[t.Start:t.End])); code != "" {
			out = append(out, Tongue{code, t.Start, t.End})
		}
	}
	return out
}

// TonguesSpoken is TonguesIn for prose: the text must speak of knowing the
// language, "fluent in French", not of French cuisine.
func TonguesSpoken(text string) []Tongue {
	if !speaks.in(lower(text)) {
		return nil
	}
	return slices.DeleteFunc(TonguesIn(text), func(t Tongue) bool { return foreignNoun(text[t.End:]) })
}

// cefr is a level that is written out, which beats every other word.
var cefr = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])([abc][12])(?:[^\p{L}\d]|$)`)

// LevelIn returns the CEFR level that a description of fluency stands for, ""
// when it says none.
func LevelIn(fluency string) string {
	if m := cefr.FindStringSubmatch(fluency); m != nil {
		return strings.ToUpper(m[1])
	}
	for _, l := range levels {
		if l.pattern.MatchString(fluency) {
			return l.level
		}
	}
	return ""
}

// DegreeIn finds the highest degree a text names: "doctorate", "master",
// "bachelor", "vocational", "school"; "" when there is none.
func DegreeIn(text string) (level string, start, end int) {
	if !schooled.in(lower(text)) {
		return "", 0, 0
	}
	for _, d := range degreePatterns {
		if m := d.pattern.FindStringSubmatchIndex(text); m != nil {
			return d.level, m[2], m[3]
		}
	}
	return "", 0, 0
}

// PermitIn finds the permit of a requirement ("permit:driving") in a text.
func PermitIn(text, id string) (start, end int, ok bool) {
	if !permitted.in(lower(text)) {
		return 0, 0, false
	}
	for _, t := range permitPatterns {
		if "permit:"+t.id != id {
			continue
		}
		if m := t.pattern.FindStringIndex(text); m != nil {
			return m[0], m[1], true
		}
	}
	return 0, 0, false
}
