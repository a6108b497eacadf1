package posting

import (
	"cmp"
	"regexp"
	"strings"
)

// ranks are the words of a title that give its level, highest first.
var ranks = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"intern", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:intern|interns|internship|trainee|apprentice|working student|stage|stagiaires?|alternan(?:ce|te?)|apprentie?|praktik(?:um|ant\p{L}*)|werkstudent\p{L}*|auszubildende\p{L}*|azubi|ausbildung zu[mr]|becari[oa]s?|pr[áa]cticas|tirocin\p{L}+|stagista|est[áa]gi\p{L}+|stagiaire?|leerling|sta[żz]yst\p{L}*|sta[żz]|praktykant\p{L}*|стаж[её]р\p{L}*|практикант\p{L}*|ασκούμεν\p{L}+|πρακτική άσκηση)(?:[^\p{L}]|$)`)},
	{"head", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:head of|head|director|vp|vice president|chief|c[etfo]o|directeur|directrice|responsable (?:du|de) (?:service|d[ée]partement|p[ôo]le)|chef (?:de|du) (?:service|d[ée]partement)|(?:bereichs|abteilungs|haupt)?leit(?:er|erin|ung)|direktor\p{L}*|directora?|jef[ea] de (?:departamento|[áa]rea|servicio)|capo (?:del )?(?:settore|servizio|dipartimento|area)|responsabile (?:del )?(?:settore|servizio|dipartimento)|direttore|direttrice|diretora?|chefe de (?:departamento|servi[çc]o)|hoofd|afdelingshoofd|dyrektor\p{L}*|kierownik działu|руководитель (?:отдела|департамента|службы)|начальник (?:отдела|департамента|службы)|директор\p{L}*|διευθυντ\p{L}+|διευθύντ\p{L}+|προϊστάμεν\p{L}+)(?:[^\p{L}]|$)`)},
	{"lead", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:lead|team ?lead(?:er)?|shift (?:lead|leader|supervisor)|foreman|principal|staff engineer|architect|chef d['’][ée]quipe|chef de (?:chantier|rang)|responsable|team-?leit\p{L}+|gruppenleit\p{L}+|schichtleit\p{L}+|vorarbeiter\p{L}*|polier\p{L}*|l[íi]der|jef[ea] de equipo|capataz|encargad[oa]|capo ?turno|capo ?squadra|responsabile|chefe de (?:equipa|equipe|turno)|encarregad[oa]|ploegleid\p{L}+|teamleid\p{L}+|voorman|kierownik|lider|brygadzist\p{L}*|ведущ\p{L}+|бригадир\p{L}*|тимлид|старший смены|εργοδηγ\p{L}+|επικεφαλής|υπεύθυν\p{L}+)(?:[^\p{L}]|$)`)},
	{"mid", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:mid|mid[ -]?(?:level|senior|weight)|middle|intermediate|medior|regular|confirm[ée]e?|interm[ée]diaire|intermedi[oa]|plen[oa]|semi[- ]?senior|среднего уровня|μεσαίου επιπέδου)(?:[^\p{L}]|$)`)},
	{"senior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:senior|sr\.?|s[ée]nior|s[êe]nior|exp[ée]riment[ée]e?|erfahrene?[rn]?|esperto|esperta|ervaren|starsz[yae]|do[śs]wiadczon\p{L}+|старш\p{L}+|опытн\p{L}+|έμπειρ\p{L}+|ανώτερ\p{L}+)(?:[^\p{L}]|$)`)},
	{"junior", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:junior|jr\.?|j[úu]nior|entry[ -]level|graduate|d[ée]butante?|berufseinsteiger\p{L}*|absolvent\p{L}*|reci[ée]n titulad[oa]|m[łl]odsz[yae]|starter|neolaureat\p{L}+|младш\p{L}+|начинающ\p{L}+|νέος πτυχιούχος|αρχάρι\p{L}+)(?:[^\p{L}]|$)`)},
}

// said are the sentences of an ad that state a level outright, each tried where
// one of its cues stands. A word such as "senior" alone may speak of others:
// "report to senior managers". Without a name the words found are read as a
// title is.
var said = []struct {
	name    string
	cues    *cues // nil for "level: senior", which a colon opens
	pattern *regexp.Regexp
}{
	{"", nil,
		regexp.MustCompile(`(?im)^\W*(?:seniority(?: level)?|career level|experience level|job level|level|niveau(?: d['’]exp[ée]rience)?|exp[ée]rience|karrierestufe|karrierelevel|berufserfahrung|nivel|livello|n[íi]vel|niveau|poziom(?: stanowiska)?|уровень|επίπεδο)\s*[:：]\s*([^\n]{2,40})$`)},
	{"junior", list(`no prior|no previous|no experience|entry|graduat|débutant|debutant|premier emploi|profil |berufse|berufsanf|quereinst|absolv|absolw|titulad|sin experiencia|no se requiere|senza esperienza|prima esperienza|neolaur|sem experi|licenciad|primeiro|geen ervaring|starter|afgestud|bez do|doświadczenie nie|без опыта|начина|χωρ|απόφοιτ`),
		regexp.MustCompile(`(?i)(no (?:prior |previous )?experience (?:is )?(?:required|necessary|needed)|entry[ -]level (?:role|position|job)|recent graduates?|d[ée]butante?s? accept[ée]e?s?|d[ée]butant\p{L}* bienvenue?s?|premier emploi|profil (?:junior|d[ée]butant)|berufseinsteiger|berufsanf[äa]nger|quereinsteiger willkommen|auch f[üu]r absolventen|sin experiencia|reci[ée]n (?:titulad|graduad)\p{L}+|no se requiere experiencia|senza esperienza|prima esperienza|neolaureat\p{L}+|sem experi[êe]ncia|rec[ée]m[- ]licenciad\p{L}+|primeiro emprego|geen ervaring (?:vereist|nodig)|starter(?:sfunctie)|pas afgestudeerd|bez do[śs]wiadczenia|do[śs]wiadczenie nie jest wymagane|absolwent\p{L}*|без опыта|начинающ\p{L}+|χωρ[ίι]ς (?:προϋπηρεσία|εμπειρία)|νέ(?:ος|οι) απόφοιτ\p{L}+)`)},
	{"", list(`looking for|seeking|hiring|recherchons|cherchons|suchen|gesucht|buscamos|se busca|cerc|procura|zoeken|gezocht|szukamy|poszukujemy|zatrudnimy|ищем|требуется|αναζητ|ζητείται|ζητούνται`),
		regexp.MustCompile(`(?i)(?:looking for|seeking|hiring|recherchons|cherchons|suchen(?: wir)?|gesucht(?: wird)?|buscamos|se busca|cerchiamo|cercasi|procuramos|procura-se|zoeken|gezocht|szukamy|poszukujemy|zatrudnimy|ищем|требуется|αναζητούμε|αναζητείται|ζητείται|ζητούνται)\s([^.,;:\n]{3,40})`)},
	{"senior", list(`profil s|profil e|senior level|senior position|senior role|senior profile`),
		regexp.MustCompile(`(?i)(profil (?:senior|exp[ée]riment[ée])|senior[- ](?:level )?(?:position|role|profile))`)},
	{"mid", list(`profil i|profil c|mid level`),
		regexp.MustCompile(`(?i)(profil (?:interm[ée]diaire|confirm[ée])|mid[- ]level (?:position|role|profile))`)},
}

// levelSaid reads the level that a line of the ad states.
func levelSaid(lines []line, text string) string {
	for _, s := range said {
		for _, l := range lines[:min(len(lines), saidLines)] {
			body := text[l.start:min(l.end, l.start+saidBytes)]
			if s.cues == nil && !strings.ContainsAny(body, ":：") || s.cues != nil && !s.cues.in(lower(body)) {
				continue
			}
			m := s.pattern.FindStringSubmatch(valid(body))
			if m == nil {
				continue
			}
			if level := cmp.Or(s.name, rankIn(m[1])); level != "" {
				return level
			}
		}
	}
	return ""
}

const (
	saidLines = 200     // lines that are read for a statement of the level
	saidBytes = 2 << 10 // bytes of each
)

// rankIn returns the level that a title or a field names, "" when none.
func rankIn(title string) string {
	for _, r := range ranks {
		if r.pattern.MatchString(title) {
			return r.name
		}
	}
	return ""
}

// openingBytes is how much of the first line may name the level of the job.
const openingBytes = 60

// seniorityOf reads the level from the title, else from a sentence that states
// it, else from the words that open the ad. Years asked for imply no level.
func seniorityOf(title, text string, lines []line) string {
	start, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if i := strings.IndexAny(start, ".:;!?"); i >= 0 {
		start = start[:i]
	}
	words := strings.Fields(valid(start[:min(len(start), openingBytes)]))
	return cmp.Or(rankIn(title), levelSaid(lines, text), rankIn(strings.Join(words[:min(len(words), openingWords)], " ")))
}

// openingWords is how many words that is at most.
const openingWords = 4
