package render

import (
	"jobops/internal/fault"
	"jobops/internal/render/pdf"
)

// design is a template: measures in points, faces and colours. The boxes that
// it dresses are the same for all templates.
type design struct {
	top, right, bottom, left float64

	name, label, contact     ink
	heading                  ink
	title, dates, sub        ink
	body, bullet, fact, foot ink

	separator string  // between the parts of one line
	indent    float64 // of the text behind a bullet
	hairline  float64
	rule      uint32

	afterLabel                  float64
	afterContact, underHeading  float64 // room for the hairline
	beforeHeading, afterHeading float64
	beforeEntry, beforeLine     float64
	beforeFact                  float64
	gap                         float64 // least distance of title and dates
}

// ink is how one kind of text is set.
type ink struct {
	style   pdf.Style
	size    float64
	leading float64 // baseline to baseline
	colour  uint32  // 0xRRGGBB, contrast to white at least 4.5:1
}

// Colours of the designs.
const (
	black = 0x1B1E24
	quiet = 0x50565F
	deep  = 0x0F4C5C
	pale  = 0xB9C2C6 // hairlines only, never text
)

var designs = map[Template]*design{
	Classic: {
		top: 50, right: 58, bottom: 54, left: 58,
		name:    ink{pdf.SerifSemibold, 25, 29, black},
		label:   ink{pdf.SerifItalic, 13, 18, deep},
		contact: ink{pdf.Sans | pdf.Tabular, 9.3, 13.6, quiet},
		heading: ink{pdf.SansSemibold, 11.2, 14, deep},
		title:   ink{pdf.SerifSemibold, 10.6, 14.2, black},
		dates:   ink{pdf.Sans | pdf.Tabular, 9.3, 14.2, quiet},
		sub:     ink{pdf.SerifItalic, 10.2, 13.8, black},
		body:    ink{pdf.Serif, 10, 13.8, black},
		bullet:  ink{pdf.Serif, 10, 13.8, deep},
		fact:    ink{pdf.SerifSemibold, 10, 13.8, black},
		foot:    ink{pdf.Sans | pdf.Tabular, 8.2, 10, quiet},

		separator: " · ", indent: 11, hairline: 0.6, rule: pale,
		afterLabel: 4, afterContact: 10, underHeading: 3,
		beforeHeading: 14, afterHeading: 6,
		beforeEntry: 8.5, beforeLine: 1.8, beforeFact: 3, gap: 18,
	},
}

// design finds the template of the options.
func (o Options) design() (*design, error) {
	t := o.Template
	if t == "" {
		t = Classic
	}
	if d := designs[t]; d != nil {
		return d, nil
	}
	return nil, fault.New(fault.Invalid, "render.template")
}

// size is the sheet in points.
func (p Paper) size() (width, height float64) {
	if p == Letter {
		return 612, 792
	}
	return 595.276, 841.89
}
