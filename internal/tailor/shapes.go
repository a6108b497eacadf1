package tailor

import (
	"jobops/internal/account"
	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/render"
	"jobops/internal/tracker"
)

// Shapes gives each structured column of a CV, its versions, their looks, its
// tailorings, the answers about postings and of applications a value of its type, by the
// column's name in an export.
func Shapes() map[string]any {
	return map[string]any{
		"cv.reading":                cv.Reading{},
		"correction.mark":           cv.Mark{},
		"second_reading.content":    library.SecondContent{},
		"version.resume":            cv.Resume{},
		"tailoring.edits":           []Edit{},
		"tailoring.decisions":       map[string]Choice{},
		"answer.body":               map[string]match.Answer{},
		"look.options":              render.Options{},
		"working_copy.draft":        library.Draft{},
		"working_copy.history":      library.History{},
		"letter.content":            cv.Letter{},
		"letter.options":            render.Options{},
		"mail.body":                 account.Mail{},
		"application.asides":        tracker.Asides{},
		"application.tags":          []string{},
		"application_change.before": tracker.Before{},
		"application_item.body":     tracker.ItemBody{},
		"run.content":               RunContent{},
		"bundle.content":            tracker.BundleContent{},
		"bundle_file.body":          []byte{},
	}
}
