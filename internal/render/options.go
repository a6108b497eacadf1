package render

import (
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/render/pdf"
)

// Paper is a sheet size. The zero Paper follows the language: Letter for
// American, Canadian and Mexican tags, else A4.
type Paper string

// The sheet sizes.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// size is the sheet in points.
func (p Paper) size() (width, height float64) {
	if p == Letter {
		return 612, 792
	}
	return 595.276, 841.89
}

// Font is a family for the text. The zero Font is the one of the template.
type Font string

// The families: Source Serif 4 and Source Sans 3.
const (
	FontSerif Font = "serif"
	FontSans  Font = "sans"
)

// Options choose how a CV is written. The zero Options are usable. Plain text,
// Markdown and JSON heed only the language.
type Options struct {
	Paper Paper `json:"paper,omitempty"`
	// Language is the BCP 47 tag that headings and dates are written in; empty
	// means the language of the CV, or English. Of languages without a word list
	// English is used.
	Language string   `json:"language,omitempty"`
	Template Template `json:"template,omitempty"`
	Font     Font     `json:"font,omitempty"`
	Size     float64  `json:"size,omitempty"`    // of running text in points, LeastSize to MostSize; 0 is the template's
	Margin   float64  `json:"margin,omitempty"`  // at the sides in millimetres, LeastMargin to MostMargin; 0 is the template's
	Spacing  float64  `json:"spacing,omitempty"` // factor of the room between lines and paragraphs, LeastSpacing to MostSpacing; 0 is 1
	// Accent is the colour of headings and marks as "#RRGGBB"; empty is the
	// template's. It needs a contrast of 4.5:1 to the paper.
	Accent string `json:"accent,omitempty"`
}

// The limits of Options.
const (
	LeastSize, MostSize       = 8, 12.5
	LeastMargin, MostMargin   = 10, 35
	LeastSpacing, MostSpacing = 0.6, 1.6
	leastContrast             = 4.5
	leastSize                 = 7.5 // of any text, points
	millimetre                = 72 / 25.4
)

// Sheet is the paper that a CV is written on.
func (o Options) Sheet(r cv.Resume) Paper { return localeOf(&r, o).paper(o.Paper) }

// Check refuses options that no file can be written with: a fault.Invalid
// "render.template", "render.paper", "render.font", "render.size", "render.margin",
// "render.spacing", "render.accent" for a colour that is none, or
// "render.contrast" for one that is too light to read.
func (o Options) Check() error {
	_, err := o.design()
	return err
}

// design dresses the template of the options.
func (o Options) design() (*design, error) {
	t, err := o.Template.design()
	if err != nil {
		return nil, err
	}
	if o.Paper != "" && o.Paper != A4 && o.Paper != Letter {
		return nil, fault.New(fault.Invalid, "render.paper")
	}
	d := *t
	for _, apply := range []func(*design) error{o.font, o.size, o.margin, o.spacing, o.colours} {
		if err := apply(&d); err != nil {
			return nil, err
		}
	}
	return &d, nil
}

// font sets the text in the family. Sans is sans throughout; headings and
// dates stay sans beside a serif text where the template has them so.
func (o Options) font(d *design) error {
	switch o.Font {
	case "":
	case FontSerif:
		for _, i := range []*ink{&d.name, &d.label, &d.title, &d.sub, &d.body, &d.bullet, &d.fact} {
			i.style = family(i.style, true)
		}
	case FontSans:
		for _, i := range d.inks() {
			i.style = family(i.style, false)
		}
	default:
		return fault.New(fault.Invalid, "render.font")
	}
	return nil
}

func family(s pdf.Style, serif bool) pdf.Style {
	if s.Serif() == serif {
		return s
	}
	return s.Other()
}

func (o Options) size(d *design) error {
	if o.Size == 0 {
		return nil
	}
	if !within(o.Size, LeastSize, MostSize) {
		return fault.New(fault.Invalid, "render.size", LeastSize, MostSize)
	}
	d.scale(o.Size / d.body.size)
	return nil
}

func (o Options) margin(d *design) error {
	if o.Margin == 0 {
		return nil
	}
	if !within(o.Margin, LeastMargin, MostMargin) {
		return fault.New(fault.Invalid, "render.margin", LeastMargin, MostMargin)
	}
	factor := o.Margin * millimetre / d.left
	for _, v := range []*float64{&d.left, &d.right, &d.top, &d.bottom} {
		*v = max(*v*factor, LeastMargin*millimetre)
	}
	return nil
}

func (o Options) spacing(d *design) error {
	if o.Spacing == 0 {
		return nil
	}
	if !within(o.Spacing, LeastSpacing, MostSpacing) {
		return fault.New(fault.Invalid, "render.spacing", LeastSpacing, MostSpacing)
	}
	d.space(o.Spacing)
	d.lead(1 + (o.Spacing-1)*0.4)
	return nil
}

// within is false for what is no number, too.
func within(v, least, most float64) bool { return v >= least && v <= most }

func (o Options) colours(d *design) error {
	if o.Accent != "" {
		rgb, err := strconv.ParseUint(o.Accent[1:], 16, 24)
		if err != nil || len(o.Accent) != len("#RRGGBB") || o.Accent[0] != '#' {
			return fault.New(fault.Invalid, "render.accent")
		}
		d.accent = uint32(rgb)
	}
	if c := contrast(d.accent, d.ground()); c < leastContrast {
		return fault.New(fault.Invalid, "render.contrast", strconv.FormatFloat(c, 'f', 1, 64))
	}
	d.resolve()
	return nil
}
