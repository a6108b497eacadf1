package posting

import (
	"cmp"
	"regexp"
)

// ranks are the words of a title that give its level, highest first.
var ranks = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"intern", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(intern|internship|trainee|apprentice|working student|stage|stagiaire|alternan(?:ce|t|te)|apprenti(?:e)?|praktik(?:um|ant\p{L}*)|werkstudent\p{L}*|auszubildende\p{L}*|azubi|ausbildung|becari[oa]|pr[áa]cticas|tirocin\p{L}+|stagista|est[áa]gio|sta[żz]\p{L}*)(?:[^\p{L}]|$)`)},
	{"head", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(head of|director|vp|vice president|chief|c[etfo]o|directeur|directrice|leiter(?:in)?|bereichsleit\p{L}+|direktor\p{L}*|director[a]?|jefe de (?:departamento|[áa]rea)|dyrektor\p{L}*|direttore)(?:[^\p{L}]|$)`)},
	{"lead", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(lead|team ?lead(?:er)?|principal|staff engineer|architect|chef d['’][ée]quipe|responsable|teamleit\p{L}+|gruppenleit\p{L}+|l[íi]der|jefe de equipo|kierownik)(?:[^\p{L}]|$)`)},
	{"mid", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(mid[ -]?(?:level|senior)?|intermediate|regular|medior|interm[ée]diaire|semi[- ]?senior|средний)(?:[^\p{L}]|$)`)},
	{"senior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(senior|sr\.?|s[ée]nior|confirm[ée]e?|exp[ée]riment[ée]e?|erfahrene?[rn]?|starszy|старший)(?:[^\p{L}]|$)`)},
	{"junior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(junior|jr\.?|entry[ -]level|graduate|d[ée]butante?|berufseinsteiger\p{L}*|absolvent\p{L}*|reci[ée]n titulad[oa]|m[łl]odszy|младший)(?:[^\p{L}]|$)`)},
}

// said are the sentences of an ad that state a level outright. A word such as
// "senior" alone may speak of others: "report to senior managers".
var said = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"", regexp.MustCompile(`(?im)^\W*(?:seniority(?: level)?|career level|experience level|job level|level|niveau(?: d['’]exp[ée]rience)?|exp[ée]rience|karrierestufe|karrierelevel|berufserfahrung|nivel|livello|n[íi]vel|niveau|poziom(?: stanowiska)?|уровень|επίπεδο)\s*[:：]\s*([^\n]{2,40})$`)},
	{"junior", regexp.MustCompile(`(?i)(no (?:prior |previous )?experience (?:is )?(?:required|necessary|needed)|entry[ -]level (?:role|position|job)|recent graduates?|d[ée]butante?s? accept[ée]e?s?|d[ée]butant\p{L}* bienvenue?s?|premier emploi|profil (?:junior|d[ée]butant)|berufseinsteiger|berufsanf[äa]nger|quereinsteiger willkommen|auch f[üu]r absolventen|sin experiencia|reci[ée]n (?:titulad|graduad)\p{L}+|no se requiere experiencia|senza esperienza|prima esperienza|neolaureat\p{L}+|sem experi[êe]ncia|rec[ée]m[- ]licenciad\p{L}+|primeiro emprego|geen ervaring (?:vereist|nodig)|starter(?:sfunctie)|pas afgestudeerd|bez do[śs]wiadczenia|do[śs]wiadczenie nie jest wymagane|absolwent\p{L}*|без опыта|начинающ\p{L}+|χωρ[ίι]ς (?:προϋπηρεσία|εμπειρία)|νέ(?:ος|οι) απόφοιτ\p{L}+)`)},
	{"senior", regexp.MustCompile(`(?i)((?:looking for|seeking|hiring|recherchons|cherchons|suchen|buscamos|cerchiamo|procuramos|zoeken|szukamy|poszukujemy|ищем|αναζητούμε)[^.\n]{0,24}?[^\p{L}](?:senior|s[ée]nior|exp[ée]riment[ée]e?|confirm[ée]e?|erfahrene[nr]?|ervaren|esperto|starsz\p{L}+|старш\p{L}+|опытн\p{L}+|έμπειρ\p{L}+)(?:[^\p{L}]|$)|profil (?:senior|confirm[ée]|exp[ée]riment[ée])|senior[- ](?:level )?(?:position|role|profile))`)},
}

// levelMarks is what an ad must hold for said to be tried.
var levelMarks = list(`level|niveau|karriere|nivel|nível|livello|poziom|уровень|επίπεδο|erfahrung:|experi|expéri|graduat|débutant|debutant|premier emploi|profil |berufse|berufsanf|quereinst|absolv|absolw|titulad|neolaur|esperienza|licenciad|primeiro|ervaring|starter|afgestud|doświadcz|опыт|начина|προϋπ|εμπειρ|έμπειρ|απόφοιτ|senior|sénior|confirm|erfahren|ervaren|espert|starsz|старш|expérience`)

// levelSaid reads the level that a sentence of the ad states.
func levelSaid(text string) string {
	text = text[:min(len(text), saidBytes)]
	if !levelMarks.in(lower(text)) {
		return ""
	}
	for _, s := range said {
		m := s.pattern.FindStringSubmatch(valid(text))
		if m == nil {
			continue
		}
		if s.name != "" {
			return s.name
		}
		if level := rankIn(m[1]); level != "" {
			return level
		}
	}
	return ""
}

// saidBytes is how much of an ad is read for a statement of its level.
const saidBytes = 16 << 10

// rankIn returns the level that a title or a field names, "" when none.
func rankIn(title string) string {
	for _, r := range ranks {
		if r.pattern.MatchString(title) {
			return r.name
		}
	}
	return ""
}

// seniorityOf reads the level from the title, else from a sentence that states
// it, else from the years asked for.
func seniorityOf(title, text string, asked []Requirement) string {
	if level := cmp.Or(rankIn(title), levelSaid(text)); level != "" {
		return level
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
