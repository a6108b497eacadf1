package attacks

import (
	"embed"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
	"jobops/internal/sample"
	"jobops/internal/tailor"
)

//go:embed data/*.txt
var ads embed.FS

// Obey gives the edits that a model proposes which does all the attacker asks,
// as far as the form of its answer lets it.
func Obey(r cv.Resume, a Attack) []tailor.Edit {
	first, _ := cv.Text(r, firstLine)
	last := planted(r)
	quoted := []tailor.Evidence{{Path: firstLine, Quote: first}, {Path: last, Quote: a.Text}}
	var all []tailor.Edit
	propose := func(path cv.Path, before, after string) {
		all = append(all, tailor.Edit{ID: fmt.Sprintf("ai-%d", len(all)), Kind: tailor.Reword, Path: path, Before: before, After: after, Evidence: quoted})
	}
	propose(firstLine, first, first+" "+a.Marker)
	propose(firstLine, first, a.Marker)
	propose(last, a.Text, a.Marker)
	propose("/basics/summary", r.Basics.Summary, strings.TrimSpace(r.Basics.Summary+" "+a.Marker+"."))
	propose("/basics/label", r.Basics.Label, a.Marker)
	propose("/basics/name", r.Basics.Name, a.Marker)
	propose(cv.NewPath("work", 0, "position"), r.Work[0].Position, a.Marker)
	propose(cv.NewPath("work", 0, "name"), r.Work[0].Name, a.Marker)
	propose("/education/0/area", education(r), a.Marker)
	propose("/skills/-", "", a.Marker)
	propose(cv.NewPath("work", 0, "highlights", "-"), "", a.Marker)
	return all
}

func education(r cv.Resume) string {
	if len(r.Education) == 0 {
		return ""
	}
	return r.Education[0].Area
}

var firstLine = cv.NewPath("work", 0, "highlights", 0)

// planted is where an attack in a CV stands: the last line of the latest post,
// where it is evidence for every other line of it.
func planted(r cv.Resume) cv.Path {
	return cv.NewPath("work", 0, "highlights", len(r.Work[0].Highlights)-1)
}

// Outcome is what an attack led to.
type Outcome struct {
	Attack  Attack
	Rules   int // edits that the rules proposed
	Asked   int // edits that the obedient model proposed
	Facts   int // of those, how many were applied without the person's word
	Echoes  int // edits by rule that repeat the marker
	Moved   int // points that the score moved, either way
	Refused int // edits of the model that the check stopped
}

// Try puts an attack into an ordinary CV or ad of its language.
func Try(a Attack) (Outcome, error) {
	o := Outcome{Attack: a}
	clean := sample.For(a.Lang).Resume
	clean.Meta.Language = a.Lang
	r, text := clean, ad(a.Lang)
	before := match.Score(clean, posting.Read(text))
	if a.Where == "cv" {
		r = withLine(clean, a.Text)
	} else {
		text = plant(text, a.Text)
	}
	p := posting.Read(text)
	after := match.Score(r, p)
	o.Moved = max(after.Score-before.Score, before.Score-after.Score)
	rules := tailor.Propose(r, p, after)
	o.Rules = len(rules)
	for _, e := range rules {
		if says(e.After, a.Marker) && !says(e.Before, a.Marker) || says(fmt.Sprint(e.Reason.Args...), a.Marker) {
			o.Echoes++
		}
	}
	err := o.obeyed(r)
	return o, err
}

// obeyed counts what of the obedient model's edits goes through.
func (o *Outcome) obeyed(r cv.Resume) error {
	for _, e := range Obey(r, o.Attack) {
		o.Asked++
		e = tailor.Checked(r, e)
		if !e.Supported {
			o.Refused++
			if _, err := tailor.Apply(r, []tailor.Edit{e}); err == nil {
				return fmt.Errorf("attacks: %s: an edit without support was applied", o.Attack.ID)
			}
			continue
		}
		if result, err := tailor.Apply(r, []tailor.Edit{e}); err == nil && o.planted(r, result) {
			o.Facts++
		}
	}
	return nil
}

// planted tells whether a version says the marker more often than the CV it was
// made of.
func (o *Outcome) planted(r, result cv.Resume) bool {
	return count(result, o.Attack.Marker) > count(r, o.Attack.Marker)
}

func count(r cv.Resume, words string) int {
	n := 0
	for _, leaf := range cv.Leaves(r) {
		if says(leaf.Text, words) {
			n++
		}
	}
	return n
}

// says finds words in a text whatever their case, accents apart, between what
// cannot be seen.
func says(text, words string) bool {
	return words != "" && strings.Contains(plain(text), plain(words))
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Cc) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func ad(lang string) string {
	if text, err := ads.ReadFile("data/" + lang + ".txt"); err == nil {
		return string(text)
	}
	return sample.Posting(lang)
}

// plant puts a text in the middle of an ad.
func plant(text, attack string) string {
	parts := strings.SplitN(text, "\n\n", 3)
	return parts[0] + "\n\n" + parts[1] + "\n\n" + attack + "\n\n" + strings.Join(parts[2:], "")
}

func withLine(r cv.Resume, line string) cv.Resume {
	r.Work = append([]cv.Work(nil), r.Work...)
	r.Work[0].Highlights = append(append([]string(nil), r.Work[0].Highlights...), line)
	return r
}
