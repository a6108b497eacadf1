package web

import (
	"strconv"
	"strings"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
)

// many says how many rows of a kind a person has, "–" for what is not counted.
func (v rightsView) many(k inventory.Kept) string {
	n, ok := v.counts[k.ID]
	if !ok {
		return "–"
	}
	return strconv.FormatInt(n, 10)
}

// recipient names a processor by its id.
func (p policy) recipient(id string) string {
	if r, ok := p.inv.Processor(id); ok {
		return r.Name
	}
	return id
}

// received says what a recipient got: "the CV document, 120 kB".
func (p policy) received(d privacy.Disclosure) string {
	var all []string
	for _, class := range d.Classes {
		all = append(all, p.in(p.inv.DataClasses[class]))
	}
	return strings.Join(append(all, i18n.Size(p.Lang, d.Bytes)), ", ")
}

// purpose says what an activity is for.
func (p policy) purpose(id inventory.Purpose) string {
	for _, a := range p.inv.Activities {
		if a.ID == id {
			return p.in(a.Purpose)
		}
	}
	return string(id)
}

// forgotten says when a recipient has forgotten what it got.
func (p policy) forgotten(d privacy.Disclosure) string {
	if d.Expires.IsZero() {
		r, _ := p.inv.Processor(d.Processor)
		return p.in(r.Retention)
	}
	return day(p.Lang, d.Expires)
}
