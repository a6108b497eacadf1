package posting

// LanguageOf returns the ISO 639-1 code of a text's language, "" when it is too
// short to tell.
func LanguageOf(text string) string { return detect(text) }

// TongueIn finds the name of the language with that ISO 639-1 code in a text
// and returns its byte offsets.
func TongueIn(text, code string) (start, end int, ok bool) {
	for _, t := range tonguePatterns {
		if t.code != code {
			continue
		}
		if m := t.pattern.FindStringSubmatchIndex(text); m != nil {
			return m[2], m[3], true
		}
	}
	return 0, 0, false
}

// TongueSpoken is TongueIn for prose: the text must speak of knowing the
// language, "fluent in French", not of French cuisine.
func TongueSpoken(text, code string) (start, end int, ok bool) {
	if !speaks.MatchString(text) {
		return 0, 0, false
	}
	start, end, ok = TongueIn(text, code)
	return start, end, ok && !notSpoken.MatchString(text[end:])
}

// LevelIn returns the CEFR level that a description of fluency stands for, ""
// when it says none.
func LevelIn(fluency string) string {
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
	for _, d := range degreePatterns {
		if m := d.pattern.FindStringSubmatchIndex(text); m != nil {
			return d.level, m[2], m[3]
		}
	}
	return "", 0, 0
}

// PermitIn finds the permit of a requirement ("permit:driving") in a text.
func PermitIn(text, id string) (start, end int, ok bool) {
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
