package tailor

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jobops/internal/cv"
	"jobops/internal/fault"
)

// What a person is told when an answer cannot be used.
var (
	errAnswer  = fault.New(fault.Unavailable, "model.bad_answer")
	errForeign = fault.New(fault.Unavailable, "model.foreign")
)

// Limits of an answer; what is longer was not asked for.
const (
	maxAnswer     = 64 << 10 // bytes
	maxEdits      = 40
	maxParagraphs = 12
	growth        = 2   // a line may become so many times as long
	slack         = 120 // and so many bytes more
)

// reply is the answer as the schemas describe it.
type reply struct {
	Edits []struct {
		Line   string   `json:"line"`
		Text   string   `json:"text"`
		Uses   []string `json:"uses"`
		Reason string   `json:"reason"`
	} `json:"edits"`
	Paragraphs []string `json:"paragraphs"`
}

// decode reads an answer that fits the schema; nothing in it is trusted yet.
func (p *prompt) decode(text string) (reply, error) {
	var r reply
	if len(text) > maxAnswer {
		return r, errAnswer
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil || compiled(p.schema).Validate(value) != nil {
		return r, errAnswer // both errors quote the answer
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if dec.Decode(&r) != nil || len(r.Edits) > maxEdits || len(r.Paragraphs) > maxParagraphs {
		return r, errAnswer
	}
	return r, nil
}

var schemas sync.Map // *jsonschema.Schema by its text

func compiled(schema json.RawMessage) *jsonschema.Schema {
	if s, ok := schemas.Load(string(schema)); ok {
		return s.(*jsonschema.Schema)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		panic(err) // part of the program
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", value); err != nil {
		panic(err)
	}
	s := c.MustCompile("answer.json")
	schemas.Store(string(schema), s)
	return s
}

// edits turns an answer into checked edits. What names no line of the question,
// has a token that is not ours, changes nothing or grows out of bounds is dropped
// and counted.
func (p *prompt) edits(r reply, run RunID, said []Statement) (edits []Edit, dropped int, err error) {
	foreign := 0
	for _, proposal := range r.Edits {
		path, known := p.lines[proposal.Line]
		text, ours := p.mask.show(clean(proposal.Text))
		before, _ := cv.Text(p.resume, path)
		if !ours || known && p.unrelated(before, text) {
			foreign++
		}
		if !known || !ours || !fitsLine(before, text) || hasMarkup(before, text) {
			dropped++
			continue
		}
		e := Edit{
			ID: "ai" + slugPath(path) + "-" + shortHash(string(run)+text), Kind: Reword, Path: path, Before: before, After: text,
			Run: run, Reason: Message{Key: "tailor.reason.model." + proposal.Reason}, Evidence: p.evidence(proposal.Uses),
		}
		edits = append(edits, Checked(p.resume, e, said...))
	}
	if foreign > 0 && foreign == len(r.Edits) {
		return nil, len(r.Edits), errForeign
	}
	return onePerLine(edits), dropped, nil
}

// onePerLine keeps the first proposal for each line.
func onePerLine(edits []Edit) []Edit {
	seen := map[cv.Path]bool{}
	return slices.DeleteFunc(edits, func(e Edit) bool {
		twice := seen[e.Path]
		seen[e.Path] = true
		return twice
	})
}

func (p *prompt) evidence(uses []string) []Evidence {
	var list []Evidence
	for _, name := range uses {
		path, ok := p.lines[name]
		if text, err := cv.Text(p.resume, path); ok && err == nil && len(list) < maxEdits {
			list = append(list, Evidence{path, text})
		}
	}
	return list
}

// clean makes one line of a text, without characters that cannot be seen.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func fitsLine(before, after string) bool {
	return after != "" && after != strings.Join(strings.Fields(before), " ") && len(after) <= growth*len(before)+slack
}

// hasMarkup tells whether a text brings markup or an address that was not there.
func hasMarkup(before, after string) bool {
	for _, mark := range []string{"<", ">", "](", "```", "://", "www."} {
		if strings.Contains(strings.ToLower(after), mark) && !strings.Contains(strings.ToLower(before), mark) {
			return true
		}
	}
	return false
}

// unrelated tells whether a text has next to nothing of the line it is for, of
// the CV and of the ad: it is probably an answer to somebody else's question.
func (p *prompt) unrelated(before, text string) bool {
	known := words(before + "\n" + p.adText())
	for _, leaf := range cv.Leaves(p.resume) {
		for w := range words(leaf.Text) {
			known[w] = true
		}
	}
	all, strange := 0, 0
	for w := range words(text) {
		all++
		if !known[w] {
			strange++
		}
	}
	return all >= 5 && strange*3 >= all*2
}

// words are the longer words of a text, folded: short ones are the same in all
// texts of a language.
func words(text string) map[string]bool {
	set := map[string]bool{}
	folded, _ := foldRunes(text)
	for _, w := range strings.FieldsFunc(string(folded), func(r rune) bool { return !wordRune(r) }) {
		if len([]rune(w)) > 3 {
			set[w] = true
		}
	}
	return set
}

// letter turns an answer into a draft whose paragraphs are checked against the
// whole CV. What the ad itself names, such as the company, is no claim about the
// person.
func (p *prompt) letter(r reply, said []Statement) (*Letter, int, error) {
	var l Letter
	dropped, foreign := 0, 0
	for _, paragraph := range r.Paragraphs {
		text, ours := p.mask.show(clean(paragraph))
		if !ours || p.unrelated("", text) {
			foreign++
		}
		if !ours || text == "" || len(text) > 4000 || hasMarkup("", text) {
			dropped++
			continue
		}
		l.Paragraphs = append(l.Paragraphs, p.paragraph(text, said))
	}
	switch {
	case foreign > 0 && foreign == len(r.Paragraphs):
		return nil, dropped, errForeign
	case len(l.Paragraphs) == 0:
		return nil, dropped, errAnswer
	}
	return &l, dropped, nil
}

func (p *prompt) paragraph(text string, said []Statement) Paragraph {
	return CheckParagraph(p.resume, p.pair.Posting.Posting, text, said...)
}
