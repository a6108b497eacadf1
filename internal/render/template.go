package render

import (
	"jobops/internal/fault"
	"jobops/internal/render/pdf"
)

// Template names a design. The zero Template is Classic.
type Template string

// The templates.
const (
	Classic  Template = "classic"  // serif, dates at the right margin
	Modern   Template = "modern"   // sans, what is short in a tinted column at the right
	Compact  Template = "compact"  // sans, small, an entry begins on one line
	Academic Template = "academic" // serif, centred head, education and publications first
	Timeline Template = "timeline" // sans, a line with a dot for each dated entry
	Europass Template = "europass" // headings and dates in a column of their own, after the Europass CV
)

// Templates lists all templates in the order they are offered.
func Templates() []Template {
	return []Template{Classic, Modern, Compact, Academic, Timeline, Europass}
}

func (t Template) design() (*design, error) {
	if t == "" {
		t = Classic
	}
	if d := designs[t]; d != nil {
		return d, nil
	}
	return nil, fault.New(fault.Invalid, "render.template")
}

var designs = map[Template]*design{
	Classic:  &classic,
	Modern:   &modern,
	Compact:  &compact,
	Academic: &academic,
	Timeline: &timeline,
	Europass: &europass,
}

// usual is the order of sections that most readers expect.
var usual = []heading{
	headSummary, headWork, headProjects, headEducation, headSkills, headLanguages, headCertificates,
	headAwards, headPublications, headVolunteer, headOther, headInterests, headReferences,
}

var classic = design{
	top: 50, right: 58, bottom: 54, left: 58, accent: 0x0F4C5C,
	name:    ink{pdf.SerifSemibold, 25, 29, black},
	label:   ink{pdf.SerifItalic, 13, 18, accent},
	contact: ink{pdf.Sans | pdf.Tabular, 9.3, 13.6, quiet},
	heading: ink{pdf.SansSemibold, 11.2, 14, accent},
	title:   ink{pdf.SerifSemibold, 10.6, 14.2, black},
	dates:   ink{pdf.Sans | pdf.Tabular, 9.3, 14.2, quiet},
	sub:     ink{pdf.SerifItalic, 10.2, 13.8, black},
	body:    ink{pdf.Serif, 10, 13.8, black},
	bullet:  ink{pdf.Serif, 10, 13.8, accent},
	fact:    ink{pdf.SerifSemibold, 10, 13.8, black},
	foot:    ink{pdf.Sans | pdf.Tabular, 8.2, 10, quiet},

	separator: " · ", indent: 11, hairline: 0.6, rule: pale, gap: 18,
	afterLabel: 4, afterContact: 10, underHeading: 3,
	beforeHeading: 14, afterHeading: 6, beforeEntry: 8.5, beforeLine: 1.8, beforeFact: 3,
	order: usual,
}

var modern = design{
	top: 52, right: 58, bottom: 50, left: 50, accent: 0x1F4E79,
	name:    ink{pdf.SansSemibold, 28, 31, accent},
	label:   ink{pdf.Sans, 13, 18, quiet},
	contact: ink{pdf.Sans | pdf.Tabular, 9.6, 13.4, black},
	heading: ink{pdf.SansSemibold | pdf.Spaced, 9.8, 13, accent},
	title:   ink{pdf.SansSemibold, 10.6, 14, black},
	dates:   ink{pdf.Sans | pdf.Tabular, 9, 14, quiet},
	sub:     ink{pdf.Sans, 9.8, 13.4, accent},
	body:    ink{pdf.Sans, 9.8, 13.6, black},
	bullet:  ink{pdf.Sans, 9.8, 13.6, accent},
	fact:    ink{pdf.SansSemibold, 9.8, 13.6, black},
	foot:    ink{pdf.Sans | pdf.Tabular, 8.2, 10, quiet},

	separator: " · ", indent: 11, hairline: 0.7, rule: accent, gap: 14,
	afterName: 2, afterLabel: 4, afterContact: 8, underHeading: 0,
	beforeHeading: 17, afterHeading: 5, beforeEntry: 9.5, beforeLine: 2, beforeFact: 4,
	plain: true, capitals: true, headings: unruled,
	side: &side{width: 188, padding: 22, share: 0.075, smaller: 0.95, heads: []heading{
		headSkills, headLanguages, headInterests,
	}},
	order: usual,
}

var compact = design{
	top: 38, right: 44, bottom: 44, left: 44, accent: 0x7A2E3A,
	name:    ink{pdf.SansSemibold, 21, 24, black},
	label:   ink{pdf.Sans, 11, 14, accent},
	contact: ink{pdf.Sans | pdf.Tabular, 9, 12.2, quiet},
	heading: ink{pdf.SansSemibold | pdf.Spaced, 9, 11.5, accent},
	title:   ink{pdf.SansSemibold, 9.6, 12.4, black},
	dates:   ink{pdf.Sans | pdf.Tabular, 8.8, 12.4, quiet},
	sub:     ink{pdf.Sans, 9.2, 12.2, black},
	body:    ink{pdf.Sans, 9.2, 12.2, black},
	bullet:  ink{pdf.Sans, 9.2, 12.2, accent},
	fact:    ink{pdf.SansSemibold, 9.2, 12.2, black},
	foot:    ink{pdf.Sans | pdf.Tabular, 7.8, 9.6, quiet},

	separator: " · ", indent: 9, hairline: 0.6, rule: pale, gap: 14,
	afterName: 1, afterLabel: 2, afterContact: 4, underHeading: 0,
	beforeHeading: 9, afterHeading: 3, beforeEntry: 5, beforeLine: 0.8, beforeFact: 1.2,
	plain: true, capitals: true, headings: ruledBeside, joined: true,
	order: usual,
}

var academic = design{
	top: 58, right: 70, bottom: 60, left: 70, accent: 0x1B1E24,
	name:    ink{pdf.Serif, 25, 30, black},
	label:   ink{pdf.SerifItalic, 12, 16.5, black},
	contact: ink{pdf.Serif | pdf.Tabular, 9.8, 14, quiet},
	heading: ink{pdf.SerifSemibold, 12.2, 15, accent},
	title:   ink{pdf.SerifSemibold, 10.5, 14.2, black},
	dates:   ink{pdf.Serif | pdf.Tabular, 10, 14.2, quiet},
	sub:     ink{pdf.SerifItalic, 10.3, 14, black},
	body:    ink{pdf.Serif, 10.3, 14.2, black},
	bullet:  ink{pdf.Serif, 10.3, 14.2, accent},
	fact:    ink{pdf.SerifItalic, 10.3, 14.2, black},
	foot:    ink{pdf.Serif | pdf.Tabular, 8.6, 10.4, quiet},

	separator: " · ", indent: 12, hairline: 0.5, rule: accent, gap: 18,
	afterName: 1, afterLabel: 5, afterContact: 4, underHeading: 4,
	beforeHeading: 16, afterHeading: 5, beforeEntry: 8, beforeLine: 2, beforeFact: 2.5,
	centred: true, plain: true,
	order: []heading{
		headSummary, headEducation, headWork, headPublications, headProjects, headAwards, headCertificates,
		headVolunteer, headSkills, headLanguages, headOther, headInterests, headReferences,
	},
}

var timeline = design{
	top: 50, right: 56, bottom: 54, left: 50, accent: 0x0B6E5B,
	name:    ink{pdf.SansSemibold, 26, 30, black},
	label:   ink{pdf.Sans, 13, 18, accent},
	contact: ink{pdf.Sans | pdf.Tabular, 9.4, 13.6, quiet},
	heading: ink{pdf.SansSemibold, 13, 16, accent},
	title:   ink{pdf.SansSemibold, 10.8, 14.2, black},
	dates:   ink{pdf.Sans | pdf.Tabular, 9.2, 12.6, accent},
	sub:     ink{pdf.Sans, 9.8, 13.4, quiet},
	body:    ink{pdf.Sans, 9.8, 13.6, black},
	bullet:  ink{pdf.Sans, 9.8, 13.6, accent},
	fact:    ink{pdf.SansSemibold, 9.8, 13.6, black},
	foot:    ink{pdf.Sans | pdf.Tabular, 8.2, 10, quiet},

	separator: " · ", indent: 11, hairline: 1, rule: pale, gap: 16,
	afterName: 1, afterLabel: 4, afterContact: 4, underHeading: 0,
	beforeHeading: 16, afterHeading: 6, beforeEntry: 10, beforeLine: 1.8, beforeFact: 3,
	plain: true, headings: unruled, where: datesAbove, gutter: 20, spine: true,
	order: usual,
}

var europass = design{
	top: 50, right: 50, bottom: 54, left: 42, accent: 0x0E4194,
	name:    ink{pdf.SansSemibold, 24, 28, accent},
	label:   ink{pdf.Sans, 13, 17.5, black},
	contact: ink{pdf.Sans | pdf.Tabular, 9.4, 13.6, quiet},
	heading: ink{pdf.SansSemibold, 10.4, 13.6, accent},
	title:   ink{pdf.SansSemibold, 10.8, 14.2, accent},
	dates:   ink{pdf.Sans | pdf.Tabular, 9.2, 12.4, accent},
	sub:     ink{pdf.Sans, 9.9, 13.6, black},
	body:    ink{pdf.Sans, 9.8, 13.6, black},
	bullet:  ink{pdf.Sans, 9.8, 13.6, accent},
	fact:    ink{pdf.Sans, 9.6, 13.6, accent},
	foot:    ink{pdf.Sans | pdf.Tabular, 8.2, 10, quiet},

	separator: " · ", indent: 11, hairline: 0.8, rule: accent, gap: 16,
	afterName: 1, afterLabel: 4, afterContact: 4, underHeading: 0,
	beforeHeading: 13, afterHeading: 5, beforeEntry: 9, beforeLine: 1.8, beforeFact: 3,
	plain: true, headings: ruledApart, where: datesLeft, numeric: true, gutter: 136,
	order: usual,
}
