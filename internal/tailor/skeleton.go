package tailor

import (
	"context"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/owner"
	"jobops/internal/posting"
)

// letterFacts is how many lines of the CV a skeleton quotes.
const letterFacts = 4

// Skeleton is the beginning of a letter, made by rule.
type Skeleton struct {
	Letter cv.Letter
	// Evidence has every statement about the person, word for word as the CV has
	// it; the rest of the text says nothing about them.
	Evidence []Evidence
}

// Draft makes the skeleton of a letter in the language of the CV: whom it is
// for, the latest post, the lines of the CV that speak to what the ad asks for,
// a greeting and an end. It quotes and infers nothing; what only the person can
// say (why this employer) is left to them. It is a pure function.
func Draft(r cv.Resume, p posting.Posting, m match.Match) Skeleton {
	d := newDemand(r, p, m)
	k := Skeleton{Letter: cv.Letter{
		From: r.Basics, Recipient: p.Company, Language: d.lx.lang, Signature: r.Basics.Name,
		Greeting: d.lx.letter["greeting"], Closing: d.lx.letter["closing"],
	}}
	k.Letter.From.Summary = ""
	names := map[string]string{"title": p.Title, "company": p.Company}
	opening := d.lx.letter["opening"]
	if p.Title != "" {
		k.Letter.Subject, opening = fillBlanks(d.lx.letter["subject"], names), d.lx.letter["title"]
		if p.Company != "" {
			opening = d.lx.letter["company"]
		}
	}
	paragraphs := []string{fillBlanks(opening, names), d.post(&k), d.quotes(&k), d.lx.letter["end"]}
	k.Letter.Body = strings.Join(slices.DeleteFunc(paragraphs, func(s string) bool { return s == "" }), "\n\n")
	return k
}

// post is the sentence about the latest post.
func (d *demand) post(k *Skeleton) string {
	var e Edit
	text := d.roleSentence(&e)
	k.Evidence = append(k.Evidence, e.Evidence...)
	return text
}

// quotes are the lines of the CV that speak to most of what the ad asks for, in
// the order of the CV.
func (d *demand) quotes(k *Skeleton) string {
	lines := d.speaking()
	if len(lines) == 0 {
		return ""
	}
	text := d.lx.letter["facts"]
	for _, leaf := range lines {
		text += "\n– " + strings.TrimRight(strings.TrimSpace(leaf.Text), ".;,")
		k.Evidence = append(k.Evidence, Evidence{leaf.Path, leaf.Text})
	}
	return text
}

// speaking chooses lines of posts and projects by the requirements they speak
// to; a requirement that a better line has counts no more.
func (d *demand) speaking() []cv.Leaf {
	var chosen []cv.Leaf
	done := map[string]bool{}
	for len(chosen) < letterFacts {
		best, most := -1, 0
		for i, leaf := range d.leaves {
			steps := leaf.Path.Steps()
			if len(steps) != 4 || steps[2] != "highlights" || strings.Contains(leaf.Text, "\n") || slices.Contains(chosen, leaf) {
				continue
			}
			if n := d.fresh(leaf, done); n > most {
				best, most = i, n
			}
		}
		if best < 0 {
			break
		}
		chosen = append(chosen, d.leaves[best])
		for _, w := range d.serves(d.leaves[best].Path, d.leaves[best].Text) {
			done[w.id] = true
		}
	}
	slices.SortStableFunc(chosen, func(a, b cv.Leaf) int { return slices.Index(d.leaves, a) - slices.Index(d.leaves, b) })
	return chosen
}

// fresh weighs the requirements that a line speaks to and no chosen line does. A
// line that speaks to a program is none.
func (d *demand) fresh(leaf cv.Leaf, done map[string]bool) int {
	sum := 0
	for _, w := range d.serves(leaf.Path, leaf.Text) {
		if !done[w.id] {
			sum += w.weight()
		}
	}
	if len(d.lx.orders(tokens(leaf.Text))) > 0 {
		return 0
	}
	return sum
}

// Draft makes the skeleton of a letter to go with a tailoring, from the CV as it
// would be saved now.
func (s *Service) Draft(ctx context.Context, owner owner.ID, id ID) (Skeleton, View, error) {
	v, err := s.View(ctx, owner, id)
	if err != nil {
		return Skeleton{}, v, err
	}
	return Draft(v.Result, v.Pair.Posting.Posting, v.After), v, nil
}
