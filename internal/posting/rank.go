package posting

import "regexp"

// ranks are the words of a title that give its level, highest first.
var ranks = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"intern", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(intern|internship|trainee|apprentice|working student|stage|stagiaire|alternan(?:ce|t|te)|apprenti(?:e)?|praktik(?:um|ant\p{L}*)|werkstudent\p{L}*|auszubildende\p{L}*|azubi|ausbildung|becari[oa]|pr[áa]cticas|tirocin\p{L}+|stagista|est[áa]gio|sta[żz]\p{L}*)(?:[^\p{L}]|$)`)},
	{"head", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(head of|director|vp|vice president|chief|c[etfo]o|directeur|directrice|leiter(?:in)?|bereichsleit\p{L}+|direktor\p{L}*|director[a]?|jefe de (?:departamento|[áa]rea)|dyrektor\p{L}*|direttore)(?:[^\p{L}]|$)`)},
	{"lead", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(lead|team ?lead(?:er)?|principal|staff engineer|architect|chef d['’][ée]quipe|responsable|teamleit\p{L}+|gruppenleit\p{L}+|l[íi]der|jefe de equipo|kierownik)(?:[^\p{L}]|$)`)},
	{"senior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(senior|sr\.?|s[ée]nior|confirm[ée]e?|exp[ée]riment[ée]e?|erfahrene?[rn]?|starszy|старший)(?:[^\p{L}]|$)`)},
	{"junior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(junior|jr\.?|entry[ -]level|graduate|d[ée]butante?|berufseinsteiger\p{L}*|absolvent\p{L}*|reci[ée]n titulad[oa]|m[łl]odszy|младший)(?:[^\p{L}]|$)`)},
}

// seniorityOf reads the level from the title, else from the years asked for.
func seniorityOf(title string, asked []Requirement) string {
	for _, r := range ranks {
		if r.pattern.MatchString(title) {
			return r.name
		}
	}
	most := 0
	for _, r := range asked {
		if r.Kind == Years && r.Must {
			most = max(most, r.Years)
		}
	}
	switch {
	case most >= 5:
		return "senior"
	case most >= 2:
		return "mid"
	case most == 1:
		return "junior"
	}
	return ""
}
