package tailor

import (
	"slices"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/match"
)

// summarySkills is how many skills a built summary names.
const summarySkills = 6

// summary proposes a summary where the CV has none, joined out of existing
// facts in the CV's own words: the latest position, the skills that the posting
// asks for and the CV shows, the languages. It counts and infers nothing.
func (d *demand) summary() []Edit {
	if strings.TrimSpace(d.r.Basics.Summary) != "" || len(d.lx.summary) == 0 {
		return nil
	}
	e := Edit{ID: "summary", Kind: Summary, Path: "/basics/summary", Reason: Message{Key: "tailor.reason.summary"}}
	role, skills := d.roleSentence(&e), d.skillSentence(&e)
	if role == "" || skills == "" {
		return nil // half of it only repeats one line of the CV
	}
	e.After = role + " " + skills
	return []Edit{d.checked(e)}
}

func (d *demand) roleSentence(e *Edit) string {
	if len(d.r.Work) == 0 {
		return d.quoteLabel(e)
	}
	w := d.r.Work[0]
	if w.Position == "" || w.Name == "" || w.Start.IsZero() || !w.Current && w.End.IsZero() {
		return d.quoteLabel(e)
	}
	e.Evidence = append(e.Evidence, Evidence{"/work/0/position", w.Position}, Evidence{"/work/0/name", w.Name},
		Evidence{"/work/0/startDate", w.Start.String()})
	key := "role"
	if !w.Current {
		key = "past"
		e.Evidence = append(e.Evidence, Evidence{"/work/0/endDate", w.End.String()})
	}
	return fillBlanks(d.lx.summary[key], map[string]string{
		"position": w.Position, "employer": w.Name,
		"year": strconv.Itoa(w.Start.Year), "from": strconv.Itoa(w.Start.Year), "to": strconv.Itoa(w.End.Year),
	})
}

func (d *demand) quoteLabel(e *Edit) string {
	label := d.r.Basics.Label
	if label == "" {
		return ""
	}
	e.Evidence = append(e.Evidence, Evidence{"/basics/label", label})
	return fillBlanks(d.lx.summary["label"], map[string]string{"position": label})
}

func (d *demand) skillSentence(e *Edit) string {
	var names []string
	for _, w := range d.wants {
		if w.state != match.Met || len(names) == summarySkills {
			continue
		}
		path, quote, ok := d.anywhere(w)
		if !ok || len(strings.Fields(quote)) > longestSkill || slices.Contains(names, quote) {
			continue
		}
		names = append(names, quote)
		e.Evidence = append(e.Evidence, Evidence{path, quote})
		e.Requirements = append(e.Requirements, w.id)
	}
	if len(names) == 0 {
		return ""
	}
	return fillBlanks(d.lx.summary["skills"], map[string]string{"list": strings.Join(names, ", ")})
}

// anywhere quotes a requirement from the list of skills, else from a text.
func (d *demand) anywhere(w want) (cv.Path, string, bool) {
	for _, leaf := range d.leaves {
		if !leaf.Path.Under("/skills") || strings.HasSuffix(string(leaf.Path), "/level") {
			continue
		}
		p := d.lx.passage(leaf)
		for _, t := range w.terms {
			if at, ok := p.find(t); ok {
				return leaf.Path, leaf.Text[at.start:at.end], true
			}
		}
	}
	return d.mention(w)
}

func fillBlanks(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}
