package tailor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/cv"
)

// longText is the number of words from which a text without any claim is
// suspicious: the check has probably not understood it.
const longText = 40

// Check reads an edit against the CV of record it is meant for. Every word of
// the new text is traced; every claim (number, date, name, degree, language,
// rank, scope, any word without a source) is listed, with whether the CV
// supports it. Check is a pure function and trusts nothing in e but its path
// and text: evidence counts only where it names the same entry of the CV. What
// the person said about the entry before is evidence like the CV.
func Check(r cv.Resume, e Edit, said ...Statement) Report {
	switch e.Kind {
	case Order, Pick:
		return checkList(r, e)
	}
	if fixed(e.Path) {
		return checkFixed(r, e)
	}
	c := &checker{source: newSource(r, e, said), edit: e, list: tokens(e.After)}
	c.run()
	return c.report
}

// checkList makes sure that a list edit only names entries that exist; an
// Order names all of them.
func checkList(r cv.Resume, e Edit) Report {
	n, err := cv.Len(r, e.Path)
	seen := map[int]bool{}
	ok := err == nil && (e.Kind == Pick || len(e.Order) == n)
	for _, i := range e.Order {
		ok = ok && i >= 0 && i < n && !seen[i]
		seen[i] = true
	}
	if ok {
		return Report{Checked: len(e.Order)}
	}
	return Report{Checked: 1, Claims: []Claim{{Kind: ListClaim, Text: string(e.Path), Origin: New}}}
}

// fixed tells whether a path holds a statement that no edit changes silently:
// who, where, when, which degree, which level.
func fixed(path cv.Path) bool {
	steps := path.Steps()
	if len(steps) == 0 {
		return true
	}
	switch steps[len(steps)-1] {
	case "summary", "description", cv.End:
		return false
	case "name":
		return steps[0] != "skills"
	}
	list := len(steps) >= 4 && slices.Contains([]string{"highlights", "keywords", "lines", "courses"}, steps[2])
	return !list
}

func checkFixed(r cv.Resume, e Edit) Report {
	before, err := cv.Text(r, e.Path)
	same := err == nil && strings.Join(strings.Fields(before), " ") == strings.Join(strings.Fields(e.After), " ")
	c := Claim{Kind: FixedClaim, Text: e.After, End: len(e.After), Origin: New, Supported: same}
	if same {
		c.Origin, c.Source = Quoted, e.Path
	}
	return Report{Checked: 1, Claims: []Claim{c}}
}

// checker holds one edit while it is read.
type checker struct {
	*source
	edit    Edit
	list    []token
	covered map[int]bool // tokens that a claim of their own speaks for
	denies  map[int]bool // clauses of the new text that deny something
	// numbersFound and marksFound are the numbers and marks of the new text.
	numbersFound []quantity
	marksFound   []mark
	report       Report
}

func (c *checker) run() {
	c.covered, c.denies = map[int]bool{}, map[int]bool{}
	for _, i := range c.lx.denials(c.list) {
		c.denies[c.list[i].clause] = true
	}
	c.hidden()
	c.markup()
	c.numbers()
	c.marks()
	c.words()
	c.combined()
	c.dropped()
	c.pairs()
	c.carried()
	c.months()
	c.people()
	c.strangers()
	c.levels()
	c.many()
	c.rejoined()
	c.whole()
	c.upon()
	c.negations()
	slices.SortStableFunc(c.report.Claims, func(a, b Claim) int { return a.Start - b.Start })
	c.report.Checked = len(c.report.Claims)
	if c.report.Checked == 0 && c.wordCount() > longText {
		c.report.Warning = "tailor.warning.nothing_checked"
	}
}

// wordCount counts words; two characters of a script without spaces count as
// one.
func (c *checker) wordCount() int {
	n := 0
	for _, t := range c.list {
		switch first := []rune(t.text)[0]; {
		case t.class == sign:
		case unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			n += (len([]rune(t.text)) + 1) / 2
		default:
			n++
		}
	}
	return n
}

func (c *checker) claim(kind ClaimKind, from, to int, origin Origin, at *passage, ok bool) {
	claim := Claim{Kind: kind, Origin: origin, Supported: ok, Start: c.list[from].start, End: c.list[to].end}
	claim.Text = c.edit.After[claim.Start:claim.End]
	if at != nil {
		claim.Source = at.path
	}
	c.report.Claims = append(c.report.Claims, claim)
}

// hidden finds characters that a reader cannot see.
func (c *checker) hidden() {
	for i, size := 0, 0; i < len(c.edit.After); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(c.edit.After[i:])
		text := c.edit.After[i : i+size]
		if visible(r) || c.own != nil && strings.Contains(c.edit.Before, text) {
			continue
		}
		c.report.Claims = append(c.report.Claims, Claim{Kind: HiddenClaim, Text: text, Start: i, End: i + size, Origin: New})
	}
}

func visible(r rune) bool {
	switch r {
	case '\n', '\t', '\u00ad':
		return true
	case unicode.ReplacementChar:
		return false
	}
	return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// markup finds angle brackets that the text did not have: no CV needs tags.
func (c *checker) markup() {
	for i, t := range c.list {
		if (t.text == "<" || t.text == ">") && !strings.Contains(c.edit.Before, t.text) {
			c.claim(WordClaim, i, i, New, nil, false)
		}
	}
}

func (c *checker) cover(from, to int) {
	for i := from; i <= to; i++ {
		c.covered[i] = true
	}
}

// numbers wants each number with its unit, bound and context in a near text,
// and pairs such as "from 5 to 3" in the same order.
func (c *checker) numbers() {
	list := c.lx.quantities(c.list)
	c.numbersFound = list
	homes := make([]*passage, len(list))
	for i, q := range list {
		homes[i] = c.findQuantity(q)
		kind := NumberClaim
		if strings.HasSuffix(q.unit, "#") {
			kind = DateClaim
		}
		origin := New
		if homes[i] != nil {
			origin = Quoted
		}
		if q.value != 1 || !c.lx.function[c.list[q.at].plain] || strictUnit(q.unit) || homes[i] != nil {
			c.claim(kind, q.at, q.last, origin, homes[i], homes[i] != nil) // the word "one" alone is hardly a claim
		}
		c.cover(q.from, q.last)
	}
	for i := 1; i < len(list); i++ {
		a, b := homes[i-1], homes[i]
		if a != nil && a == b && c.lx.linked(c.list, list[i-1], list[i]) && !a.inOrder(list[i-1], list[i]) {
			c.claim(OrderClaim, list[i-1].at, list[i].last, Quoted, a, false)
		}
	}
}

// inOrder tells whether a passage says one number before another.
func (p *passage) inOrder(a, b quantity) bool {
	for i, first := range p.quantities {
		for _, second := range p.quantities[i+1:] {
			if same(a, first) && same(b, second) {
				return true
			}
		}
	}
	return false
}

// findQuantity finds the near passage that supports a number. A clause that
// denies something or speaks of learning supports only itself.
func (c *checker) findQuantity(q quantity) *passage {
	for _, p := range c.nearest() {
		for _, have := range p.quantities {
			weak := p.weak[p.list[have.at].clause] && p != c.own
			if !weak && same(q, have) && p.counts(q, have) {
				return p
			}
		}
	}
	return nil
}

// nearest lists the near passages, the edit's own text first.
func (c *checker) nearest() []*passage {
	if c.own == nil {
		return c.near
	}
	rest := slices.DeleteFunc(slices.Clone(c.near), func(p *passage) bool { return p == c.own })
	return append([]*passage{c.own}, rest...)
}

func same(want, have quantity) bool {
	if have.unit == "%" && want.unit == "" && want.value < 1 || want.unit == "%" && have.unit == "" && have.value < 1 {
		want, have = want.part(), have.part()
	}
	if want.value != have.value || want.month != 0 && want.month != have.month {
		return false
	}
	if want.unit != have.unit && (strictUnit(want.unit) || strictUnit(have.unit)) {
		return false
	}
	switch {
	case have.rough && !want.rough && want.bound == 0: // "about 50" is not "50"
		return false
	case have.bound == want.bound, have.bound == 1 && want.bound == 0, have.bound == 0 && want.bound == -1, want.rough:
		return have.bound >= want.bound
	}
	return false
}
