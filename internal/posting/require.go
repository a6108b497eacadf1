package posting

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/taxonomy"
)

// sentence is a stretch of one line that is judged as must or nice by itself.
type sentence struct {
	start, end int
	section    section
	lang       string
}

// requirements collects what the posting asks for, each thing once, in the
// order of the text. Lines about the employer ask for nothing.
func (p *Posting) requirements(lines []line) []Requirement {
	c := collector{p: p, at: map[string]int{}}
	c.sectioned = slices.ContainsFunc(lines, func(l line) bool { return l.section == wants })
	for _, l := range lines {
		if l.heading || l.section == about {
			continue
		}
		for _, s := range sentences(p.Text, l) {
			if !idle(p.Text[s.start:s.end]) {
				c.read(s)
			}
		}
	}
	c.place()
	slices.SortStableFunc(c.found, func(a, b Requirement) int { return cmp.Compare(a.Start, b.Start) })
	return c.found
}

// sentences cuts a line at the ends of its sentences.
func sentences(text string, l line) []sentence {
	var out []sentence
	start := l.start
	for i := l.start; i < l.end; i++ {
		if ends(text, i, l.end) {
			out = append(out, sentence{start, i + 1, l.section, l.lang})
			start = i + 1
		}
	}
	if start < l.end {
		out = append(out, sentence{start, l.end, l.section, l.lang})
	}
	return out
}

// ends reports whether a sentence ends at byte i: a stop sign, and then a space
// and a capital, or a capital at once after three small letters ("skills.You").
func ends(text string, i, end int) bool {
	switch text[i] {
	case ';':
		return true
	case '.', '!', '?':
	default:
		return false
	}
	if i+1 >= end {
		return true
	}
	next := text[i+1]
	if next == ' ' {
		return i+2 >= end || !isLower(text[i+2])
	}
	return i >= 3 && isUpper(next) && isLower(text[i-1]) && isLower(text[i-2]) && isLower(text[i-3])
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// collector gathers requirements and keeps the stricter of two equal ones.
type collector struct {
	p         *Posting
	found     []Requirement
	at        map[string]int // ID -> index in found
	sectioned bool           // the ad has a section of requirements
}

func (c *collector) add(r Requirement) {
	if i, ok := c.at[r.ID]; ok {
		old := &c.found[i]
		if r.Must && !old.Must {
			*old = r
		}
		return
	}
	c.at[r.ID] = len(c.found)
	c.found = append(c.found, r)
}

// sureBytes is how long a text is at least whose language is certain.
const sureBytes = 120

// sure is the language of a posting that is long enough to tell it.
func (c *collector) sure(lang string) string {
	if len(c.p.Text) < sureBytes {
		return ""
	}
	return lang
}

// read takes every requirement out of one sentence.
func (c *collector) read(s sentence) {
	text := c.p.Text[s.start:s.end]
	low := lower(text)
	must := c.must(s, low)
	nice := func(int) bool { return false }
	if must && welcome.in(low) {
		nice = niceAt(text)
	}
	denied := Denied(text)
	schooling := degrees(text, low)
	for _, r := range slices.Concat(years(text, low, s.section), spoken(text, low, c.sure(s.lang), s.section), schooling, permits(text, low)) {
		if denied(r.Start) || r.Kind == Degree && c.sectioned && !(s.section == wants || s.section == likes || demand.in(low)) {
			continue
		}
		r.Must = must && !nice(r.Start)
		if r.Kind == Language && s.lang != "en" {
			r.Label = text[r.Start:r.End]
		}
		r.Start += s.start
		r.End += s.start
		c.add(r)
	}
	known := SkillsStated(text, s.lang)
	for _, span := range known {
		skill := taxonomy.SkillByID(span.Skill)
		if skill.Kind == taxonomy.Spoken || skill.Kind == taxonomy.Knowledge && oneOfSubjects(text, schooling, span.Start) {
			continue
		}
		label := skill.Label
		if s.lang != "en" {
			label = text[span.Start:span.End]
		}
		c.add(Requirement{
			ID: "skill:" + taxonomy.Slug(skill.Label), Kind: Skill, Must: must && !nice(span.Start), Label: label,
			Start: s.start + span.Start, End: s.start + span.End,
		})
	}
	if s.lang == "en" && (s.section == wants || s.section == likes) {
		c.unknown(s, text, func(at int) bool { return must && !nice(at) }, known)
	}
}

// subjectBytes is how far behind a degree its subjects are looked for.
const subjectBytes = 80

// eitherOf joins the subjects of a degree of which one is enough.
var eitherOf = list(` or | ou | oder | o | of | lub | albo | или | ή | u `)

// oneOfSubjects reports whether what stands at a byte of a sentence is one of
// several subjects of the degree asked for, "degree in mathematics, physics or
// engineering": who has one need not name the others.
func oneOfSubjects(text string, schooling []Requirement, at int) bool {
	return slices.ContainsFunc(schooling, func(d Requirement) bool {
		if d.End > at || at-d.End > subjectBytes || strings.ContainsAny(text[d.End:at], ";+&") || worked.in(lower(text[d.End:at])) {
			return false
		}
		return eitherOf.in(lower(valid(text[d.End:min(len(text), d.End+subjectBytes)])))
	})
}

// unknown adds names that no table has but that the tagger takes for something
// to know: new tools, products of one trade. A capital or digit inside the
// sentence is asked for, since a name without one is often no name.
func (c *collector) unknown(s sentence, text string, must func(at int) bool, known []taxonomy.SkillSpan) {
	words, denied := withSigns(text), Denied(text)
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = text[w.Start:w.End]
	}
	for _, span := range taxonomy.KnowledgeSpans(names) {
		for span[1]-span[0] > 1 && len(names[span[1]-1]) == 1 {
			span[1]--
		}
		start, end := words[span[0]].Start, words[span[1]-1].End
		label := text[start:end]
		if span[1]-span[0] > maxName || !nameLike(label, start == 0) || overlaps(known, start, end) || denied(start) || c.taken(s.start+start, s.start+end) {
			continue
		}
		c.add(Requirement{ID: "skill:" + taxonomy.Slug(label), Kind: Skill, Must: must(start), Label: label, Start: s.start + start, End: s.start + end})
	}
}

// maxName is the longest name of an unknown skill, in words.
const maxName = 3

// withSigns splits a text into words and single signs, the way the tagger
// learned it.
func withSigns(text string) []taxonomy.Span {
	var out []taxonomy.Span
	last := 0
	signs := func(end int) {
		for i, r := range text[last:end] {
			if !unicode.IsSpace(r) {
				out = append(out, taxonomy.Span{Start: last + i, End: last + i + utf8.RuneLen(r)})
			}
		}
	}
	for _, w := range taxonomy.Words(text) {
		signs(w.Start)
		out = append(out, w)
		last = w.End
	}
	signs(len(text))
	return out
}

// nameLike reports whether a span is written like a name: letters first, only
// letters, digits and the signs of names, and a capital or digit that does not
// merely open the sentence. Ordinary words with a capital, degrees, and words
// that lost the space between them are none.
func nameLike(s string, opens bool) bool {
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) || len(s) < 3 || stuck.MatchString(s) || schooled.in(lower(s)) ||
		strings.ContainsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" +#.&/-'’", r)
		}) {
		return false
	}
	inner := strings.ContainsFunc(s[size:], func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) })
	if !strings.Contains(s, " ") && !inner && taxonomy.Ordinary(s) {
		return false
	}
	return !opens && unicode.IsUpper(first) || inner
}

// stuck is a word that lost the space before the next: "queriesAbility",
// "ManagementOffice", "spreadsheets7".
var stuck = regexp.MustCompile(`(?:^| )\p{Ll}{4,}[\p{Lu}\d]|\p{Ll}{7,}[\p{Lu}\d]|^(?:(?:the )?high school|certifi\w+|licen[cs]\w+)$`)

func overlaps(known []taxonomy.SkillSpan, start, end int) bool {
	return slices.ContainsFunc(known, func(k taxonomy.SkillSpan) bool { return k.Start < end && start < k.End })
}

// taken reports whether another requirement already quotes these bytes.
func (c *collector) taken(start, end int) bool {
	return slices.ContainsFunc(c.found, func(r Requirement) bool { return r.Start < end && start < r.End })
}

// must decides between must-have and nice-to-have for a whole sentence: its
// own words first, then its section. Duties count as musts only in an ad that
// lists no requirements. Parts of it may be welcome only; niceAt tells them.
func (c *collector) must(s sentence, low string) bool {
	switch {
	case s.section == likes:
		return insisted.in(low)
	case s.section == wants || demand.in(low):
		return true
	}
	return !c.sectioned
}

// place asks for the posting's place, quoted where the text names it.
func (c *collector) place() {
	city, _, _ := strings.Cut(c.p.Location, ",")
	city = strings.TrimSpace(city)
	if city == "" || c.p.Remote == RemoteFull {
		return
	}
	if i := wordAt(c.p.Text, city); i >= 0 {
		c.add(Requirement{ID: "location:" + taxonomy.Slug(city), Kind: Location, Must: true, Label: city, Start: i, End: i + len(city)})
	}
}

// wordAt returns where a text names a place, as words of their own and with
// nothing after them that makes another thing of it ("Nice to have"); -1 when
// it does not.
func wordAt(text, place string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], place)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(place)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) && !strings.HasPrefix(text[end:], " to have") {
			return i
		}
		from = end
	}
}
