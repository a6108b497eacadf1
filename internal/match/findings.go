package match

import (
	"cmp"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/posting"
	"jobops/internal/taxonomy"
)

// findings answers every requirement of a posting: blockers first, then musts,
// then the rest, each in the order of the posting.
func (c *Candidate) findings(p *posting.Posting, s similarity) []Finding {
	out := make([]Finding, 0, len(p.Requirements))
	for _, r := range p.Requirements {
		f := c.remember(r)
		if r.Kind == posting.Years && f.State == Met && s.occupation < otherWork {
			f.State, f.Related = Partly, c.resume.Work[c.earliest()].Position
		}
		f.Requirement = r
		f.Ad = Quote{Start: r.Start, End: r.End, Text: p.Quote(r)}
		f.Blocker = r.Must && f.State == Missing && r.Kind != posting.Skill && r.Kind != posting.Years
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return cmp.Compare(rankOf(&a), rankOf(&b)) })
	return out
}

// otherWork is the likeness of occupations below which years of work are those
// of another line of work: related, not the same.
const otherWork = 0.1

// earliest is the position that speaks for the years of work, -1 when none has
// a date.
func (c *Candidate) earliest() int {
	first := -1
	for i, w := range c.resume.Work {
		if !w.Start.IsZero() && (first < 0 || w.Start.Compare(c.resume.Work[first].Start) < 0) {
			first = i
		}
	}
	return first
}

func rankOf(f *Finding) int {
	switch {
	case f.Blocker:
		return 0
	case f.Requirement.Must:
		return 1
	}
	return 2
}

// remember answers a requirement once and keeps the answer.
func (c *Candidate) remember(r posting.Requirement) Finding {
	key := r.ID + " " + r.Level + " " + r.Label
	f, ok := c.answers[key]
	if !ok {
		f = c.answer(r)
		c.answers[key] = f
	}
	return f
}

// answer finds the CV's words for one requirement. Without a quote nothing is
// met.
func (c *Candidate) answer(r posting.Requirement) Finding {
	switch r.Kind {
	case posting.Skill:
		return c.skill(r)
	case posting.Years:
		return c.worked(r)
	case posting.Language:
		return c.speaks(r)
	case posting.Degree:
		return c.studied(r)
	case posting.Permit:
		return c.search(func(text string) (int, int, bool) { return posting.PermitIn(text, r.ID) })
	case posting.Location:
		return c.lives(r)
	}
	return Finding{State: NotStated}
}

// skill looks for the skill itself. A narrower or broader one of the tables is
// related but not the same, so it meets the requirement partly at most.
func (c *Candidate) skill(r posting.Requirement) Finding {
	if q, ok := c.phrase(r.Label); ok {
		return Finding{State: Met, CV: q}
	}
	asked, ok := taxonomy.SkillNamed(strings.TrimPrefix(r.ID, "skill:"))
	if !ok {
		return Finding{State: Missing}
	}
	if q, ok := c.skills[asked.ID]; ok {
		return Finding{State: Met, CV: q}
	}
	for _, id := range c.order {
		if near := taxonomy.SkillByID(id); slices.Contains(near.Parents, asked.ID) || slices.Contains(asked.Parents, id) {
			return Finding{State: Partly, CV: c.skills[id], Related: near.Label}
		}
	}
	return Finding{State: Missing}
}

// phrase finds the words of a label side by side in the CV, endings aside.
// Labels of one short or ambiguous word are left to the tables, which look at
// their writing and what stands beside them.
func (c *Candidate) phrase(label string) (Quote, bool) {
	want := taxonomy.Tokens(label, "en")
	if len(want) == 0 || len(want) == 1 && (len(want[0].Word) < 5 || taxonomy.Ambiguous(want[0].Word)) {
		return Quote{}, false
	}
	for _, at := range c.first[want[0].Stem] {
		l := &c.leaves[at.leaf]
		if at.token+len(want) > len(l.tokens) {
			continue
		}
		found := l.tokens[at.token : at.token+len(want)]
		if taxonomy.SameWords(found, want) && !posting.Denied(l.text)(found[0].Start) {
			return quote(l, found[0].Start, found[len(found)-1].End), true
		}
	}
	return Quote{}, false
}

// worked compares the months of work with the years asked; the quote is the
// start of the earliest position.
func (c *Candidate) worked(r posting.Requirement) Finding {
	first := c.earliest()
	if first < 0 {
		return Finding{State: NotStated}
	}
	text := c.resume.Work[first].Start.String()
	f := Finding{State: Missing, CV: Quote{Path: cv.NewPath("work", first, "startDate"), End: len(text), Text: text}}
	switch asked := 12 * r.Years; {
	case c.months >= asked:
		f.State = Met
	case 2*c.months >= asked:
		f.State = Partly
	default:
		f.CV = Quote{}
	}
	return f
}

// speaks compares a language and its level with the CV's list of languages,
// then with what its prose says.
func (c *Candidate) speaks(r posting.Requirement) Finding {
	code := strings.TrimPrefix(r.ID, "language:")
	for i, l := range c.resume.Languages {
		for _, t := range posting.TonguesIn(l.Language) {
			if t.Code != code {
				continue
			}
			q := Quote{Path: cv.NewPath("languages", i, "language"), Start: t.Start, End: t.End, Text: l.Language[t.Start:t.End]}
			level := cmp.Or(l.CEFR, posting.LevelIn(l.Fluency))
			if r.Level != "" && level != "" && level < r.Level {
				return Finding{State: Partly, CV: q}
			}
			return Finding{State: Met, CV: q}
		}
	}
	if q, ok := c.tongues()[code]; ok {
		return Finding{State: Met, CV: q}
	}
	if len(c.resume.Languages) > 0 && code != c.lang {
		return Finding{State: Missing}
	}
	return Finding{State: NotStated}
}

// tongues finds the languages that the CV's prose says are spoken, once.
func (c *Candidate) tongues() map[string]Quote {
	if c.spoken != nil {
		return c.spoken
	}
	c.spoken = map[string]Quote{}
	for i := range c.leaves {
		l := &c.leaves[i]
		for _, t := range posting.TonguesSpoken(l.text) {
			if _, known := c.spoken[t.Code]; !known {
				c.spoken[t.Code] = quote(l, t.Start, t.End)
			}
		}
	}
	return c.spoken
}

var degreeRank = map[string]int{"school": 1, "vocational": 2, "bachelor": 3, "master": 4, "doctorate": 5}

// studied compares the degree asked with the highest of the CV's education.
func (c *Candidate) studied(r posting.Requirement) Finding {
	best, f := 0, Finding{State: NotStated}
	for i := range c.leaves {
		l := &c.leaves[i]
		if !l.path.Under("/education") && !l.path.Under("/certificates") && !l.path.Under("/x-jobops-sections") && !l.path.Under("/basics/summary") {
			continue
		}
		level, start, end := posting.DegreeIn(l.text)
		if degreeRank[level] > best {
			best, f.CV = degreeRank[level], quote(l, start, end)
		}
	}
	switch {
	case best >= degreeRank[r.Level]:
		f.State = Met
	case best > 0:
		f.State = Partly
	}
	return f
}

// lives compares the posting's place with the person's.
func (c *Candidate) lives(r posting.Requirement) Finding {
	city := c.resume.Basics.Location.City
	if city == "" || !strings.EqualFold(city, r.Label) {
		return Finding{State: NotStated}
	}
	return Finding{State: Met, CV: Quote{Path: "/basics/location/city", End: len(city), Text: city}}
}

// search returns the first words of the CV that find accepts.
func (c *Candidate) search(find func(string) (start, end int, ok bool)) Finding {
	for i := range c.leaves {
		l := &c.leaves[i]
		if start, end, ok := find(l.text); ok {
			return Finding{State: Met, CV: quote(l, start, end)}
		}
	}
	return Finding{State: NotStated}
}

// keywords counts the posting's skill words that the CV contains, the way a
// keyword filter would: exact words, nothing related.
func (c *Candidate) keywords(p *posting.Posting) Coverage {
	var k Coverage
	for _, r := range p.Requirements {
		if r.Kind != posting.Skill {
			continue
		}
		k.Of++
		if c.contains(p.Quote(r)) {
			k.Found++
		}
	}
	return k
}

// contains reports whether a leaf holds the words side by side and unchanged
// but for case.
func (c *Candidate) contains(words string) bool {
	want := taxonomy.Tokens(words, "en")
	if len(want) == 0 {
		return false
	}
	return slices.ContainsFunc(c.first[want[0].Stem], func(at place) bool {
		have := c.leaves[at.leaf].tokens[at.token:]
		return len(have) >= len(want) && slices.EqualFunc(have[:len(want)], want, func(a, b taxonomy.Token) bool { return a.Word == b.Word })
	})
}

func (r *reading) readsLike() []string {
	if space := taxonomy.ISCO(r.lang); space != nil {
		return space.ReadsLike(r.isco)
	}
	return nil
}
