package document

import (
	"archive/zip"
	"path"
	"slices"
	"strings"
)

// readDOCX reads the text of a DOCX. It uses only the Go standard library, in
// a child like a PDF because it costs nothing and the bytes are as strange.
func readDOCX(data []byte) (Layout, error) {
	a, err := openDOCX(data)
	if err != nil {
		return Layout{}, err
	}
	if err := a.check(); err != nil {
		return Layout{}, err
	}
	d := &docxReader{archive: a}
	if err := d.prepare(); err != nil {
		return Layout{}, err
	}
	if err := d.parts(); err != nil {
		return Layout{}, err
	}
	return d.layout()
}

// docxReader turns the parts of one file into a synthetic page.
type docxReader struct {
	*archive
	styles   *styleSheet
	lists    numbering
	page     Page
	blocks   int
	language string
	tally
}

// prepare reads what formats the text and refuses links to the outside that a
// word processor would follow by itself.
func (d *docxReader) prepare() (err error) {
	for _, f := range d.files {
		if strings.HasSuffix(f.Name, ".rels") {
			if _, err := d.relations(f.Name); err != nil {
				return err
			}
		}
	}
	if d.styles, err = readStyles(d.archive); err != nil {
		return err
	}
	if d.lists, err = readNumbering(d.archive); err != nil {
		return err
	}
	d.language = d.styles.run["lang"]
	d.page.Width = a4Width
	return nil
}

// relation is one w:Relationship of a part.
type relation struct {
	kind, target string
	external     bool
}

// relations reads a .rels part: id -> relation. Ids need not begin with "rId".
func (d *docxReader) relations(name string) (map[string]relation, error) {
	data, err := d.part(name)
	if err != nil || data == nil {
		return nil, err
	}
	out := map[string]relation{}
	c := newCursor(data)
	err = c.children(func(element) error {
		return c.children(func(el element) error {
			id, r := newRelation(el)
			out[id] = r
			if r.foreign() {
				return Refuse(Unsupported)
			}
			return nil
		})
	})
	return out, err
}

func newRelation(el element) (id string, r relation) {
	for _, a := range el.attrs {
		switch a.Name.Local {
		case "Id":
			id = a.Value
		case "Type":
			r.kind = path.Base(a.Value)
		case "Target":
			r.target = a.Value
		case "TargetMode":
			r.external = strings.EqualFold(a.Value, "external")
		}
	}
	return id, r
}

// foreign tells whether opening the file in a word processor would fetch or
// run something. A template on a local drive, which Word notes in every file
// made from it, is not: it is never loaded from here.
func (r relation) foreign() bool {
	target := strings.ToLower(r.target)
	switch r.kind {
	case "oleObject", "package", "control", "vbaProject", "frame", "subDocument", "aFChunk":
		return true
	case "attachedTemplate":
		return r.external && (strings.Contains(target, "://") && !strings.HasPrefix(target, "file:///") || strings.HasPrefix(target, `\\`))
	case "image", "video", "audio", "media":
		return r.external
	}
	return false
}

// parts walks headers, body and footers in the order of the page.
func (d *docxReader) parts() error {
	relations, err := d.relations(relsOf(partDocument))
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	y := 0.0
	for _, kind := range []string{"header", "", "footer"} {
		names := []string{partDocument}
		if kind != "" {
			names = partsOf(relations, kind)
		}
		for _, name := range names {
			if y, err = d.story(name, kind, y, seen); err != nil {
				return err
			}
		}
	}
	d.page.Height = round(y)
	return nil
}

// relsOf names the part that holds the relations of another.
func relsOf(name string) string {
	return path.Dir(name) + "/_rels/" + path.Base(name) + ".rels"
}

// partsOf lists the targets of one kind. Names are taken as they stand.
func partsOf(relations map[string]relation, kind string) []string {
	var names []string
	for _, r := range relations {
		if r.kind == kind && !r.external {
			names = append(names, "word/"+strings.TrimPrefix(r.target, "/word/"))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// story lays out one part from y downwards and returns where it ends. A header
// that repeats another one word for word is left out.
func (d *docxReader) story(name, kind string, y float64, seen map[string]bool) (float64, error) {
	data, err := d.part(name)
	if err != nil || data == nil {
		return y, err
	}
	relations, err := d.relations(relsOf(name))
	if err != nil {
		return y, err
	}
	first, links := len(d.page.Runs), len(d.page.Links)
	w := &docxWalk{docxReader: d, cursor: newCursor(data), relations: relations}
	area := &flow{x0: margin, x1: a4Width - margin, y: y, part: kind}
	if err := w.cursor.children(func(root element) error { return w.blocksIn(area) }); err != nil {
		return y, err
	}
	text := allText(d.page.Runs[first:])
	if seen[text] && kind != "" {
		d.page.Runs, d.page.Links = d.page.Runs[:first], d.page.Links[:links]
		return y, nil
	}
	seen[text] = true
	return area.y, nil
}

func allText(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// layout checks the result.
func (d *docxReader) layout() (Layout, error) {
	pictures := slices.ContainsFunc(d.files, func(f *zip.File) bool { return strings.HasPrefix(f.Name, "word/media/") })
	switch {
	case d.chars > MaxChars:
		return Layout{}, Refuse(TooLarge)
	case d.letters == 0, d.letters < minLetters && pictures:
		return Layout{}, Refuse(NoTextLayer)
	}
	l := Layout{Format: DOCX, Pages: []Page{d.page}, Tagged: true, Hidden: d.hidden, Language: d.language}
	l.Damaged = float64(d.damaged) / float64(d.chars)
	return l, nil
}

// docxWalk walks through one part.
type docxWalk struct {
	*docxReader
	*cursor
	relations map[string]relation
}

// blocksIn lays out the paragraphs and tables of an element.
func (w *docxWalk) blocksIn(area *flow) error {
	return w.children(func(el element) error { return w.block(el, area) })
}

func (w *docxWalk) block(el element, area *flow) error {
	switch el.name {
	case "w:p":
		if w.chars > MaxChars {
			return Refuse(TooLarge) // the rest would only take time
		}
		return w.paragraph(area)
	case "w:tbl":
		return w.table(area)
	case "w:sdt":
		return w.control(func() error { return w.blocksIn(area) })
	case "mc:AlternateContent":
		return w.choice(func() error { return w.blocksIn(area) })
	case "w:del", "w:moveFrom", "w:sectPr":
		return nil
	case "w:body", "w:ins", "w:moveTo", "w:customXml", "w:smartTag":
		return w.blocksIn(area)
	}
	return nil
}

// control reads a content control, but not the prompt of one that was never
// filled in.
func (w *docxWalk) control(content func() error) error {
	prompt := false
	return w.children(func(el element) error {
		switch el.name {
		case "w:sdtPr":
			return w.children(func(child element) error {
				prompt = prompt || child.name == "w:showingPlcHdr"
				return nil
			})
		case "w:sdtContent":
			if !prompt {
				return content()
			}
		}
		return nil
	})
}

// choice reads the first alternative of a part that is there twice.
func (w *docxWalk) choice(content func() error) error {
	taken := false
	return w.children(func(el element) error {
		if taken {
			return nil
		}
		taken = true
		return content()
	})
}

// table lays out rows; cells stand side by side.
func (w *docxWalk) table(area *flow) error {
	t := &tableShape{area: area}
	return w.children(func(el element) error {
		switch el.name {
		case "w:tblPr":
			return w.children(func(child element) error {
				if child.name == "w:tblStyle" {
					t.shaded = w.styles.get(child.val()).shaded
				}
				t.shaded = t.shaded || shades(child)
				return nil
			})
		case "w:tblGrid":
			return w.children(func(child element) error {
				width, _ := child.attr("w:w")
				t.columns = append(t.columns, props{"w": width}.twips("w"))
				return nil
			})
		case "w:tr":
			return w.row(t)
		case "w:sdt":
			return w.control(func() error { return w.rows(t) })
		}
		return nil
	})
}

func (w *docxWalk) rows(t *tableShape) error {
	return w.children(func(el element) error {
		if el.name == "w:tr" {
			return w.row(t)
		}
		return nil
	})
}

// row lays out the cells of one row from the same height.
func (w *docxWalk) row(t *tableShape) error {
	top, bottom, column := t.area.y, t.area.y, 0
	cell := func() error {
		area := t.cell(column, top)
		span := 1
		err := w.children(func(el element) error {
			if el.name == "w:tcPr" {
				return w.cellProps(area, t, column, &span)
			}
			return w.block(el, area)
		})
		column += span
		bottom = max(bottom, area.y)
		return err
	}
	err := w.children(func(el element) error {
		switch el.name {
		case "w:tc":
			return cell()
		case "w:sdt":
			return w.control(func() error {
				return w.children(func(el element) error {
					if el.name == "w:tc" {
						return cell()
					}
					return nil
				})
			})
		}
		return nil
	})
	t.area.y = bottom
	return err
}

func (w *docxWalk) cellProps(area *flow, t *tableShape, column int, span *int) error {
	return w.children(func(el element) error {
		if el.name == "w:gridSpan" {
			*span = gridSpan(el.val())
			area.x1 = t.right(column + *span)
		}
		area.shaded = area.shaded || shades(el)
		return nil
	})
}

// shades tells whether an element is a shading that is not white.
func shades(el element) bool {
	fill, _ := el.attr("w:fill")
	return el.name == "w:shd" && coloured(fill)
}

func coloured(fill string) bool {
	c, ok := parseColour(fill)
	return ok && !isWhite(c)
}
