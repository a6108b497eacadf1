package web

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
)

// in is a text of the inventory in the reader's language.
func (p policy) in(t inventory.Text) string {
	return i18n.Typeset(p.Lang, t.In(string(p.Lang)))
}

// word is what a value of the inventory is called: "privacy.country.US".
func (p policy) word(kind, value string) string { return p.T("privacy." + kind + "." + value) }

func (p policy) words(kind string, values []string) string {
	var all []string
	for _, v := range values {
		all = append(all, p.word(kind, v))
	}
	return strings.Join(all, ", ")
}

// date writes a date of the inventory, YYYY-MM-DD, the reader's way.
func (p policy) date(text string) string {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return day(p.Lang, at)
}

// how says in what form something is kept.
func (p policy) how(k inventory.Kept) string {
	if k.Until != nil {
		return "–"
	}
	if len(k.Protect) == 0 {
		return p.T("privacy.protect.ids")
	}
	return p.words("protect", k.Protect)
}

// until says when something that is kept goes.
func (p policy) until(k inventory.Kept) string {
	if k.Until != nil {
		return p.in(*k.Until)
	}
	period, err := inventory.ParsePeriod(k.Retention.Rule)
	if err != nil {
		return p.events(k)
	}
	since := "privacy.since." + k.Retention.From
	if !i18n.Has(p.Lang, since) {
		return p.T("privacy.atmost", p.period(period))
	}
	return p.T("privacy.after", p.period(period), p.T(since))
}

// events names the deletions that end it: "you delete the CV or the account".
func (p policy) events(k inventory.Kept) string {
	var all []string
	on := k.Erase.On
	if k.Retention.Rule == "with_account" || k.Retention.Rule == "life" {
		on = []string{"account_delete"}
	}
	for _, e := range on {
		all = append(all, p.word("event", e))
	}
	if k.Retention.Rule == "until_deleted" && len(all) == 1 {
		all = slices.Insert(all, 0, p.T("privacy.event.itself"))
	}
	return p.T("privacy.deleted", p.either(all))
}

// either joins alternatives: "a, b or c".
func (p policy) either(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	last := len(all) - 1
	return p.T("privacy.or", strings.Join(all[:last], ", "), all[last])
}

func (p policy) period(t inventory.Period) string {
	var parts []string
	hours, minutes := int(t.Clock.Hours()), int(t.Clock.Minutes())%60
	for _, part := range []struct {
		n   int
		key string
	}{{t.Years, "privacy.years"}, {t.Months, "privacy.months"}, {t.Days, "privacy.days"}, {hours, "privacy.hours"}, {minutes, "privacy.minutes"}} {
		if part.n > 0 {
			parts = append(parts, p.N(part.key, part.n))
		}
	}
	return strings.Join(parts, " ")
}

// lasts is the period of a cookie.
func (p policy) lasts(text string) string {
	period, err := inventory.ParsePeriod(text)
	if err != nil {
		return text
	}
	return p.period(period)
}

// sends names what a recipient gets.
func (p policy) sends(r inventory.Processor) string {
	var all []string
	for _, class := range r.Sends {
		all = append(all, p.in(p.inv.DataClasses[class]))
	}
	return strings.Join(all, ", ")
}

// transfer names the place and the ground on which data may go there.
func (p policy) transfer(r inventory.Processor) string {
	ground := p.word("transfer", r.Transfer)
	if r.Expires != "" {
		ground = p.T("privacy.valid", ground, p.date(r.Expires))
	}
	return p.word("country", r.Country) + ", " + ground
}

// agreement names the contract with a recipient, or what it lacks.
func (p policy) agreement(r inventory.Processor) string {
	a := p.inv.Agreements[r.ID]
	switch {
	case r.Role != "processor":
		return p.T("privacy.agreement.source")
	case a.Ref == "":
		return p.T("privacy.missing")
	case a.Review == "":
		return p.T("privacy.agreement.of", a.Ref, p.date(a.Date))
	}
	return p.T("privacy.agreement.reviewed", a.Ref, p.date(a.Date), p.date(a.Review))
}

// fill puts the controller's facts into a text of the terms.
func (p policy) fill(t inventory.Text) string {
	return p.inv.Controller.Fill(p.in(t), func(field string) string {
		return "[" + p.word("field", field) + p.T("privacy.colon") + p.T("privacy.missing") + "]"
	})
}

// statements returns the sentences of a section.
func (p policy) statements(section string) []string {
	var all []string
	for _, s := range p.inv.Statements {
		if s.Section == section {
			all = append(all, p.in(s.Text))
		}
	}
	return all
}

// privacyBlock and legalBlock are the lines of the controller block that the
// privacy page and the legal notice show.
var (
	privacyBlock = []string{"name", "form", "email", "phone", "website", "platform", "officer", "authority", "authority_url"}
	legalBlock   = []string{"name", "form", "capital", "seat", "register", "vat", "email", "phone", "director", "host", "mediator"}
)

// fact is what stands under a title: one value or several.
type fact struct {
	title  string
	values []string
}

// block returns lines of the controller block; a placeholder says that it is one.
func (p policy) block(ids []string) []fact {
	var all []fact
	for _, f := range p.inv.Controller.Fields() {
		switch {
		case !slices.Contains(ids, f.ID):
			continue
		case f.Value == "":
			f.Value = p.T("privacy.missing")
		case f.ID == "officer" && f.Value == "none":
			f.Value = p.T("privacy.officer.none")
		}
		all = append(all, fact{p.word("field", f.ID), []string{f.Value}})
	}
	return all
}

// entry is one activity of the record as titled values, for page and CSV.
func (p policy) entry(e inventory.Entry) []fact {
	a := e.Activity
	var categories, recipients, kept, measures []string
	for _, c := range e.Categories {
		categories = append(categories, p.in(c.Title)+" ("+p.in(c.What)+")")
	}
	for _, r := range e.Recipients {
		recipients = append(recipients, r.Name+" ("+p.transfer(r)+")")
	}
	for _, k := range e.Kept {
		kept = append(kept, p.in(k.Title)+p.T("privacy.colon")+p.until(k))
	}
	for _, m := range e.Measures {
		measures = append(measures, p.in(m.Text))
	}
	return []fact{
		{p.T("privacy.purpose"), []string{p.in(a.Purpose)}},
		{p.T("privacy.controller"), []string{p.controller()}},
		{p.T("privacy.basis"), []string{p.basis(a.LegalBasis)}},
		{p.T("privacy.subjects"), []string{p.words("subject", a.Subjects)}},
		{p.T("privacy.categories"), categories},
		{p.T("privacy.recipients"), orElse(recipients, p.T("privacy.none"))},
		{p.T("privacy.retention"), orElse(kept, p.T("privacy.none.kept"))},
		{p.T("privacy.measures"), measures},
	}
}

// columns are the titles and values of a line of the CSV.
func (p policy) columns(facts []fact) (titles, values []string) {
	for _, f := range facts {
		titles, values = append(titles, f.title), append(values, strings.Join(f.values, p.T("privacy.semicolon")))
	}
	return titles, values
}

// orElse says what the absence of values means.
func orElse(all []string, none string) []string {
	if len(all) == 0 {
		return []string{none}
	}
	return all
}

// controller is who answers for the data, in one line.
func (p policy) controller() string {
	if p.local {
		return p.T("privacy.self.short")
	}
	_, values := p.columns(p.block([]string{"name", "form", "email", "phone"}))
	return strings.Join(values, ", ")
}

// basis names the ground of an activity with what is said of it.
func (p policy) basis(b inventory.LegalBasis) string {
	text := p.word("art6", b.Art6)
	for _, more := range []*inventory.Text{b.Note, b.Balancing} {
		if more != nil {
			text += ". " + strings.TrimSuffix(p.in(*more), ".")
		}
	}
	if o := b.Objection; o != nil && o.Refused != nil {
		text += ". " + strings.TrimSuffix(p.in(*o.Refused), ".")
	}
	return text
}

// here reports whether a right is used on a page of this instance.
func (p policy) here(r inventory.Right) bool {
	path, _, _ := strings.Cut("/"+r.UI, "#")
	return r.How == "self_service" && slices.Contains(p.pages, path)
}

// answers says how a right is used here.
func (p policy) answers(r inventory.Right) string {
	c := p.inv.Controller
	switch {
	case r.How == "authority":
		return c.Authority + ", " + c.AuthorityURL
	case p.local:
		return p.T("privacy.right.yours")
	case c.Email == "":
		return p.T("privacy.missing")
	}
	return c.Email
}

// article names the law and the article of a right.
func (p policy) article(r inventory.Right) string {
	if r.Law != "" {
		return p.T("privacy.law."+r.Law, r.Art)
	}
	return p.T("privacy.law.gdpr", r.Art)
}

// linkOf is where an address leads, "" for what is none.
func linkOf(text string) templ.SafeURL {
	if at, err := mail.ParseAddress(text); err == nil && at.Address == text {
		return templ.URL("mailto:" + text)
	}
	if strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " ,") {
		return templ.URL(text)
	}
	return ""
}

// cookieFlags names what guards a cookie.
func (p policy) cookieFlags(c inventory.Cookie) string {
	flags := []string{p.word("necessity", c.Basis), p.word("party", c.Party), "SameSite=" + c.SameSite}
	if c.HTTPOnly {
		flags = append(flags, "HttpOnly")
	}
	if c.Secure {
		flags = append(flags, "Secure")
	}
	return strings.Join(flags, ", ")
}
