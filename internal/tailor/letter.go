package tailor

import (
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/posting"
)

// CheckParagraph checks a paragraph of a letter against the whole CV and what the
// person stated about it. Names that the head of the ad has, of the company, the
// place and the position, are no claims about the person.
func CheckParagraph(r cv.Resume, p posting.Posting, text string, said ...Statement) Paragraph {
	report := Check(r, Edit{Kind: Summary, Path: "/letter/-", After: text}, said...)
	addressed := words(strings.Join([]string{p.Title, p.Company, p.Location}, "\n"))
	claims := slices.DeleteFunc(report.Unsupported(), func(c Claim) bool {
		named := words(c.Text)
		for w := range named {
			if !addressed[w] {
				return false
			}
		}
		return len(named) > 0 && (c.Kind == NameClaim || c.Kind == WordClaim)
	})
	return Paragraph{Text: text, Claims: claims, Checked: report.Checked, Supported: len(claims) == 0 && report.Warning == ""}
}
