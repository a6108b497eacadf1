package tracker

import "slices"

// Column names a cell of a table of applications; the values are the header of
// our own.
type ColumnName string

// The columns of our own table, in its order.
const (
	ColCompany  ColumnName = "company"
	ColTitle    ColumnName = "title"
	ColStage    ColumnName = "stage"
	ColSince    ColumnName = "since"
	ColApplied  ColumnName = "applied"
	ColLocation ColumnName = "location"
	ColRemote   ColumnName = "remote"
	ColMin      ColumnName = "salary_min"
	ColMax      ColumnName = "salary_max"
	ColCurrency ColumnName = "salary_currency"
	ColPeriod   ColumnName = "salary_period"
	ColTerms    ColumnName = "salary_terms"
	ColSource   ColumnName = "source"
	ColURL      ColumnName = "url"
	ColDeadline ColumnName = "deadline"
	ColNext     ColumnName = "next"
	ColNextOn   ColumnName = "next_on"
	ColTags     ColumnName = "tags"
	ColStars    ColumnName = "excitement"
	ColNotes    ColumnName = "notes"
)

// Columns lists the columns in the order of our own table.
func Columns() []ColumnName {
	return []ColumnName{ColCompany, ColTitle, ColStage, ColSince, ColApplied, ColLocation, ColRemote, ColMin, ColMax, ColCurrency, ColPeriod, ColTerms,
		ColSource, ColURL, ColDeadline, ColNext, ColNextOn, ColTags, ColStars, ColNotes}
}

// synonyms are what other trackers and people call the columns, folded.
var synonyms = map[ColumnName][]string{
	ColCompany:  {"company", "employer", "organisation", "organization", "entreprise", "societe", "company name", "employeur", "firma", "empresa"},
	ColTitle:    {"title", "role", "position", "job title", "poste", "intitule", "jobtitle", "intitule du poste", "stelle"},
	ColStage:    {"stage", "status", "list", "column", "statut", "etape", "state"},
	ColSince:    {"since", "depuis", "stage date", "last status change"},
	ColApplied:  {"applied", "date applied", "applied on", "applied date", "date de candidature", "applieddate", "application date"},
	ColLocation: {"location", "place", "city", "lieu", "ville", "ort"},
	ColRemote:   {"remote", "workplacetype", "workplace type", "teletravail"},
	ColMin:      {"salary min", "min amount", "minimum salary", "salaire min"},
	ColMax:      {"salary max", "max amount", "maximum salary", "salaire max"},
	ColCurrency: {"salary currency", "currency", "devise"},
	ColPeriod:   {"salary period", "interval", "periode"},
	ColTerms:    {"salary terms", "salary", "salaire", "pay", "compensation", "gehalt"},
	ColSource:   {"source", "site", "jobsource", "job source", "found at", "origine"},
	ColURL:      {"url", "link", "post url", "job url", "posting", "sourceurl", "source url", "lien", "job link"},
	ColDeadline: {"deadline", "closing date", "apply by", "date limite"},
	ColNext:     {"next", "next action", "next step", "prochaine action"},
	ColNextOn:   {"next on", "follow up", "follow up on", "followupat", "relance"},
	ColTags:     {"tags", "labels", "etiquettes"},
	ColStars:    {"excitement", "rating", "interest"},
	ColNotes:    {"notes", "note", "description", "comments", "commentaires", "remarques"},
}

// Mapping says in which cell of a row each column is.
type Mapping map[ColumnName]int

// Guess finds the columns of a header by what others call them.
func Guess(header []string) Mapping {
	m := Mapping{}
	for at, name := range header {
		name = plain(name)
		for _, column := range Columns() {
			if _, taken := m[column]; !taken && slices.Contains(synonyms[column], name) {
				m[column] = at
				break
			}
		}
	}
	return m
}

// stages are what other trackers and people call the stages, folded.
var stageNames = map[string]Stage{
	"bookmarked": Saved, "applying": Saved, "wishlist": Saved, "new": Saved, "draft": Saved, "evaluated": Saved, "repere": Saved, "reperee": Saved, "to apply": Saved,
	"candidature envoyee": Applied, "envoyee": Applied, "postule": Applied, "sent": Applied,
	"responded": Screening, "response": Screening, "recruiter screen": Screening, "hiring manager screen": Screening, "phone screen": Screening, "preselection": Screening, "in progress": Screening,
	"test": Assessment, "technical test": Assessment, "take home": Assessment,
	"interviewing": Interview, "technical interview": Interview, "onsite": Interview, "entretien": Interview, "interviews": Interview,
	"negotiating": Offer, "offre": Offer, "offered": Offer, "hired": Accepted, "acceptee": Accepted, "accepte": Accepted,
	"declined": Rejected, "refusee": Rejected, "refuse": Rejected, "retiree": Withdrawn, "retire": Withdrawn,
	"no response": Ghosted, "no answer": Ghosted, "sans reponse": Ghosted, "expiree": Expired, "closed": Expired,
}

// ReadStage finds the stage that a word means; "" for one that nobody knows.
// "archived" is nothing of them: only the person knows what became of it.
func ReadStage(word string) Stage {
	word = plain(word)
	if s := Stage(word); s.Valid() {
		return s
	}
	return stageNames[word]
}
