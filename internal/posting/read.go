package posting

import (
	"strings"
	"unicode/utf8"
)

// maxText bounds what is read of a posting, in bytes; no ad is longer.
const maxText = 256 << 10

// maxPage bounds the page around a posting, in bytes.
const maxPage = 2 << 20

// Read turns pasted text or HTML, with or without structured data, into a
// Posting. It never fails: what it cannot find stays empty, and a text that
// says too little has Stub set.
func Read(text string) Posting {
	text = text[:min(len(text), maxPage)]
	if j, ok := fromJSONLD(text); ok {
		p := Posting{Text: clean(j.text())}
		p.read(&j)
		return p
	}
	if looksLikeHTML(text) {
		text = fromHTML(text)
	}
	p := Posting{Text: clean(text)}
	p.read(nil)
	return p
}

// read fills a posting from its text and the structured data, if any.
func (p *Posting) read(j *jobPosting) {
	p.Language = detect(p.Text)
	lines := unglue(p.Text, splitLines(p.Text))
	p.readHead(lines)
	sections(lines, p.Text)
	speak(lines, p.Text, p.Language)
	p.readPlace(lines)
	p.Remote = remoteOf(p.Text)
	p.Salary = p.findSalary(lines)
	if j != nil {
		j.apply(p)
	}
	p.Requirements = p.requirements(lines)
	p.Seniority = seniorityOf(p.Title, p.Text, lines)
	p.Stub = stub(lines, p.Text, p.Requirements)
	p.work, p.workTitle = p.workOf(lines), p.Title
}

// clean gives text valid UTF-8, \n line ends and a bounded length.
func clean(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
		for len(text) > 0 && !utf8.ValidString(text[len(text)-min(4, len(text)):]) {
			r, size := utf8.DecodeLastRuneInString(text)
			if r != utf8.RuneError || size != 1 {
				break
			}
			text = text[:len(text)-1]
		}
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n")
}

// line is one line of the text, without surrounding space and bullet signs.
type line struct {
	start, end int // byte offsets into the text
	section    section
	heading    bool
	cut        bool   // a part of a line that lost its ends
	lang       string // ISO 639-1
}

const bullets = " \t\u00a0\u200b•·▪◦●‣*-–—>○■✓✔➤→"

func splitLines(text string) []line {
	var lines []line
	for start := 0; start <= len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		body := text[start:end]
		left := len(body) - len(strings.TrimLeft(body, bullets))
		trimmed := strings.TrimRight(body[left:], " \t\u00a0")
		if trimmed != "" {
			lines = append(lines, line{start: start + left, end: start + left + len(trimmed)})
		}
		start = end + 1
	}
	return lines
}

// littleLeft is the share of a text, as 1/littleLeft, below which the part
// about the work is too small to stand for the whole.
const littleLeft = 4

// Work returns the lines of a posting that speak of the work and the person:
// without the employer, the offer, the languages asked for and what any ad says.
// Where hardly anything is left, it is the whole text.
func (p *Posting) Work() string {
	if p.work != "" && p.workTitle == p.Title {
		return p.work
	}
	lines := unglue(p.Text, splitLines(p.Text))
	p.markHead(lines[:min(headLines, len(lines))])
	sections(lines, p.Text)
	return p.workOf(lines)
}

func (p *Posting) workOf(lines []line) string {
	var out []string
	size := 0
	for _, l := range lines {
		body := p.Text[l.start:l.end]
		if l.heading && body != p.Title || l.section == about || idle(body) || len(body) < longSentence && len(TonguesSpoken(body)) > 0 {
			continue
		}
		out = append(out, body)
		size += len(body)
	}
	if size*littleLeft < len(p.Text) {
		return p.Text
	}
	return strings.Join(out, "\n")
}
