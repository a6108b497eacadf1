package render

import (
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/render/pdf"
)

// LetterFormats lists the formats of a letter in the order they are offered.
func LetterFormats() []Format {
	return []Format{FormatPDF, FormatDOCX, FormatMarkdown, FormatText}
}

// WriteLetter writes a cover letter in the design of the options: head and faces
// are those of the CV. The errors are those of Write; a letter has no JSON form.
func WriteLetter(f Format, c cv.Letter, o Options) ([]byte, error) {
	switch f {
	case FormatPDF:
		data, _, err := LetterPDF(c, o)
		return data, err
	case FormatDOCX:
		return letterDOCX(c, o)
	case FormatMarkdown:
		return letterMarkdown(c, o), nil
	case FormatText:
		return letterText(c, o), nil
	}
	return nil, fault.New(fault.Invalid, "render.format")
}

// LetterName names an exported letter as FileName does a CV.
func LetterName(c cv.Letter, company, title, ext string) string {
	return FileName(cv.Resume{Basics: cv.Basics{Name: c.From.Name}}, company, title, ext)
}

// LetterSheet is the paper that a letter is written on.
func LetterSheet(c cv.Letter, o Options) Paper {
	l, _ := letterOf(c, o)
	return l.paper(o.Paper)
}

// letter is a cover letter as it is read from top to bottom.
type letter struct {
	head                    *outline
	recipient               []string
	date, subject, greeting string
	body                    []string
	closing, signature      string
}

func letterOf(c cv.Letter, o Options) (*locale, letter) {
	l := localeOf(&cv.Resume{Meta: cv.Meta{Language: c.Language}}, o)
	return l, letter{
		head:      &outline{name: clean(c.From.Name), label: clean(c.From.Label), contact: contact(c.From, l)},
		recipient: paragraphs(c.Recipient), date: join(", ", clean(c.Place), l.date(c.Date)), subject: clean(c.Subject),
		greeting: clean(c.Greeting), body: letterParagraphs(c.Body), closing: clean(c.Closing), signature: clean(c.Signature),
	}
}

// letterParagraphs parts a text at empty lines. Single line ends, as they come
// from a narrow field or from a mail, do not part.
func letterParagraphs(text string) []string {
	var all []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = clean(strings.ReplaceAll(p, "\n", " ")); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// title is what the window of a reader shows.
func (c letter) title() string {
	if title := join(" – ", c.head.name, c.subject); title != "" {
		return title
	}
	return "Letter"
}

// LetterPDF writes a letter as a tagged PDF and counts its pages.
func LetterPDF(c cv.Letter, o Options) ([]byte, int, error) {
	d, err := o.design()
	if err != nil {
		return nil, 0, err
	}
	d.side, d.gutter, d.spine, d.where = nil, 0, false, datesRight
	l, content := letterOf(c, o)
	width, height := l.paper(o.Paper).size()
	w := pdf.New(pdf.Info{Title: content.title(), Author: content.head.name, Language: l.tag, Width: width, Height: height})
	p := &painter{design: d, w: w, name: content.head.name, width: width, height: height}
	s := newSheet(d, w, l, width-d.left-d.right)
	s.header(content.head)
	s.reach(content.head.contact, false)
	s.letter(content)
	p.columns = []column{{left: d.left, width: s.width, top: s.top, boxes: s.boxes}}
	fit(p.columns, height-d.bottom)
	p.paint()
	data, err := w.Finish()
	return data, pages(p.columns), err
}

// Room between the parts of a letter, as shares of a line of its text.
const (
	betweenParts      = 1.6
	betweenParagraphs = 0.6
	aboveSignature    = 2.2
)

// letter sets what follows the head.
func (s *sheet) letter(c letter) {
	line := s.body.leading
	for i, text := range c.recipient {
		before := 0.0
		if i == 0 {
			before = betweenParts * line
		}
		s.paragraph("P", s.body, before, text)
	}
	s.paragraph("P", s.body, betweenParts*line, c.date)
	s.paragraph("H2", s.title, betweenParts*line, c.subject)
	s.paragraph("P", s.body, betweenParts*line, c.greeting)
	for _, text := range c.body {
		s.paragraph("P", s.body, betweenParagraphs*line, text)
	}
	s.paragraph("P", s.body, betweenParts*line, c.closing)
	if n := len(s.boxes); c.closing != "" && n > 0 {
		s.boxes[n-1].keep = c.signature != ""
	}
	s.paragraph("P", s.fact, aboveSignature*line, c.signature)
}

func letterDOCX(c cv.Letter, o Options) ([]byte, error) {
	look, err := o.design()
	if err != nil {
		return nil, err
	}
	l, content := letterOf(c, o)
	d := &docx{design: look, paper: l.paper(o.Paper)}
	d.paragraph("Title", run("", content.head.name))
	d.paragraph("Subtitle", run("", content.head.label))
	d.paragraph("Contact", d.pieces(content.head.contact))
	d.letter(content)
	return pack([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", rootRelations},
		{"word/document.xml", d.document()},
		{"word/_rels/document.xml.rels", d.relations()},
		{"word/styles.xml", d.styles(l.tag)},
		{"word/numbering.xml", docxNumbering},
		{"docProps/core.xml", coreProperties(&outline{name: content.head.name, label: content.subject}, l)},
	})
}

func (d *docx) letter(c letter) {
	d.spaced(betweenParts, c.recipient...)
	d.spaced(betweenParts, c.date)
	if c.subject != "" {
		d.spacedRuns(betweenParts, run("Strong", c.subject))
	}
	d.spaced(betweenParts, c.greeting)
	for _, text := range c.body {
		d.spaced(betweenParagraphs, text)
	}
	d.spaced(betweenParts, c.closing)
	d.spaced(aboveSignature, c.signature)
}

// spaced writes the lines of one paragraph with room above.
func (d *docx) spaced(room float64, lines ...string) {
	var runs []string
	for _, line := range lines {
		if line != "" {
			runs = append(runs, run("", line))
		}
	}
	d.spacedRuns(room, strings.Join(runs, "<w:r><w:br/></w:r>"))
}

func (d *docx) spacedRuns(room float64, runs string) {
	if runs != "" {
		d.out.WriteString(`<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:spacing w:before="` + strconv.Itoa(twips(room*d.body.leading)) + `"/></w:pPr>` + runs + "</w:p>")
	}
}

func letterText(c cv.Letter, o Options) []byte {
	_, l := letterOf(c, o)
	var t strings.Builder
	part := func(lines ...string) {
		if join("", lines...) != "" {
			if t.Len() > 0 {
				t.WriteString("\n")
			}
			writeLines(&t, lines...)
		}
	}
	head := []string{l.head.name, l.head.label}
	for _, p := range l.head.contact {
		head = append(head, p.text)
	}
	part(head...)
	part(l.recipient...)
	part(l.date)
	part(l.subject)
	part(l.greeting)
	for _, text := range l.body {
		part(text)
	}
	part(l.closing)
	part(l.signature)
	return []byte(t.String())
}

func letterMarkdown(c cv.Letter, o Options) []byte {
	_, l := letterOf(c, o)
	var m strings.Builder
	block(&m, "# ", escapeMarkdown(l.head.name))
	block(&m, "", wrapped("*", l.head.label))
	block(&m, "", markdownPieces(l.head.contact))
	recipient := make([]string, len(l.recipient))
	for i, line := range l.recipient {
		recipient[i] = escapeMarkdown(line)
	}
	block(&m, "", strings.Join(recipient, "\\\n")) // a hard line break
	block(&m, "", escapeMarkdown(l.date))
	block(&m, "## ", escapeMarkdown(l.subject))
	block(&m, "", escapeMarkdown(l.greeting))
	for _, text := range l.body {
		block(&m, "", escapeMarkdown(text))
	}
	block(&m, "", escapeMarkdown(l.closing))
	block(&m, "", escapeMarkdown(l.signature))
	return []byte(m.String())
}
