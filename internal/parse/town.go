package parse

import (
	"slices"
	"strings"
)

// cutTowns parts an unknown town from the employer it stands behind, where other
// entries of the section name a place as well.
func cutTowns(all []position) {
	placed := func(p position) bool {
		return slices.ContainsFunc(p.rest, func(s slot) bool { return cluesOf(s.full()).place >= 0.6 })
	}
	if !slices.ContainsFunc(all, placed) {
		return
	}
	for i := range all {
		p := &all[i]
		if len(p.org) != 1 || placed(*p) {
			continue
		}
		f := p.org[0]
		k := strings.LastIndex(f.text, ", ")
		if k <= 0 || legalTail(f.text[k:]) || !writtenLikeName(f.text[k+2:]) || len(strings.Fields(f.text[k+2:])) > 3 {
			continue
		}
		p.org, p.town = value{f.sub(0, k)}, value{f.sub(k+2, len(f.text))}
	}
}

// placeTowns finds towns that the lexicon does not know by where they stand: in
// the column of the dates, or where other entries of the section have a place.
func placeTowns(all []position) {
	usual := map[slotKey]bool{}
	for i := range all {
		for _, s := range all[i].rest {
			if cluesOf(s.full()).place >= 0.6 {
				usual[s.key] = true
			}
		}
	}
	for i := range all {
		p := &all[i]
		p.place = -1
		for _, s := range p.rest {
			if townShaped(s.full()) && (usual[s.key] || belowDate(p.entry, s)) {
				p.place = s.start
				break
			}
		}
	}
}

// unknownTown tells whether a name is followed by a town that the lexicon does
// not know and its country: "Early Oven, Little Dunmow, UK".
func unknownTown(name, tail string) bool {
	town, country, _ := strings.Cut(tail, ", ")
	return countryCode(country) != "" && townShaped(town) && countryCode(town) == "" && !placeName(name)
}

// townShaped tells whether a text may be the name of a town: few words with
// capitals that say nothing else.
func townShaped(s string) bool {
	c := cluesOf(s)
	name := strings.ReplaceAll(s, ",", "")
	return writtenLikeName(name) && len(strings.Fields(name)) <= 3 && letters(s) > 2 &&
		c.title+c.org+c.school+c.degree+c.prose+c.address == 0 && words().labels[fold(s)] == ""
}

// belowDate tells whether a slot stands in the column of the entry's date, on
// another line and apart from the text of its own.
func belowDate(e *entry, s slot) bool {
	const near = 4
	d := e.date
	if !e.dated || s.page != d.page || len(s.more) > 0 || abs(s.box.Y0-d.box.Y0) < 0.5*(d.box.Y1-d.box.Y0) {
		return false
	}
	right := abs(s.box.X1-d.box.X1) < near && s.key.part > 0
	left := abs(s.box.X0-d.box.X0) < near && d.box.X1 < e.head[0].right-0.5*(e.head[0].right-e.head[0].left)
	return right || left && apart(e, s)
}

// apart tells whether another cell stands on the line of a slot.
func apart(e *entry, s slot) bool {
	return slices.ContainsFunc(e.head, func(l line) bool {
		return len(l.cells) > 1 && l.cells[0].start() <= s.start && s.start <= l.cells[len(l.cells)-1].start()+len(l.cells[len(l.cells)-1].text())
	})
}
