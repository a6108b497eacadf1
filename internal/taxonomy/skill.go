package taxonomy

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// SkillID numbers the skills of the table; it changes when the table is built
// anew, so it is never stored.
type SkillID int32

// SkillKind is the sort of a skill.
type SkillKind byte

// The kinds of skills.
const (
	Knowledge  SkillKind = 'k' // "accounting", "Java"
	Ability    SkillKind = 's' // "provide first aid"
	Spoken     SkillKind = 'l' // "understand spoken Welsh"
	Technology SkillKind = 't' // "Microsoft Excel"
	Category   SkillKind = 'c' // of technologies; a parent only, never found in a text
)

// Skill is one skill with its labels in English. Parents are the skills one
// step broader; whoever has the narrow one may be said to know the broad one,
// never the other way round.
type Skill struct {
	ID      SkillID
	Kind    SkillKind
	Label   string
	Others  []string
	Parents []SkillID
}

// SkillSpan is a skill found in a text at byte offsets.
type SkillSpan struct {
	Skill      SkillID
	Start, End int
}

type skillTable struct {
	skills  []Skill
	english phrases
}

var skillsTable = sync.OnceValue(func() *skillTable {
	t := &skillTable{english: phrases{make(map[uint64]int32, 90_000)}}
	rows("skills", func(line int, field []string) {
		s := Skill{ID: SkillID(line), Kind: SkillKind(field[0][0]), Label: field[1]}
		if field[2] != "" {
			s.Others = strings.Split(field[2], "|")
		}
		for n := range strings.SplitSeq(field[3], ",") {
			if v, err := strconv.Atoi(n); err == nil {
				s.Parents = append(s.Parents, SkillID(v))
			}
		}
		t.skills = append(t.skills, s)
	})
	for _, s := range t.skills {
		if s.Kind == Category {
			continue
		}
		t.english.addLabel(s.Label, "en", s.ID)
		for _, l := range s.Others {
			t.english.addLabel(l, "en", s.ID)
		}
	}
	return t
})

// addLabel enters a label and, where it ends in brackets, the part before them.
func (p *phrases) addLabel(label, lang string, id SkillID) {
	p.add(stemsOf(label, lang), int32(id))
	if i := strings.IndexByte(label, '('); i > 0 {
		p.add(stemsOf(label[:i], lang), int32(id))
	}
}

func stemsOf(label, lang string) []string {
	var stems []string
	for _, t := range labelTokens(label, lang) {
		stems = append(stems, t.Stem)
	}
	return stems
}

func labelTokens(text, lang string) []Token {
	words := Words(text)
	tokens := make([]Token, len(words))
	for i, w := range words {
		word := strings.ToLower(text[w.Start:w.End])
		tokens[i] = Token{Start: w.Start, End: w.End, Word: word, Stem: labelStem(word, lang)}
	}
	return tokens
}

// foreign holds, per language other than English, the skills' labels in it.
var foreign = func() map[string]func() *foreignLabels {
	m := map[string]func() *foreignLabels{}
	for _, lang := range []string{"de", "el", "es", "fr", "it", "nl", "pl", "pt", "ru"} {
		m[lang] = sync.OnceValue(func() *foreignLabels { return openSkillLabels(lang) })
	}
	return m
}()

// foreignLabels are the labels of one language; words holds those of one word
// as they are written, by skill.
type foreignLabels struct {
	phrases
	words map[int32][]string
}

func openSkillLabels(lang string) *foreignLabels {
	f := &foreignLabels{phrases{map[uint64]int32{}}, map[int32][]string{}}
	rows("skills_"+lang, func(line int, field []string) {
		for label := range strings.SplitSeq(field[0], "|") {
			if label == "" {
				continue
			}
			f.addLabel(label, lang, SkillID(line))
			label, _, _ = strings.Cut(strings.ToLower(label), "(")
			if label = strings.TrimSpace(label); !strings.Contains(label, " ") {
				f.words[int32(line)] = append(f.words[int32(line)], label)
			}
		}
	})
	return f
}

// meant reports whether n tokens at i stand for a skill: a single word must be
// written like the label but for a short ending, since stems alone would take
// "valoramos" for "valores", and must not be a word for goods of all kinds.
func (f *foreignLabels) meant(tokens []Token, i, n int, v int32) bool {
	if n > 1 {
		return true
	}
	label := skillsTable().skills[v].Label
	if homonyms[tokens[i].Word] || common[tokens[i].Word] {
		return false // the English names judge by more than the word
	}
	if len(tokens[i].Word) < shortestForeign || idle[strings.ToLower(label)] || strings.HasSuffix(label, " products") {
		return false
	}
	return slices.ContainsFunc(f.words[v], func(w string) bool { return !everyday[w] && sameButEnding(tokens[i].Word, w) })
}

// sameButEnding reports whether two words share all but the last letters:
// "księgowość" and "księgowości", not "valores" and "valoramos".
func sameButEnding(a, b string) bool {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n >= max(len(x), len(y))-longestEnding
}

const (
	shortestForeign = 5 // bytes of a single word that names a skill
	longestEnding   = 2 // letters of an ending that may differ
)

// SkillByID returns a skill of the table.
func SkillByID(id SkillID) Skill { return skillsTable().skills[id] }

// SkillsIn finds the skills a text names: the longest label at each place,
// labels of the text's language (the nine that have any) and English names
// elsewhere. One-word names that are also common words are found only where
// the writing shows that the name is meant.
func SkillsIn(text, lang string) []SkillSpan {
	var spans []SkillSpan
	english := Tokens(text, "en")
	own := english
	var labels *foreignLabels
	if open, ok := foreign[lang]; ok {
		own, labels = labelTokens(text, lang), open()
	}
	t := skillsTable()
	for i := 0; i < len(english); {
		v, n := t.english.longest(english, i, func(n int, v int32) bool { return t.meant(text, lang, english, i, n, v) })
		if labels != nil {
			if w, m := labels.longest(own, i, func(n int, v int32) bool { return labels.meant(own, i, n, v) }); m > n {
				v, n = w, m
			}
		}
		if n == 0 {
			i++
			continue
		}
		spans = append(spans, SkillSpan{SkillID(v), english[i].Start, english[i+n-1].End})
		i += n
	}
	return spans
}

// Slug makes a stable identifier of a label: lower case, spaces as hyphens.
func Slug(label string) string {
	return strings.Join(strings.Fields(strings.ToLower(label)), "-")
}

var skillSlugs = sync.OnceValue(func() map[string]SkillID {
	m := map[string]SkillID{}
	for _, s := range skillsTable().skills {
		if _, taken := m[Slug(s.Label)]; !taken && s.Kind != Category {
			m[Slug(s.Label)] = s.ID
		}
	}
	return m
})

// SkillNamed returns the skill whose English label has the same Slug as the
// name given, which may be a Slug itself.
func SkillNamed(name string) (Skill, bool) {
	id, ok := skillSlugs()[Slug(name)]
	if !ok {
		return Skill{}, false
	}
	return SkillByID(id), true
}
