package posting

import (
	"regexp"
	"strconv"
	"strings"

	"jobops/internal/taxonomy"
)

var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
	"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "dix": 10,
	"ein": 1, "eine": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10,
	"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "diez": 10, "due": 2, "tre": 3, "cinque": 5,
	"twee": 2, "drie": 3, "vijf": 5, "dois": 2, "três": 3,
}

var (
	number  = `(\d{1,2}|one|two|three|four|five|six|seven|eight|ten|une?|deux|trois|quatre|cinq|sept|huit|dix|eine?m?|zwei|drei|vier|fünf|sechs|acht|zehn|dos|tres|cuatro|cinco|seis|diez|due|tre|cinque|twee|drie|vijf|dois|três)`
	yearsOf = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d.,])(` + number + `(?:\s*\(\d{1,2}\))?\s*(?:\+|plus|ou plus)?\s*(?:(?:-|–|to|à|bis|a|or|ou|oder|o|and|et|und|y)\s*(?:\d{1,2}|` + strings.TrimPrefix(strings.TrimSuffix(number, ")"), "(") + `)\s*\+?\s*)?(?:\+\s*)?(?:years?|yrs?\.?|ann[ée]es?|ans?|jahren?|años?|anni|anno|anos?|jaar|lata?|roku|lat|лет|года?|χρόνια|έτη))(?:[^\p{L}]|$)`)
)

// worked must stand in the same sentence, unless it stands among requirements:
// a firm has years too.
var worked = list(`experien|expérien|erfahrung|praxis|esperienz|experiên|ervaring|doświadczen|опыт|εμπειρία| work|background in|track record`)

// aged marks years that are not those of a person's work.
var aged = list(`years old|years of age|for over|for more than|we have been| since 1| since 2|depuis plus de|depuis 1|depuis 2|seit über|seit mehr als|years in business|combined experience|hace más de|contract of|contrat de`)

// maxYears is the most a posting is believed to ask for.
const maxYears = 20

// years finds the experience a sentence asks for: "5+ years", "3 à 5 ans",
// "mindestens drei Jahre". Of a range the lower end counts.
func years(text, low string, in section) []Requirement {
	if aged.in(low) || in != wants && in != likes && !worked.in(low) {
		return nil
	}
	var out []Requirement
	for _, m := range yearsOf.FindAllStringSubmatchIndex(text, -1) {
		n := numeral(text[m[4]:m[5]])
		if n < 1 || n > maxYears {
			continue
		}
		quote := text[m[2]:m[3]]
		out = append(out, Requirement{ID: "years:" + strconv.Itoa(n), Kind: Years, Label: quote, Years: n, Start: m[2], End: m[3]})
	}
	return out
}

func numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return numberWords[strings.ToLower(s)]
}

// tongues names spoken languages by ISO 639-1 code, in the languages postings
// are read in; a star stands for any ending.
var tongues = map[string]string{
	"en": `angielski* anglais engels englisch* english ingles inglese inglés αγγλικ* английск*`,
	"fr": `francais frances francese francuski* francés frans franzosisch* französisch* français french γαλλικ* французск*`,
	"de": `aleman alemao alemán alemão allemand deutsch deutschkenntnisse* duits german niemiecki* tedesco γερμανικ* немецк*`,
	"es": `castellano espagnol espanhol español hiszpański* spaans spagnolo spanisch* spanish ισπανικ* испанск*`,
	"it": `italiaans italian italiano italien italienisch* italiennisch* włoski* ιταλικ* итальянск*`,
	"pt": `portoghese portugais portugees portugiesisch* portugues portuguese portugus portugués português`,
	"nl": `dutch holandes holandés nederlands neerlandais neerlandes neerlandés niderlandzki* niederlandisch* niederländisch* néerlandais olandese`,
	"pl": `polacco polaco polish polnisch* polonais polski* pools польск*`,
	"ru": `rosyjski* ruso russe russian russisch* russo русск*`,
	"zh": `chinese chinesisch* chino chinois cinese mandarin mandarín`,
	"ja": `giapponese japanese japanisch* japonais japones japonés`,
	"ar": `arabe arabic arabisch* arabo árabe`,
	"uk": `ucraniano ukrainian ukrainien ukrainisch*`,
	"ro": `romanian roumain rumanisch* rumano rumänisch*`,
	"tr": `turc turco turkisch* turkish türkisch*`,
	"sv": `schwedisch* sueco suedois suédois svenska swedish`,
	"da": `danes danisch* danish danois dansk danés dänisch*`,
	"el": `grec greek griechisch* griego ελληνικ*`,
	"cs": `checo czech tcheque tchèque tschechisch*`,
	"ca": `catalan catalán katalanisch`,
	"ko": `coreano coreen coréen korean koreanisch*`,
}

// tongueNames are shown to a person; the match page translates by code.
var tongueNames = map[string]string{
	"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
	"pl": "Polish", "ru": "Russian", "zh": "Chinese", "ja": "Japanese", "ar": "Arabic", "uk": "Ukrainian", "ro": "Romanian",
	"tr": "Turkish", "sv": "Swedish", "da": "Danish", "el": "Greek", "cs": "Czech", "ca": "Catalan", "ko": "Korean",
}

// tongueWords and tongueStarts map the words of tongues to their codes.
var tongueWords, tongueStarts = indexTongues()

func indexTongues() (words, starts map[string]string) {
	words, starts = map[string]string{}, map[string]string{}
	for code, names := range tongues {
		for _, n := range strings.Fields(names) {
			if start, ok := strings.CutSuffix(n, "*"); ok {
				starts[start] = code
			}
			words[strings.TrimSuffix(n, "*")] = code
		}
	}
	return words, starts
}

// tongueOf returns the code of the language a lower-case word names, or "".
func tongueOf(word string) string {
	if code, ok := tongueWords[word]; ok {
		return code
	}
	for i := range word {
		if i >= 5 {
			if code, ok := tongueStarts[word[:i]]; ok {
				return code
			}
		}
	}
	return ""
}

var (
	levels = []struct {
		level   string
		pattern *regexp.Regexp
	}{
		{"C2", regexp.MustCompile(`(?i)native|mother tongue|muttersprach|maternelle|bilingu|nativo|madrelingua|moedertaal|ojczyst`)},
		{"C1", regexp.MustCompile(`(?i)fluen|excellent|courant|couramment|flie[ßs]+end|verhandlungssicher|sehr gut|perfekt|fluid|alto|advanced|avanc[ée]|avanzad|vloeiend|bieg|ottim|свободн|άριστη`)},
		{"B2", regexp.MustCompile(`(?i)good|bon(ne)?\b|gute|business|professional|professionnel|proficien|medio-alto|buen|buon|goed|dobr|komunikatywn`)},
		{"B1", regexp.MustCompile(`(?i)conversational|intermediate|interm[ée]diaire|intermedio|medio|working knowledge|mittel`)},
		{"A2", regexp.MustCompile(`(?i)basic|notions|grundkenntnisse|b[áa]sico|elementary`)},
	}
)

// speaks must stand in the sentence: a French restaurant asks for no French.
var speaks = list(`fluen|speak|spoken|written|bilingual|language|proficien|native|mother tongue|communicat|conversational| a1 | a2 | b1 | b2 | c1 | c2 |command of|knowledge of|
courant|parlé|langue|bilingue|maîtris| lu |écrit|niveau|maternelle|notions|
kenntnis|fließend|fliessend|sprach|wort und schrift|verhandlungssicher|beherrsch| sicher|sehr gut|gute |
hablad|idioma|nivel|dominio|fluid|nativo|conocimientos|biling|lingua|livello|conoscenza|fluênc|domínio| taal|beheers|vloeiend|znajomo|język|komunikatywn|владение|знание|язык|γνώση|άριστη`)

// notSpoken follows a language's name where it is no language: "French cuisine".
var notSpoken = list(` cuisine| market| customer| client| team| company| law | wine| literature| government| entreprise| marché| markt| kunden| unternehmen| recht | mercado| restaurant| office| subsidiary| speaking customers| speaking clients| shepherd| doors`)

// shortLine is the length up to which a listed line needs no further word
// ("German B2").
const shortLine = 60

// spoken finds the languages a sentence asks for.
func spoken(text, low string, in section) []Requirement {
	if !speaks.in(low) && !(len(text) < shortLine && (in == wants || in == likes)) {
		return nil
	}
	var out []Requirement
	before := 0
	for _, t := range taxonomy.Words(text) {
		code := tongueOf(strings.ToLower(text[t.Start:t.End]))
		if code == "" || foreignNoun(text[t.End:]) {
			continue
		}
		out = append(out, Requirement{
			ID: "language:" + code, Kind: Language, Label: tongueNames[code],
			Level: levelNear(text, before, t.Start, t.End), Start: t.Start, End: t.End,
		})
		before = t.End
	}
	return out
}

func foreignNoun(rest string) bool {
	next := lower(rest[:min(len(rest), 24)])
	for _, cue := range notSpoken {
		if strings.HasPrefix(strings.TrimLeft(next, " "), cue[1:]) {
			return true
		}
	}
	return false
}

// levelNear reads the level from the words around a language's name: a level
// right behind it, else the words since the language before, else all around,
// so that "fluent German and good French" are told apart and "fluent German and
// French" are both fluent.
func levelNear(text string, before, start, end int) string {
	to := min(len(text), end+40)
	if i := strings.IndexAny(text[end:to], ",;"); i >= 0 {
		to = end + i
	}
	if m := cefr.FindStringSubmatch(valid(text[end:min(to, end+16)])); m != nil {
		return strings.ToUpper(m[1])
	}
	if level := LevelIn(valid(text[max(before, start-40):start])); level != "" && before > 0 {
		return level
	}
	return LevelIn(valid(text[max(0, start-40):to]))
}

func valid(s string) string { return strings.ToValidUTF8(s, " ") }

var degreePatterns = []struct {
	level   string
	pattern *regexp.Regexp
}{
	{"doctorate", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(ph\.?\s?d\.?|doctorate|doctoral degree|doctorat|promotion(?: in)|doktortitel|doctorado|dottorato|doktorat)(?:[^\p{L}]|$)`)},
	{"master", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(master(?:['’]?s)?(?: degree| of [\p{L}]+| in [\p{L}]+)|m\.?sc\.?|mba|bac\s*\+\s*5|master(?: 2)?|dipl[ôo]me d['’]ing[ée]nieur|[ée]cole d['’]ing[ée]nieurs?|diplom|masterabschluss|universit[äa]tsstudium|m[áa]ster|laurea magistrale|magister\w*)(?:[^\p{L}]|$)`)},
	{"bachelor", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(bachelor(?:['’]?s)?(?: degree)?|b\.?sc\.?|b\.?a\.?(?: degree)|undergraduate degree|university degree|college degree|bac\s*\+\s*[34]|licence (?:professionnelle|en)|(?:abgeschlossenes )?(?:hochschul)?studium|hochschulabschluss|bachelorabschluss|licenciatura|grado en|t[íi]tulo universitario|titulaci[óo]n universitaria|laurea|(?-i:HBO)|wykształcenie wyższe|высшее образование|πτυχίο)(?:[^\p{L}]|$)`)},
	{"vocational", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(associate(?:['’]?s)? degree|apprenticeship|vocational (?:training|qualification)|nvq(?: level \d)?|(?-i:CAP|BEP|BTS|DUT|IUT)(?: [\p{L}]+)?|bac\s*\+\s*2|bac pro|(?:abgeschlossene )?(?:berufs)?ausbildung|formaci[óo]n profesional|ciclo formativo|fp (?:de )?grado (?:medio|superior)|(?-i:MBO))(?:[^\p{L}]|$)`)},
	{"school", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(high school (?:diploma|degree)|hs diploma|ged|secondary school|baccalaur[ée]at|abitur|mittlere reife|bachillerato|(?-i:ESO)|maturit[àa])(?:[^\p{L}]|$)`)},
}

// schooled marks a text that may name a degree.
var schooled = list(`ph d|phd|doct|dokto|dotto|promotion|master|m sc|msc| mba|bac |bac+|diplom|ingénieur|studium|máster|laurea|magist|bachel|b sc|bsc| ba | b a |degree|licence|licenci|hochschul|abschluss|grado|título|titulaci|(?-i:HBO)|wykszta|образован|πτυχίο|apprentic|vocational|nvq|bts| cap | bep | dut | iut |ausbildung|formación|ciclo| fp |mbo|high school| ged |secondary|abitur|reife|bachill| eso |maturit`)

// degrees finds the education a sentence asks for; the lowest level named
// counts ("Bachelor's or Master's degree").
func degrees(text, low string) []Requirement {
	if !schooled.in(low) {
		return nil
	}
	for i := len(degreePatterns) - 1; i >= 0; i-- {
		d := degreePatterns[i]
		if m := d.pattern.FindStringSubmatchIndex(text); m != nil {
			return []Requirement{{ID: "degree:" + d.level, Kind: Degree, Label: text[m[2]:m[3]], Level: d.level, Start: m[2], End: m[3]}}
		}
	}
	return nil
}

var permitPatterns = []struct {
	id      string
	pattern *regexp.Regexp
}{
	{"driving", regexp.MustCompile(`(?i)(driv(?:ing|er['’]?s?)[ -]licen[cs]e|permis (?:de conduire|[bc](?:e|1)?\b)|permis b|f[üu]hrerschein|fahrerlaubnis|(?:carnet|permiso) de conducir|carn[ée] de conducir|patente (?:di guida|b)|carta de condu[çc][ãa]o|rijbewijs|prawo jazdy|водительск\p{L}+ (?:прав|удостоверен)\p{L}*|δίπλωμα οδήγησης)`)},
	{"work", regexp.MustCompile(`(?i)(right to work|work (?:authori[sz]ation|permit|visa)|(?:legally )?authori[sz]ed to work|eligib(?:le|ility) to work|autorisation de travail|permis de travail|titre de s[ée]jour|arbeitserlaubnis|arbeitsgenehmigung|permiso de trabajo|permesso di (?:lavoro|soggiorno)|werkvergunning|pozwolenie na prac[ęe]|us citizen(?:ship)?)`)},
	{"clearance", regexp.MustCompile(`(?i)(security clearance|secret clearance|dbs check|habilitation (?:secret|d[ée]fense)|sicherheitsüberprüfung)`)},
	{"registration", regexp.MustCompile(`(?i)(registered nurse licen[cs]e|rn licen[cs]e|nursing licen[cs]e|nmc (?:pin|registration)|dipl[ôo]me d['’]état|examinierte?r? (?:alten|kranken)?pfleg\p{L}+|approbation|bar admission|cpa licen[cs]e|teaching (?:licen[cs]e|certificate)|qts)`)},
}

// permitted marks a text that may name a permit.
var permitted = list(`licen|permis|führerschein|fahrerlaubnis|carnet|carné|patente|carta de|rijbewijs|prawo jazdy|водительск|δίπλωμα|right to work|work auth|work permit|visa|authori|eligib|nmc|titre de|arbeitserl|arbeitsgen|werkvergunning|pozwolenie|citizen|clearance|dbs|habilitation|sicherheitsüber|registr|diplôme d|examiniert|approbation|bar admission|teaching cert|qts`)

// permits finds licences and permits a sentence asks for.
func permits(text, low string) []Requirement {
	if !permitted.in(low) {
		return nil
	}
	var out []Requirement
	for _, t := range permitPatterns {
		if m := t.pattern.FindStringIndex(text); m != nil {
			out = append(out, Requirement{ID: "permit:" + t.id, Kind: Permit, Label: text[m[0]:m[1]], Start: m[0], End: m[1]})
		}
	}
	return out
}
