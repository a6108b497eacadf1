package posting

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobops/internal/taxonomy"
)

var numberWords = map[string]int{
	"one": 1, "un": 1, "une": 1, "ein": 1, "eine": 1, "einem": 1, "einer": 1, "uno": 1, "una": 1, "um": 1, "uma": 1, "een": 1, "één": 1, "jeden": 1, "один": 1, "одного": 1, "ένα": 1, "ένας": 1, "μία": 1,
	"two": 2, "deux": 2, "zwei": 2, "dos": 2, "due": 2, "dois": 2, "duas": 2, "twee": 2, "dwa": 2, "dwie": 2, "dwóch": 2, "два": 2, "две": 2, "двух": 2, "δύο": 2, "δυο": 2,
	"three": 3, "trois": 3, "drei": 3, "tres": 3, "tre": 3, "três": 3, "drie": 3, "trzy": 3, "trzech": 3, "три": 3, "трёх": 3, "трех": 3, "τρία": 3, "τρεις": 3, "τριών": 3,
	"four": 4, "quatre": 4, "vier": 4, "cuatro": 4, "quattro": 4, "quatro": 4, "cztery": 4, "czterech": 4, "четыре": 4, "четырёх": 4, "четырех": 4, "τέσσερα": 4, "τεσσάρων": 4,
	"five": 5, "cinq": 5, "fünf": 5, "cinco": 5, "cinque": 5, "vijf": 5, "pięć": 5, "pięciu": 5, "пять": 5, "пяти": 5, "πέντε": 5,
	"six": 6, "sechs": 6, "seis": 6, "sei": 6, "zes": 6, "sześć": 6, "sześciu": 6, "шесть": 6, "шести": 6, "έξι": 6,
	"seven": 7, "sept": 7, "sieben": 7, "siete": 7, "sette": 7, "sete": 7, "zeven": 7, "siedem": 7, "siedmiu": 7, "семь": 7, "семи": 7, "επτά": 7, "εφτά": 7,
	"eight": 8, "huit": 8, "acht": 8, "ocho": 8, "otto": 8, "oito": 8, "osiem": 8, "ośmiu": 8, "восемь": 8, "восьми": 8, "οκτώ": 8, "οχτώ": 8,
	"nine": 9, "neuf": 9, "neun": 9, "nueve": 9, "nove": 9, "negen": 9, "dziewięć": 9, "девять": 9, "εννέα": 9, "εννιά": 9,
	"ten": 10, "dix": 10, "zehn": 10, "diez": 10, "dieci": 10, "dez": 10, "tien": 10, "dziesięć": 10, "dziesięciu": 10, "десять": 10, "десяти": 10, "δέκα": 10,
}

// number is a count of years, in digits or words; the longest words come first.
var number = `(?:\d{1,2}|` + strings.Join(longestFirst(numberWords), "|") + `)`

var (
	yearsOf = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d.,])((` + number + `)(?:\s*\(\d{1,2}\))?\s*(?:\+|plus|` + orMore + `)?\s*(?:(?:-|–|to|à|bis|a|or|ou|oder|o|and|et|und|y|e|tot|do|lub|до|и|έως|ή)\s*` + number + `\s*\+?\s*)?(?:\+\s*)?(?:` + orMore + `\s*)?(?:volle |full |complete |pełne |полных )?(?:years?|yrs?\.?|ann[ée]es?|ans?|jahren?|jahre?|años?|anni|anno|anos?|jaar|jaren|lata?|roku|rok|lat|лет|года?|год|χρόνια|χρόνο|χρόνων|έτη|έτος|ετών))(?:[^\p{L}]|$)`)
	orMore  = `(?:or more|and more|ou plus|et plus|oder mehr|und mehr|o más|y más|o più|e più|ou mais|e mais|of meer|en meer|lub więcej|i więcej|и более|и больше|или более|ή περισσότερ\p{L}*|και άνω)`
)

func longestFirst(words map[string]int) []string {
	return slices.SortedFunc(maps.Keys(words), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
}

// worked must stand in the same sentence, unless it stands among requirements:
// a firm has years too.
var worked = list(`experien|expérien|erfahrung|praxis|esperienz|experiên|ervaring|doświadczen|опыт|εμπειρία| work|background in|track record|prac|rodaje|trayectoria|expertise|loopbaan|стаж|работ|προϋπηρεσ|εργασί`)

// yearUnits are the words for years, without which yearsOf cannot match.
var yearUnits = list(`year|yr|année|annee| ans | an |jahr|año|anni|anno| ano| jaar| lat| rok|лет| год|χρόν|χρον| έτ|ετών|ετων`)

// aged marks years that are not those of a person's work.
var aged = list(`years old|years of age|for over|for more than|we have been| since 1| since 2|depuis plus de|depuis 1|depuis 2|seit über|seit mehr als|years in business|combined experience|hace más de|contract of|contrat de`)

// maxYears is the most a posting is believed to ask for.
const maxYears = 20

// years finds the experience a sentence asks for: "5+ years", "3 à 5 ans",
// "mindestens drei Jahre". Of a range the lower end counts.
func years(text, low string, in section) []Requirement {
	if !yearUnits.in(low) || aged.in(low) || in != wants && in != likes && !worked.in(low) {
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
	"en": `angielski* anglais engels englisch* english ingles inglese inglés inglês αγγλικ* английск* anglic* engelsk*`,
	"fr": `francais frances francese francuski* francés francês frans franzosisch* französisch* français french γαλλικ* французск* fransk*`,
	"de": `aleman alemao alemán alemão allemand deutsch deutschkenntnisse* duits german niemiecki* tedesco γερμανικ* немецк*`,
	"es": `castellano espagnol espanhol español hiszpański* spaans spagnolo spanisch* spanish ισπανικ* испанск*`,
	"it": `italiaans italian italiano italien italienisch* italiennisch* włoski* ιταλικ* итальянск*`,
	"pt": `portoghese portugais portugees portugiesisch* portugues portuguese portugus portugués português portugalsk* πορτογαλικ* португальск*`,
	"nl": `dutch holandes holandés holandês nederlands neerlandais neerlandes neerlandés neerlandês niderlandzki* holendersk* niederlandisch* niederländisch* néerlandais olandese ολλανδικ* голландск* нидерландск*`,
	"pl": `polacco polaco polonês polish polnisch* polonais polski* pools πολωνικ* польск*`,
	"ru": `rosyjski* ruso russe russian russisch* russo русск* ρωσικ* ρώσικ*`,
	"zh": `chinese chinesisch* chino chinois cinese chinês chinees chińsk* κινεζικ* китайск* mandarin mandarín mandarim`,
	"ja": `giapponese japanese japanisch* japonais japones japonés japonês japans japońsk* ιαπωνικ* японск*`,
	"ar": `arabe arabic arabisch* arabo árabe arabsk* αραβικ* арабск*`,
	"uk": `ucraniano ucraino ukrainian ukrainien ukrainisch* oekraïens ukraińsk* ουκρανικ* украинск*`,
	"ro": `romanian roumain rumanisch* rumano rumänisch* rumeno romeno roemeens rumuńsk* ρουμανικ* румынск*`,
	"tr": `turc turco turkisch* turkish türkisch* turks tureck* τουρκικ* турецк*`,
	"sv": `schwedisch* sueco suedois suédois svenska swedish svedese zweeds szwedzk* σουηδικ* шведск*`,
	"no": `norwegian norwegisch* norvégien noruego norvegese norueguês noors norwesk* νορβηγικ* норвежск*`,
	"fi": `finnish finnisch* finnois finlandés finés finlandese finlandês fins fińsk* φινλανδικ* финск*`,
	"da": `danes danisch* danish danois dansk danés dänisch* danese dinamarquês deens duńsk* δανικ* датск*`,
	"el": `grec greek griechisch* griego greco grego grieks greck* ελληνικ* греческ*`,
	"cs": `checo czech tcheque tchèque tschechisch* ceco tcheco tsjechisch czesk* τσεχικ* чешск*`,
	"ca": `valenciano valencià català catalan catalán katalanisch catalano catalão catalaans`,
	"ko": `coreano coreen coréen korean koreanisch* koreaans koreańsk* κορεατικ* корейск*`,
	"hu": `hungarian ungarisch* hongrois húngaro ungherese hongaars węgiersk* ουγγρικ* венгерск*`,
	"eu": `basque euskera vasco euskara baskisch`,
	"gl": `gallego galego galician galicien galicisch`,
	"bg": `bulgarian bulgarisch* bulgare búlgaro bulgaro bulgaars bułgarsk* βουλγαρικ* болгарск*`,
}

// tongueNames are shown to a person; the match page translates by code.
var tongueNames = map[string]string{
	"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
	"pl": "Polish", "ru": "Russian", "zh": "Chinese", "ja": "Japanese", "ar": "Arabic", "uk": "Ukrainian", "ro": "Romanian",
	"tr": "Turkish", "sv": "Swedish", "da": "Danish", "el": "Greek", "cs": "Czech", "ca": "Catalan", "ko": "Korean",
	"no": "Norwegian", "fi": "Finnish", "hu": "Hungarian", "bg": "Bulgarian", "eu": "Basque", "gl": "Galician",
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

// levels are the words for how well a language is known, the best first.
var levels = []struct {
	level   string
	pattern *regexp.Regexp
}{
	{"C2", regexp.MustCompile(`(?i)native|mother tongue|muttersprach|maternelle|bilingu|biling[üu]e|nativo|madrelingua|moedertaal|ojczyst|родн|μητρικ|zweisprachig|tweetalig|dwujęzyczn|δίγλωσσ`)},
	{"C1", regexp.MustCompile(`(?i)fluen|excellent|business|courant|couramment|courament|flie[ßs]+end|flüssig|verhandlungssicher|sehr gut|perfekt|fluid|fluênc|alto|alta|advanced|avanc[ée]|avanzad|avançad|avanzat|vloeiend|bieg|płynn|bardzo dobr|ottim|свободн|άριστ|άπταιστ|uitstekend|negociación|negoziazione|отличн`)},
	{"B2", regexp.MustCompile(`(?i)good|\bbon(?:ne)?\b|gute|professional|professionnel|proficien|medio-alto|\bbuen|\bbuon|\bboa?\b|\bbom\b|goed|dobr|хорош|καλ[ήάέ]|geschäft|operational|opérationnel|sicher`)},
	{"B1", regexp.MustCompile(`(?i)conversational|conversation|conversazion|conversacion|intermediate|interm[ée]di|intermedi|medio|working knowledge|mittel|komunikatywn|komunikat|разговорн|средн|discret|συνεννό|επικοινων|redelijk`)},
	{"A2", regexp.MustCompile(`(?i)basic|notions|nozioni|noções|nociones|grundkenntnisse|b[áa]sic|basis|podstaw|elementary|elementar|scolastic|schulkenntnisse|базов|начальн|βασικ|στοιχειώδ|etwas|a little|un peu|beetje|со словарем|со словарём`)},
	{"A1", regexp.MustCompile(`(?i)beginner|débutant|anfänger|principiant|iniciante|начинающ|αρχάρι`)},
}

// speaks must stand in the sentence: a French restaurant asks for no French.
var speaks = list(`fluen|speak|spoken|written|bilingual|language|proficien|native|mother tongue|communicat|conversational| a1 | a2 | b1 | b2 | c1 | c2 |command of|knowledge of|
courant|parlé|langue|bilingue|maîtris| lu |écrit|niveau|maternelle|notions|
kenntnis|fließend|fliessend|sprach|wort und schrift|verhandlungssicher|beherrsch| sicher|sehr gut|gute |
hablad|idioma|nivel|dominio|fluid|nativo|conocimientos|biling|lingua|livello|conoscenza|fluênc|domínio| taal| level|couramm|lisez| lire |parlez|sprechen|sprichst|sprech| fale| fala| falar|escrita|escrit| parla| parlo| parli| spreek| spreekt|beheersing|mówi|mówisz|podstaw|płynn|biegł|говор|разговорн|μιλ|ομιλ|γλώσσ|γλωσσ|πτυχίο| επίπεδο|στοιχειώδ|βασικ|ευπρόσδεκτ|beheers|vloeiend|znajomo|język|komunikatywn|владение|знание|язык|γνώση|άριστη`)

// notSpoken follows a language's name where it is no language: "French cuisine".
var notSpoken = list(` cuisine| market| customer| client| team| company| law | wine| literature| government| entreprise| marché| markt| kunden| unternehmen| recht | mercado| restaurant| office| subsidiary| speaking customers| speaking clients| shepherd| doors`)

// shortLine is the length up to which a listed line needs no further word
// ("German B2").
const shortLine = 60

// spoken finds the languages a sentence asks for.
func spoken(text, low, lang string, in section) []Requirement {
	if !speaks.in(low) && !(utf8.RuneCountInString(text) < shortLine && (in == wants || in == likes)) {
		return nil
	}
	var out []Requirement
	before := 0
	for _, t := range taxonomy.Words(text) {
		code := tongueOf(strings.ToLower(text[t.Start:t.End]))
		if code == "" || foreignNoun(text[t.End:]) || country(text, t, lang) {
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
	for _, cue := range notSpoken.words {
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
	left := text[max(before, start-40):start]
	if i := strings.LastIndexAny(left, ",;("); i >= 0 && before > 0 {
		left = left[i+1:]
	}
	if level := LevelIn(valid(left)); level != "" && before > 0 {
		return level
	}
	return LevelIn(valid(text[max(0, start-40):to]))
}

// smallTongues are the languages that write names of languages small.
var smallTongues = []string{"fr", "es", "it", "pt", "pl", "ru", "el"}

// country reports whether a capital inside a sentence makes a country of the
// word: "z terenu Polski".
func country(text string, t taxonomy.Span, lang string) bool {
	if t.Start == 0 || !slices.Contains(smallTongues, lang) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text[t.Start:])
	before := strings.TrimRight(text[:t.Start], " \u00a0")
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsUpper(first) && (unicode.IsLetter(last) || unicode.IsDigit(last))
}

func valid(s string) string { return strings.ToValidUTF8(s, " ") }

var degreePatterns = []struct {
	level   string
	pattern *regexp.Regexp
}{
	{"doctorate", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(ph\.?\s?d\.?|doctorate|doctoral degree|doctorat|promotion(?: in)|doktortitel|doctorado|dottorato|doktorat)(?:[^\p{L}]|$)`)},
	{"master", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(master(?:['’]?s)?(?: degree| of [\p{L}]+| in [\p{L}]+)|m\.?sc\.?|mba|bac\s*\+\s*5|master(?: 2)?|dipl[ôo]me d['’]ing[ée]nieur|[ée]cole d['’]ing[ée]nieurs?|diplom|masterabschluss|universit[äa]tsstudium|m[áa]ster|laurea magistrale|magister\w*|магистр\p{L}*|специалитет|μεταπτυχιακ\p{L}+)(?:[^\p{L}]|$)`)},
	{"bachelor", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(bachelor(?:['’]?s)?(?: degree)?|b\.?sc\.?|b\.?a\.?(?: degree)|undergraduate degree|university degree|college degree|bac\s*\+\s*[34]|licence (?:professionnelle|en)|(?:abgeschlossenes )?(?:hochschul)?studium|hochschulabschluss|bachelorabschluss|licenciatura|grado en|t[íi]tulo universitario|titulaci[óo]n universitaria|laurea|(?-i:HBO)|hbo|wo-opleiding|wykształcenie wyższe|высшее образование|бакалавр\p{L}*|πτυχίο)(?:[^\p{L}]|$)`)},
	{"vocational", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(associate(?:['’]?s)? degree|apprenticeship|vocational (?:training|qualification)|nvq(?: level \d)?|(?-i:CAP|BEP|BTS|DUT|IUT)(?: [\p{L}]+)?|bac\s*\+\s*2|bac pro|(?:abgeschlossene )?(?:berufs)?ausbildung|formaci[óo]n profesional|ciclo formativo|(?:btec|extended|higher national) diploma|diploma (?:alberghiero|tecnico|professionale)|qualifica professionale|curso profissional|wykształcenie (?:zawodowe|techniczne)|среднее (?:специальное|профессиональное)(?: образование)?|απόφοιτ\p{L}+ (?:ΙΕΚ|ΕΠΑΛ)|fp (?:de )?grado (?:medio|superior)|(?-i:MBO)|[Mm]bo-(?:diploma|opleiding)(?: niveau \d)?)(?:[^\p{L}]|$)`)},
	{"school", regexp.MustCompile(`(?i)(?:^|[^\p{L}])(high school (?:diploma|degree)|hs diploma|ged|secondary school|baccalaur[ée]at|abitur|mittlere reife|bachillerato|(?-i:ESO)|maturit[àa]|wykształcenie średnie|12\.?[ºo] ano|απόφοιτ\p{L}+ λυκείου)(?:[^\p{L}]|$)`)},
}

// schooled marks a text that may name a degree.
var schooled = list(`ph d|phd|doct|dokto|dotto|promotion|master|m sc|msc| mba|bac |bac+|diplom|ingénieur|studium|máster|laurea|magist|bachel|b sc|bsc| ba | b a |degree|licence|licenci|hochschul|abschluss|grado|título|titulaci|бакалавр|магистр|специалитет|μεταπτυχ|hbo|wo opleiding|wykszta|образован|πτυχίο|apprentic|qualifica prof|curso prof|ano de escolaridade|mittlere|απόφοιτ|vocational|nvq|bts| cap | bep | dut | iut |ausbildung|formación|ciclo| fp |mbo|high school| ged |secondary|abitur|reife|bachill| eso |maturit`)

// degrees finds the education a sentence asks for; the lowest level named
// counts ("Bachelor's or Master's degree").
func degrees(text, low string) []Requirement {
	if !schooled.in(low) {
		return nil
	}
	for i := len(degreePatterns) - 1; i >= 0; i-- {
		d := degreePatterns[i]
		if m := d.pattern.FindStringSubmatchIndex(text); m != nil {
			return []Requirement{degree(d.level, text, m[2], m[3])}
		}
	}
	if m := anyDegree.FindStringSubmatchIndex(text); m != nil {
		return []Requirement{degree("bachelor", text, m[2], m[3])}
	}
	return nil
}

// anyDegree is a degree whose level is not said.
var anyDegree = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(degree) in [\p{L}]`)

func degree(level, text string, start, end int) Requirement {
	label := strings.TrimSuffix(strings.TrimSuffix(text[start:end], " en"), " in")
	return Requirement{ID: "degree:" + level, Kind: Degree, Label: label, Level: level, Start: start, End: start + len(label)}
}

var permitPatterns = []struct {
	id      string
	pattern *regexp.Regexp
}{
	{"driving", regexp.MustCompile(`(?i)(driv(?:ing|er['’]?s?)[ -]licen[cs]e|permis (?:de conduire|[bc](?:e|1)?\b)|permis b|f[üu]hrerschein|fahrerlaubnis|(?:carnet|permiso) de conducir|carn[ée] de conducir|patente (?:di guida|b)|carta de condu[çc][ãa]o|rijbewijs|prawo jazdy|водительск\p{L}+ (?:прав|удостоверен)\p{L}*|δίπλωμα οδήγησης)`)},
	{"work", regexp.MustCompile(`(?i)(right to work|work (?:authori[sz]ation|permit|visa)|(?:legally )?authori[sz]ed to work|eligib(?:le|ility) to work|autorisation de travail|permis de travail|titre de s[ée]jour|arbeitserlaubnis|arbeitsgenehmigung|permiso de trabajo|permesso di (?:lavoro|soggiorno)|werkvergunning|pozwolenie na prac[ęe]|us citizen(?:ship)?)`)},
	{"clearance", regexp.MustCompile(`(?i)(security clearance|secret clearance|dbs check|habilitation (?:secret|d[ée]fense)|sicherheitsüberprüfung)`)},
	{"registration", regexp.MustCompile(`(?i)(registered nurse licen[cs]e|rn licen[cs]e|nursing licen[cs]e|nmc (?:pin|registration)|dipl[ôo]me d['’]état|examinierte?r? (?:alten|kranken)?pfleg\p{L}+|approbation|bar admission|cpa licen[cs]e|teaching (?:licen[cs]e|certificate)|qts|inscri[çc][ãa]o na ordem|colegiaci[óo]n|iscrizione all[’' ]?(?:albo|ordine)|big-registratie|prawo wykonywania zawodu|inscri(?:t|tion) (?:au barreau|[àa] l[’']ordre)|άδεια ασκήσεως|άδεια άσκησης)`)},
}

// permitted marks a text that may name a permit.
var permitted = list(`licen|permis|führerschein|fahrerlaubnis|carnet|carné|patente|carta de|rijbewijs|prawo jazdy|водительск|δίπλωμα|right to work|work auth|work permit|visa|authori|eligib|nmc|titre de|arbeitserl|arbeitsgen|werkvergunning|pozwolenie|citizen|clearance|dbs|habilitation|sicherheitsüber|registr|diplôme d|examiniert|approbation|bar admission|teaching cert|qts|inscri|colegiaci|iscrizion|big registr|wykonywania|άδεια`)

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
