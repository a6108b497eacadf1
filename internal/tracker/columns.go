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
	ColWay      ColumnName = "way"
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
		ColSource, ColWay, ColURL, ColDeadline, ColNext, ColNextOn, ColTags, ColStars, ColNotes}
}

// synonyms are what other trackers and people call the columns, folded.
var synonyms = map[ColumnName][]string{
	ColCompany:  {"company", "employer", "organisation", "organization", "entreprise", "societe", "company name", "employeur", "firma", "empresa"},
	ColTitle:    {"title", "role", "position", "job title", "poste", "intitule", "jobtitle", "intitule du poste", "stelle", "job position", "job role", "role title", "job"},
	ColStage:    {"stage", "status", "list", "column", "statut", "etape", "state", "application status", "job status", "current status", "board list", "pipeline stage"},
	ColSince:    {"since", "depuis", "stage date", "last status change", "status date", "stage entered", "stageenteredat"},
	ColApplied:  {"applied", "date applied", "applied on", "applied date", "date de candidature", "applieddate", "application date", "applied at", "date submitted", "application submitted", "submitted on"},
	ColLocation: {"location", "place", "city", "lieu", "ville", "ort", "job location"},
	ColRemote:   {"remote", "workplacetype", "workplace type", "teletravail", "work model", "work mode", "workplace"},
	ColMin:      {"salary min", "min amount", "minimum salary", "salaire min", "min salary", "salary minimum"},
	ColMax:      {"salary max", "max amount", "maximum salary", "salaire max", "max salary", "salary maximum"},
	ColCurrency: {"salary currency", "currency", "devise"},
	ColPeriod:   {"salary period", "interval", "periode"},
	ColTerms:    {"salary terms", "salary", "salaire", "pay", "compensation", "gehalt", "salary range", "pay range", "compensation range"},
	ColSource:   {"source", "site", "jobsource", "job source", "found at", "origine", "found via", "job board", "referral source"},
	ColWay:      {"way", "applied via", "application method", "method", "mode de candidature", "moyen", "bewerbungsweg"},
	ColURL:      {"url", "link", "post url", "job url", "posting", "sourceurl", "source url", "lien", "job link", "job posting url", "job posting", "job listing", "listing url", "posting url", "application link", "website"},
	ColDeadline: {"deadline", "closing date", "apply by", "date limite", "due date", "application deadline"},
	ColNext:     {"next", "next action", "next step", "prochaine action", "next steps", "to do"},
	ColNextOn:   {"next on", "follow up", "follow up on", "followupat", "relance", "follow up date", "followup", "next follow up"},
	ColTags:     {"tags", "labels", "etiquettes", "categories", "keywords"},
	ColStars:    {"excitement", "rating", "interest", "excitement level", "stars"},
	ColNotes:    {"notes", "note", "description", "comments", "commentaires", "remarques", "my notes", "remarks"},
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
	"not started": Saved, "interested": Saved, "ready to apply": Saved, "backlog": Saved, "application submitted": Applied, "submitted": Applied,
	"screen": Screening, "phone interview": Screening, "recruiter call": Screening, "technical": Interview, "final round": Interview, "offer received": Offer, "signed": Accepted,
	"not selected": Rejected, "no offer": Rejected, "i withdrew": Withdrawn, "withdrew": Withdrawn,
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
