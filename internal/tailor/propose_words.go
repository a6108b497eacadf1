package tailor

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/cv"
	"jobops/internal/match"
)

// longestSkill is how many words a skill put on the list may have; longer
// quotes are sentences.
const longestSkill = 4

// surface proposes to put a skill that the CV names in passing, and the posting
// asks for, on the list of skills, in the CV's own spelling.
func (d *demand) surface() []Edit {
	var all []Edit
	for _, w := range d.wants {
		if w.state != match.Met || d.listed(w) {
			continue
		}
		path, quote, ok := d.mention(w)
		if !ok || len(strings.Fields(quote)) > longestSkill || d.opens(path, quote) {
			continue
		}
		all = append(all, d.checked(Edit{
			ID: "add-" + slug(quote), Kind: Surface, Path: d.skillList(), After: d.asListed(quote),
			Reason:       Message{Key: "tailor.reason.surface", Args: []any{quote}},
			Evidence:     []Evidence{{path, quote}},
			Requirements: []string{w.id},
		}))
	}
	return all
}

// opens tells whether several words are the beginning of a bullet: there they
// are what the person did ("Lead a team of eight") rather than the name of a
// skill.
func (d *demand) opens(path cv.Path, quote string) bool {
	text, _ := cv.Text(d.r, path)
	parent, _ := path.Parent()
	return strings.HasSuffix(string(parent), "/highlights") && strings.Contains(quote, " ") && strings.HasPrefix(text, quote)
}

// asListed writes several words with a capital when the list of skills does.
// Single words keep the case that tools are written in ("npm").
func (d *demand) asListed(quote string) string {
	first, size := utf8.DecodeRuneInString(quote)
	if !strings.Contains(quote, " ") || len(d.r.Skills) == 0 {
		return quote
	}
	for _, leaf := range cv.LeavesUnder(d.r, "/skills") {
		if r, _ := utf8.DecodeRuneInString(leaf.Text); !unicode.IsUpper(r) {
			return quote
		}
	}
	return string(unicode.ToUpper(first)) + quote[size:]
}

// listed tells whether the list of skills names the requirement already.
func (d *demand) listed(w want) bool {
	for _, leaf := range d.leaves {
		if !leaf.Path.Under("/skills") {
			continue
		}
		p := d.lx.passage(leaf)
		if slices.ContainsFunc(w.terms, func(t term) bool { _, ok := p.find(t); return ok || p.names(t) }) {
			return true
		}
	}
	return false
}

// names tells whether a passage has a term of equal meaning.
func (p *passage) names(t term) bool {
	return slices.ContainsFunc(equals(t), p.affirms)
}

// equals lists the terms that mean the same as t.
func equals(t term) []term {
	var list []term
	for _, s := range byFirst()[t.words[0]] {
		if s.equal && slices.Equal(s.narrow.words, t.words) {
			list = append(list, s.broad)
		}
	}
	return list
}

// mention finds where the CV's texts name the requirement, in its own spelling.
func (d *demand) mention(w want) (cv.Path, string, bool) {
	for _, leaf := range d.leaves {
		if !prose(leaf.Path) {
			continue
		}
		p := d.lx.passage(leaf)
		for _, t := range w.terms {
			if at, ok := p.find(t); ok {
				return leaf.Path, leaf.Text[at.start:at.end], true
			}
		}
	}
	return "", "", false
}

// prose tells whether a path holds running text of the person about their work.
func prose(path cv.Path) bool {
	steps := path.Steps()
	if slices.Contains([]string{"skills", "languages", "references", "interests"}, steps[0]) {
		return false
	}
	return !fixed(path) || steps[0] == "certificates" && steps[len(steps)-1] == "name"
}

// skillList is the place for a new skill: the largest group when skills stand in
// groups, else the list itself.
func (d *demand) skillList() cv.Path {
	best := -1
	for i, s := range d.r.Skills {
		if len(s.Keywords) > 0 && (best < 0 || len(s.Keywords) > len(d.r.Skills[best].Keywords)) {
			best = i
		}
	}
	if best < 0 {
		return "/skills/-"
	}
	return cv.NewPath("skills", best, "keywords", cv.End)
}

// synonyms proposes to write the posting's word for a thing beside the CV's own
// word, once for each requirement: "Kubernetes (K8s)", "React (JavaScript)".
func (d *demand) synonyms() []Edit {
	edits := map[cv.Path]*Edit{}
	for _, w := range d.wants {
		if len(w.terms) == 0 || d.says(newTerm(w.label)) {
			continue
		}
		d.reword(w, edits)
	}
	var all []Edit
	for _, e := range edits {
		all = append(all, d.checked(*e))
	}
	slices.SortFunc(all, func(a, b Edit) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func (d *demand) says(t term) bool {
	return slices.ContainsFunc(d.leaves, func(l cv.Leaf) bool { return d.lx.passage(l).affirms(t) })
}

// reword adds the posting's word to the first text that has a narrower one or
// one of equal meaning; several words in one text make one edit.
func (d *demand) reword(w want, edits map[cv.Path]*Edit) {
	for _, leaf := range d.leaves {
		if fixed(leaf.Path) || leaf.Path.Under("/references") {
			continue
		}
		s, quote, ok := d.lx.narrower(leaf, newTerm(w.label))
		if !ok {
			continue
		}
		e := edits[leaf.Path]
		if e == nil {
			e = &Edit{ID: "word" + slugPath(leaf.Path), Kind: Reword, Path: leaf.Path, After: leaf.Text}
			edits[leaf.Path] = e
		}
		with := quote + " (" + s.broad.text + ")"
		if s.equal {
			with = s.broad.text + " (" + quote + ")"
		}
		e.After = replaceTerm(e.After, quote, with)
		e.Evidence = append(e.Evidence, Evidence{leaf.Path, quote})
		e.Requirements = append(e.Requirements, w.id)
		e.Reason = Message{Key: "tailor.reason.synonym", Args: []any{s.broad.text, quote}}
		return
	}
}

// narrower finds a term in a text from which the wanted one follows.
func (lx *lexicon) narrower(leaf cv.Leaf, wanted term) (synonym, string, bool) {
	p := lx.passage(leaf)
	for i, t := range p.list {
		for _, s := range byFirst()[t.plain] {
			end, ok := s.narrow.at(p.list, i)
			if ok && !p.weak[t.clause] && slices.Equal(s.broad.words, wanted.words) {
				return s, leaf.Text[t.start:p.list[end-1].end], true
			}
		}
	}
	return synonym{}, "", false
}

// replaceTerm replaces the first occurrence of a quote that stands as words of
// its own.
func replaceTerm(text, quote, with string) string {
	want := newTerm(quote)
	list := tokens(text)
	for i := range list {
		if end, ok := want.at(list, i); ok && text[list[i].start:list[end-1].end] == quote {
			return text[:list[i].start] + with + text[list[end-1].end:]
		}
	}
	return text
}
