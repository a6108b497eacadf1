package render

import (
	"math"

	"jobops/internal/render/pdf"
)

// design is a template: measures in points, faces, colours and looks. The boxes
// that it dresses are the same for all templates.
type design struct {
	top, right, bottom, left float64
	accent                   uint32 // what the ink accent stands for, 0xRRGGBB

	name, label, contact     ink
	heading                  ink
	title, dates, sub        ink
	body, bullet, fact, foot ink

	separator string  // between the parts of one line
	indent    float64 // of the text behind a bullet
	hairline  float64
	rule      uint32

	afterName, afterLabel       float64
	afterContact, underHeading  float64 // room for the hairline
	beforeHeading, afterHeading float64
	beforeEntry, beforeLine     float64
	beforeFact                  float64
	gap                         float64 // least distance of texts side by side

	centred  bool        // name, label and ways to contact
	plain    bool        // no hairline below them
	capitals bool        // headings
	headings headingLook //
	where    datesPlace
	numeric  bool    // months as numbers
	joined   bool    // title and organisation on one line
	gutter   float64 // width of the column before the text, for dates or the spine
	spine    bool    // a line along dated entries, with a dot for each
	side     *side
	order    []heading
}

// side is a second column at the right edge of the page, for what is short. It
// is read after the main column.
type side struct {
	width   float64 // with its padding
	padding float64
	share   float64 // of the accent in the colour of the ground
	smaller float64 // factor of its sizes
	heads   []heading
}

// headingLook is how a section begins.
type headingLook int

const (
	ruledBelow  headingLook = iota // a hairline below
	ruledBeside                    // a hairline from the text to the margin
	ruledApart                     // the text in the gutter, a hairline beside it
	unruled
)

// datesPlace is where the period of an entry stands.
type datesPlace int

const (
	datesRight datesPlace = iota // at the right margin of the title
	datesLeft                    // in the gutter
	datesAbove                   // on a line above the title
)

// ink is how one kind of text is set.
type ink struct {
	style   pdf.Style
	size    float64
	leading float64 // baseline to baseline
	colour  uint32  // 0xRRGGBB or accent
}

// Colours of the designs. Text has a contrast of at least 4.5:1 to its ground.
const (
	black  = 0x1B1E24
	quiet  = 0x50565F
	pale   = 0xB9C2C6 // hairlines only, never text
	accent = 1 << 24  // the accent of the design or the options
)

// inks lists the kinds of text of a design.
func (d *design) inks() []*ink {
	return []*ink{&d.name, &d.label, &d.contact, &d.heading, &d.title, &d.dates, &d.sub, &d.body, &d.bullet, &d.fact, &d.foot}
}

// scale sets all text larger or smaller, and the room around it with it.
func (d *design) scale(factor float64) {
	for _, i := range d.inks() {
		i.size *= factor
		i.leading *= factor
	}
	d.foot.size, d.foot.leading = max(d.foot.size, leastSize), max(d.foot.leading, leastSize*1.2)
	d.indent *= factor
	d.space(factor)
}

// space changes the room between paragraphs.
func (d *design) space(factor float64) {
	for _, v := range []*float64{
		&d.afterName, &d.afterLabel, &d.afterContact, &d.underHeading, &d.beforeHeading,
		&d.afterHeading, &d.beforeEntry, &d.beforeLine, &d.beforeFact,
	} {
		*v *= factor
	}
}

// lead changes the distance of lines.
func (d *design) lead(factor float64) {
	for _, i := range d.inks() {
		i.leading = max(i.leading*factor, i.size*1.1)
	}
}

// resolve replaces the accent by its colour.
func (d *design) resolve() {
	for _, i := range d.inks() {
		if i.colour == accent {
			i.colour = d.accent
		}
	}
	if d.rule == accent {
		d.rule = d.accent
	}
}

// ground is the colour behind the side column; white without one.
func (d *design) ground() uint32 {
	if d.side == nil {
		return 0xFFFFFF
	}
	return mixed(d.accent, d.side.share)
}

// aside is the design of the side column: smaller, without columns of its own.
func (d *design) aside() *design {
	s := *d
	s.scale(d.side.smaller)
	s.side, s.where, s.joined = nil, datesAbove, false
	s.centred, s.plain = false, true
	s.heading = d.heading
	return &s
}

// mixed is a colour thinned with white.
func mixed(rgb uint32, share float64) uint32 {
	part := func(shift int) uint32 {
		return uint32(math.Round(255-(255-float64(rgb>>shift&255))*share)) << shift
	}
	return part(16) | part(8) | part(0)
}

// contrast of two colours by WCAG 2.2, 1 to 21.
func contrast(a, b uint32) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(rgb uint32) float64 {
	part := func(shift int) float64 {
		v := float64(rgb>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
