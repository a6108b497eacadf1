package posting

import (
	"regexp"
	"strconv"
	"strings"
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
	yearsOf = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d.,])(` + number + `(?:\s*\(\d{1,2}\))?\s*(?:\+|plus|ou plus)?\s*(?:(?:-|–|to|à|bis|a|or|ou|oder|o)\s*(?:\d{1,2}|` + strings.TrimPrefix(strings.TrimSuffix(number, ")"), "(") + `)\s*\+?\s*)?(?:\+\s*)?(?:years?|yrs?\.?|ann[ée]es?|ans?|jahren?|años?|anni|anno|anos?|jaar|lata?|roku|lat|лет|года?|χρόνια|έτη)['’]?)(?:[^\p{L}]|$)`)
	// worked must stand in the same sentence: a firm has years too.
	worked  = regexp.MustCompile(`(?i)experience|experienced|exp[ée]rience|erfahrung|praxis|experiencia|esperienza|experi[êe]ncia|ervaring|do[śs]wiadczen|опыт|εμπειρία|work(ing|ed)?\b`)
	notTime = regexp.MustCompile(`(?i)years? (old|of age)|for (over|more than) [^.]{0,20}years?|we have been|since \d{4}|depuis (plus de )?\d+ ans|seit (über |mehr als )?\d+ jahren|years? in business|combined|hace (más de )?\d+ años|contract of|contrat de`)
)

// maxYears is the most a posting is believed to ask for.
const maxYears = 20

// years finds the experience a sentence asks for: "5+ years", "3 à 5 ans",
// "mindestens drei Jahre". Of a range the lower end counts.
func years(text string) []Requirement {
	if !worked.MatchString(text) || notTime.MatchString(text) {
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
// are read in.
var tongues = map[string]string{
	"en": `english|anglais|englisch\w*|ingl[ée]s|inglese|engels|angielski\w*|j[ęe]zyka angielskiego|английск\w*|αγγλικ\p{L}*`,
	"fr": `french|fran[çc]ais|franz[öo]sisch\w*|franc[ée]s|francese|frans|francuski\w*|французск\p{L}*|γαλλικ\p{L}*`,
	"de": `german|allemand|deutsch|deutschkenntnisse\w*|deutsche[rn]? sprache|alem[áa]n|alem[ãa]o|tedesco|duits|niemiecki\w*|немецк\p{L}*|γερμανικ\p{L}*`,
	"es": `spanish|espagnol|spanisch\w*|español|castellano|spagnolo|spaans|espanhol|hiszpański\w*|испанск\p{L}*|ισπανικ\p{L}*`,
	"it": `italian|italien(?:nisch\w*|isch\w*)?|italiano|italiaans|włoski\w*|итальянск\p{L}*|ιταλικ\p{L}*`,
	"pt": `portuguese|portugais|portugiesisch\w*|portugu[ée]s|portoghese|portuguê?s|portugees`,
	"nl": `dutch|n[ée]erlandais|niederl[äa]ndisch\w*|neerland[ée]s|holand[ée]s|olandese|nederlands|niderlandzki\w*`,
	"pl": `polish|polonais|polnisch\w*|polaco|polacco|pools|polski\w*|польск\p{L}*`,
	"ru": `russian|russe|russisch\w*|ruso|russo|rosyjski\w*|русск\p{L}*`,
	"zh": `chinese|mandarin|chinois|chinesisch\w*|chino|cinese|mandar[íi]n`,
	"ja": `japanese|japonais|japanisch\w*|japon[ée]s|giapponese`,
	"ar": `arabic|arabe|arabisch\w*|[áa]rabe|arabo`,
	"uk": `ukrainian|ukrainien|ukrainisch\w*|ucraniano`, "ro": `romanian|roumain|rum[äa]nisch\w*|rumano`,
	"tr": `turkish|turc|t[üu]rkisch\w*|turco`, "sv": `swedish|su[ée]dois|schwedisch\w*|sueco|svenska`,
	"da": `danish|danois|d[äa]nisch\w*|dan[ée]s|dansk`, "el": `greek|grec|griechisch\w*|griego|ελληνικ\p{L}*`,
	"cs": `czech|tch[èe]que|tschechisch\w*|checo`, "ca": `catalan|catal[áa]n|katalanisch`, "ko": `korean|cor[ée]en|koreanisch\w*|coreano`,
}

// tongueNames are shown to a person; the match page translates by code.
var tongueNames = map[string]string{
	"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
	"pl": "Polish", "ru": "Russian", "zh": "Chinese", "ja": "Japanese", "ar": "Arabic", "uk": "Ukrainian", "ro": "Romanian",
	"tr": "Turkish", "sv": "Swedish", "da": "Danish", "el": "Greek", "cs": "Czech", "ca": "Catalan", "ko": "Korean",
}

var tonguePatterns = compileTongues()

type tonguePattern struct {
	code    string
	pattern *regexp.Regexp
}

func compileTongues() []tonguePattern {
	var out []tonguePattern
	for _, code := range strings.Fields("en fr de es it pt nl pl ru zh ja ar uk ro tr sv da el cs ca ko") {
		out = append(out, tonguePattern{code, regexp.MustCompile(`(?i)(?:^|[^\p{L}])(` + tongues[code] + `)(?:[^\p{L}]|$)`)})
	}
	return out
}

var (
	// speaks must stand in the sentence: a French restaurant asks for no French.
	speaks = regexp.MustCompile(`(?i)fluen|speak|spoken|written|bilingual|language|proficien|native|mother tongue|communicat|conversational|\b[abc][12]\b|command of|knowledge of|working knowledge|` +
		`courant|parl[ée]|langue|bilingue|ma[îi]tris|lu[, ]|[ée]crit|niveau|maternelle|notions|` +
		`kenntnis|flie[ßs]+end|sprach|wort und schrift|muttersprach|verhandlungssicher|beherrsch|sicher|sehr gut|gute[smn]? |` +
		`hablad|idioma|nivel|dominio|fluid|nativo|conocimientos|biling|lingua|livello|fluent|conoscenza|flu[êe]nc|dom[íi]nio|taal|beheers|vloeiend|znajomo|j[ęe]zyk|komunikatywn|владение|знание|язык|γνώση|άριστη`)
	// notSpoken follows a language's name where it is no language: "French cuisine".
	notSpoken = regexp.MustCompile(`(?i)^[^\p{L}]{0,2}(cuisine|market|customers?|clients?|team|company|law|wine|literature|government|entreprise|march[ée]|mark(t|ets)|kunden|unternehmen|recht|mercado|cliente|restaurant|office|subsidiary|speaking (customers|clients|market))`)

	levels = []struct {
		level   string
		pattern *regexp.Regexp
	}{
		{"C2", regexp.MustCompile(`(?i)\bc2\b|native|mother tongue|muttersprach|maternelle|bilingu|nativo|madrelingua|moedertaal|ojczyst`)},
		{"C1", regexp.MustCompile(`(?i)\bc1\b|fluen|excellent|courant|couramment|flie[ßs]+end|verhandlungssicher|sehr gut|perfekt|fluid|alto|advanced|avanc[ée]|avanzad|vloeiend|bieg|ottim|свободн|άριστη`)},
		{"B2", regexp.MustCompile(`(?i)\bb2\b|good|bon(ne)?\b|gute|business|professional|professionnel|proficien|medio-alto|buen|buon|goed|dobr|komunikatywn`)},
		{"B1", regexp.MustCompile(`(?i)\bb1\b|conversational|intermediate|interm[ée]diaire|intermedio|medio|working knowledge|mittel`)},
		{"A2", regexp.MustCompile(`(?i)\ba[12]\b|basic|notions|grundkenntnisse|b[áa]sico|elementary`)},
	}
)

// spoken finds the languages a sentence asks for. listed says that the
// sentence stands among requirements, where a short line ("German B2") needs no
// further word.
func spoken(text string, listed bool) []Requirement {
	if !speaks.MatchString(text) && !(listed && len(text) < 60) {
		return nil
	}
	var out []Requirement
	for _, t := range tonguePatterns {
		m := t.pattern.FindStringSubmatchIndex(text)
		if m == nil || notSpoken.MatchString(text[m[3]:]) {
			continue
		}
		out = append(out, Requirement{
			ID: "language:" + t.code, Kind: Language, Label: tongueNames[t.code],
			Level: levelNear(text, m[2], m[3]), Start: m[2], End: m[3],
		})
	}
	return out
}

// levelNear reads the level from the words around a language's name.
func levelNear(text string, start, end int) string {
	from, to := max(0, start-40), min(len(text), end+40)
	near := strings.ToValidUTF8(text[from:to], " ")
	if i := strings.IndexAny(text[end:to], ",;"); i >= 0 {
		near = strings.ToValidUTF8(text[from:end+i], " ")
	}
	for _, l := range levels {
		if l.pattern.MatchString(near) {
			return l.level
		}
	}
	return ""
}

var degreePatterns = []struct {
	level   string
	pattern *regexp.Regexp
}{
	{"doctorate", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(ph\.?\s?d\.?|doctorate|doctoral degree|doctorat|promotion(?: in)|doktortitel|doctorado|dottorato|doktorat)(?:[^\p{L}]|$)`)},
	{"master", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(master(?:['’]?s)?(?: degree| of [\p{L}]+| in [\p{L}]+)|m\.?sc\.?|mba|bac\s*\+\s*5|master(?: 2)?|dipl[ôo]me d['’]ing[ée]nieur|[ée]cole d['’]ing[ée]nieurs?|diplom|masterabschluss|universit[äa]tsstudium|m[áa]ster|laurea magistrale|magister\w*)(?:[^\p{L}]|$)`)},
	{"bachelor", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(bachelor(?:['’]?s)?(?: degree)?|b\.?sc\.?|b\.?a\.?(?: degree)|undergraduate degree|university degree|college degree|bac\s*\+\s*[34]|licence (?:professionnelle|en)|(?:abgeschlossenes )?(?:hochschul)?studium|hochschulabschluss|bachelorabschluss|licenciatura|grado en|t[íi]tulo universitario|titulaci[óo]n universitaria|laurea|hbo|wykształcenie wyższe|высшее образование|πτυχίο)(?:[^\p{L}]|$)`)},
	{"vocational", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(associate(?:['’]?s)? degree|apprenticeship|vocational (?:training|qualification)|nvq(?: level \d)?|(?:cap|bep|bts|dut|iut)(?: [\p{L}]+)?|bac\s*\+\s*2|bac pro|(?:abgeschlossene )?(?:berufs)?ausbildung|formaci[óo]n profesional|ciclo formativo|fp (?:de )?grado (?:medio|superior)|mbo)(?:[^\p{L}]|$)`)},
	{"school", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(high school (?:diploma|degree)|hs diploma|ged|secondary school|baccalaur[ée]at|abitur|mittlere reife|bachillerato|eso|maturit[àa])(?:[^\p{L}]|$)`)},
}

// degrees finds the education a sentence asks for; the lowest level named
// counts ("Bachelor's or Master's degree").
func degrees(text string) []Requirement {
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

// permits finds licences and permits a sentence asks for.
func permits(text string) []Requirement {
	var out []Requirement
	for _, t := range permitPatterns {
		if m := t.pattern.FindStringIndex(text); m != nil {
			out = append(out, Requirement{ID: "permit:" + t.id, Kind: Permit, Label: text[m[0]:m[1]], Start: m[0], End: m[1]})
		}
	}
	return out
}
