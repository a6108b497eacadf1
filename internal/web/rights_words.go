package web

import (
	"slices"
	"strconv"
	"strings"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
	"jobops/internal/web/ui"
)

// present returns what is kept of the person now; the policy lists what may be.
func (v rightsView) present() []inventory.Kept {
	return slices.DeleteFunc(v.inv.Kept(), func(k inventory.Kept) bool { return v.number(k.ID) == 0 })
}

// number is how many rows or objects of a kind a person has.
func (v rightsView) number(id string) int64 {
	for _, b := range v.inv.Blobs {
		if b.Prefix == id {
			return v.counts[b.Table]
		}
	}
	return v.counts[id]
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

// notice says what a recipient is told: "Affinda: corrected, waiting since …".
func (p policy) notice(n privacy.Notice) string {
	what := p.recipient(n.Processor) + p.T("privacy.colon") + p.T("rights.notice."+n.Event)
	if n.Sent.IsZero() {
		return what + ", " + p.T("rights.notices.queued", i18n.Moment(p.Lang, n.Queued))
	}
	return what + ", " + p.T("rights.notices.sent", i18n.Moment(p.Lang, n.Sent))
}

// scope names what a restriction covers.
func (p policy) scope(scope string) string {
	if scope == privacy.Everything {
		return p.T("rights.scope.all")
	}
	return p.word("activity", scope)
}

func (v rightsView) scopeOptions() []ui.Option {
	var all []ui.Option
	for _, s := range v.scopes {
		all = append(all, ui.Option{Value: s, Label: v.scope(s)})
	}
	return all
}

func (v rightsView) keepValue() string {
	if v.keep {
		return "yes"
	}
	return "no"
}

func (v rightsView) keepOptions() []ui.Option {
	return []ui.Option{{Value: "yes", Label: v.T("rights.erase.row.keep")}, {Value: "no", Label: v.T("rights.erase.row.go")}}
}

// consequences lists what a deletion takes, with how many there are.
func (v rightsView) consequences() []string {
	var all []string
	for _, step := range v.inv.ErasePlan("account_delete") {
		if n := v.number(step.Table + step.Blobs); n > 0 && step.How != "shred" {
			all = append(all, v.in(step.Title)+v.T("privacy.colon")+strconv.FormatInt(n, 10))
		}
	}
	return all
}

// step names a step of an erasure.
func (v receiptView) step(s privacy.Step, title inventory.Text) string {
	if s.Kind == privacy.StepRows || s.Kind == privacy.StepObjects {
		return v.in(title)
	}
	return v.T("rights.step." + string(s.Kind))
}

func (v receiptView) removed(s privacy.Step) string {
	if s.Kind == privacy.StepCompact {
		return "–"
	}
	return strconv.FormatInt(s.Removed, 10)
}

// ended says when a step was done, or that it is tried again.
func (v receiptView) ended(s privacy.Step) string {
	switch {
	case !s.Done.IsZero():
		return i18n.Moment(v.Lang, s.Done)
	case s.Tries > 0:
		return v.N("rights.step.tried", s.Tries)
	}
	return v.T("rights.step.open")
}

func (v receiptView) until(s privacy.Step) string {
	if s.Until.IsZero() {
		r, _ := v.inv.Processor(s.Target)
		return v.in(r.Retention)
	}
	return day(v.Lang, s.Until)
}

func (v receiptView) anyRecipient() bool {
	return slices.ContainsFunc(v.erasure.Steps, func(s privacy.Step) bool { return s.Kind == privacy.StepRecipient })
}

// stays lists what is not gone yet, and when it goes.
func (v receiptView) stays() []string {
	var all []string
	if v.erasure.Keep {
		all = append(all, v.T("rights.stays.row", day(v.Lang, v.erasure.Asked.AddDate(0, 0, privacy.GraceDays))))
	}
	for _, k := range v.inv.Kept() {
		if k.Until != nil && k.ID == "backups" {
			all = append(all, v.in(k.Title)+v.T("privacy.colon")+v.in(*k.Until))
		}
	}
	for _, l := range v.inv.Logs {
		all = append(all, v.in(l.Title)+v.T("privacy.colon")+v.lasts(l.Retention))
	}
	return append(all, v.T("rights.stays.receipt"))
}
