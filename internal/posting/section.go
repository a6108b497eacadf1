package posting

import (
	"regexp"
	"strings"
)

// section is the part of an ad that a line stands in.
type section int

const (
	unknown section = iota
	wants           // what the person must bring
	likes           // what would be welcome
	duties          // what the person will do
	about           // the employer, benefits, how to apply: asks for nothing
)

// Headings by section, in the languages that postings are read in. A heading
// is a short line that begins with or consists of one of these.
var headings = map[section]*regexp.Regexp{
	wants: heading(`(key |minimum |basic |essential |job |the |your )*(requirements?|qualifications?|required|must[- ]haves?|essential (criteria|skills)|skills|profile|experience|competenc(e|ies)|education)( (and|&) [a-z]+)*( required| needed)?|what (you|we)('ll|’ll)? (need|bring|are looking for|re looking for|have|ask( for| of you)?|want|expect|require)|we (ask|expect)( for)?|you should have|your (skills|profile|experience)|what we('|’)re looking for|who you are|about you|you (have|bring|are)|we('|’)re looking for|ideal candidate|person specification`,
		`(votre |le |ton |profil )*profil( recherch[ée]| souhait[ée])?|comp[ée]tences( requises| techniques| attendues)?|exigences|qualifications|pr[ée]requis|ce que (nous|vous) .*|vous (avez|[êe]tes)|qualit[ée]s requises|formation|exp[ée]rience`,
		`(ihr|dein|unser|das) profil|anforderungen|(ihre |deine )?qualifikation(en)?|(das )?(bringen sie|bringst du) mit|was (sie|du) mitbring(en|st)|das bringst du mit|voraussetzungen|(das )?(sollten sie|solltest du) mitbringen|profil|was wir erwarten|wir erwarten|(fachliche )?kenntnisse`,
		`requisitos( m[íi]nimos)?|perfil( buscado| requerido)?|qu[ée] (buscamos|necesitas|pedimos)|(tu |su )?perfil|conocimientos|experiencia|formaci[óo]n|lo que buscamos`,
		`requisiti( richiesti)?|(il tuo )?profilo( ideale| ricercato)?|competenze( richieste)?|(cosa|chi) cerchiamo|cosa chiediamo`, `requisitos|perfil( pretendido)?|o que (procuramos|pedimos)|qualifica[çc][õo]es`,
		`(jouw|functie|het) ?profiel|functie-?eisen|wat (breng (je|jij) mee|vragen wij|vragen we|heb je nodig|neem je mee)|(dit )?(wij )?vragen( wij)?|wie (ben|zoeken) (je|jij|wij|we)|jij hebt|vereisten`,
		`wymagania|oczekujemy|(nasze )?oczekiwania|czego oczekujemy|profil kandydata|nasze wymagania`,
		`(απαιτούμενα |απαραίτητα |τα )?προσόντα( σας)?|απαιτήσεις|τι ζητάμε|ζητάμε`, `требования|мы ожидаем|что мы ждем|ваш профиль`),
	likes: heading(`(nice[- ]to[- ]haves?|preferred|desirable|bonus( points)?|pluses|good to have|optional)( .*)?|it('|’)s a plus.*|would be a plus.*`,
		`(les )?(atouts?|plus|bonus)|souhait[ée]s?|serait un plus|appr[ée]ci[ée]s?`,
		`(von vorteil|w[üu]nschenswert|pluspunkte?|nice to have|das w[äa]re (toll|super|ein plus)|bonus).*`,
		`(deseable|se valorar[áa]|valorable|plus|conocimientos deseables).*`, `(requisiti )?preferenziali|gradit[oie].*|costituisce.*`,
		`(diferencia(l|is)|desej[áa]ve(l|is)).*`, `(pr[ée]|pluspunten|nice to have).*`, `mile widziane.*|dodatkowe atuty.*|dodatkowym atutem.*`, `будет плюсом.*|(επιθυμητά|επιπλέον προσόντα|θα εκτιμηθ|желательно).*`),
	duties: heading(`(key |main |your |the |job )*(responsibilities|duties|tasks|role|mission)( (and|&) [a-z]+)*|what you('|’)ll (do|be doing)|what you will (do|be doing)|job description|the job|about the (role|job|position)|description|your day.*|day[- ]to[- ]day|essential functions.*|position summary|overview`,
		`(vos |les |tes |la |votre |principales )*(missions?|responsabilit[ée]s|t[âa]ches|poste|activit[ée]s)( principales)?|description du poste|descriptif.*|le poste`,
		`(ihre |deine |das sind deine |das erwartet dich|die )*(aufgaben|t[äa]tigkeiten|verantwortung|stellenbeschreibung|mission)(gebiet)?|das erwartet (sie|dich)|was (sie|dich) erwartet|was du (bei uns )?machst`,
		`(tus |sus |las |principales )*(funciones|responsabilidades|tareas)|descripci[óo]n( del puesto| de la oferta)?|qu[ée] har[áa]s|tu misi[óo]n`,
		`(le tue )?(mansioni|attivit[àa]|responsabilit[àa])|il ruolo`, `(principais )?(fun[çc][õo]es|responsabilidades|atividades)`, `(jouw )?(taken|werkzaamheden|verantwoordelijkheden)|wat ga je doen.*|functieomschrijving`,
		`(zakres )?obowi[ąa]zk(i|[óo]w)|zadania|opis stanowiska|tw[óo]j zakres.*`, `καθήκοντα|περιγραφή.*|обязанности|задачи|чем предстоит.*`),
	about: heading(`(about (us|the company|our .*|[a-z]+)|who we are|company( description| overview| profile)?|our (company|story|values|mission|culture)|benefits|perks( .*)?|what we offer|we offer|compensation.*|salary.*|why (join|work|us).*|how to apply|apply|contact|equal (opportunity|employment).*|eeo.*|additional information|our offer)`,
		`((à|a) propos( de .*)?|qui sommes[- ]nous.*|l('|’)entreprise|notre (entreprise|soci[ée]t[ée]|groupe)|avantages.*|nous (vous )?(offrons|proposons).*|ce que nous offrons.*|r[ée]mun[ée]ration.*|pourquoi nous.*|candidature.*|comment postuler|processus de recrutement|contact|les avantages.*)`,
		`((über|ueber) uns|wer wir sind|unternehmen(sprofil)?|das unternehmen|wir (bieten|über uns).*|das bieten wir.*|was wir (dir |ihnen )?bieten.*|(ihre |deine )?(vorteile|benefits).*|unser angebot.*|kontakt|bewerbung.*|interesse.*|das erwartet dich bei uns.*)`,
		`(sobre nosotros|qui[ée]nes somos|la empresa|ofrecemos|qu[ée] ofrecemos.*|beneficios.*|se ofrece.*|condiciones.*|contacto|c[óo]mo aplicar.*)`,
		`(chi siamo|azienda|offriamo|cosa offriamo|benefit.*)`, `(quem somos|sobre n[óo]s|oferecemos|benef[íi]cios.*|o que oferecemos)`, `(over ons|wie zijn wij|wij bieden|wat bieden wij.*|arbeidsvoorwaarden|ons aanbod)`,
		`(o nas|oferujemy|co oferujemy|(nasza )?oferta|benefity|kim jeste[śs]my|zapewniamy|to oferujemy)`, `(предлагаем|мы предлагаем|условия|о компании|о нас|παροχές|προσφέρουμε|σχετικά με.*)`),
}

func heading(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^\W*(?:` + strings.Join(alternatives, "|") + `)\W*$`)
}

// maxHeading is the longest line, in bytes, that may be a heading.
const maxHeading = 70

// shortHeading is how many words a heading of what is welcome has at most: a
// longer line that begins so says itself what is.
const shortHeading = 4

// sections gives every line the section it stands in. A heading may share its
// line with what it opens ("Requirements: five years …").
func sections(lines []line, text string) {
	now := unknown
	for i := range lines {
		body := text[lines[i].start:lines[i].end]
		s, whole := headingOf(body)
		if s == about && fact.MatchString(body) {
			lines[i].section, lines[i].heading = about, true
			continue
		}
		if s != unknown {
			now = s
			lines[i].heading = lines[i].heading || whole
		}
		lines[i].section = now
	}
}

// fact is a line that says one thing about the offer, "Salary: £30,000": it
// opens no section.
var fact = regexp.MustCompile(`^[^:]{2,30}[:：]\s*\S`)

// headingOf returns the section that a line opens and whether it is a heading
// and nothing else.
func headingOf(body string) (section, bool) {
	if len(body) <= maxHeading {
		if s := headingSection(body); s != unknown && (s != likes || len(strings.Fields(body)) <= shortHeading || strings.HasSuffix(body, ":")) {
			return s, true
		}
	}
	if i := strings.IndexByte(body, ':'); i > 0 && i <= maxHeading {
		return headingSection(body[:i]), false
	}
	return unknown, false
}

func headingSection(s string) section {
	for _, k := range []section{likes, wants, duties, about} {
		if headings[k].MatchString(s) {
			return k
		}
	}
	return unknown
}

// welcome marks a sentence that names something nice to have.
var welcome = list(`nice to have|preferred|preferably| a plus| big plus|real plus|strong plus|definite plus| a bonus| bonus |an advantage|an asset|desirable| desired |ideally|advantageous|beneficial| optional|would be great|would be nice|would be good|would be helpful|not essential|
 un plus| un vrai plus|un réel plus|un atout| atout|souhaité|apprécié|idéalement|facultati|
von vorteil|wünschenswert|idealerweise| ein plus|pluspunkt|gern gesehen|bevorzugt|
deseable|valorará|valorable|se valora|preferible|idealmente|
preferibil|gradit|costituisce|titolo preferenziale|desejáve|diferencial|valoriza| een pré|is een plus|bij voorkeur|mile widzian|dodatkowym atutem|atutem|
будет плюсом|плюсом будет|желательн|приветству|преимуществ|επιθυμητ|θα εκτιμηθεί|ευπρόσδεκτ|καλό θα ήταν|πλεονέκτημα|προσόν θα|
 valoramos |sumará| suma puntos|avvantaggiat|un vantaggio|sarebbe|een pre |mooi meegenomen| is fijn|welkom| pluspunt|tym lepiej|będzie plusem|plusem będzie|bienvenu|dá se preferência|mais valia|valorizamos|preferencia`)

// insisted marks a sentence that is a must even among what is welcome.
var insisted = list(` required|mandatory|is essential| exigé| obligatoire| indispensable| impérati|erforderlich|zwingend|imprescindible|obligatori|è richiest|indispensabil|obrigatór| vereist| verplicht| wymagan| konieczn| niezbędn|обязательн|απαραίτητ`)

// demand marks a sentence that names something the person must have.
var demand = list(` must |required|require|mandatory|essential |minimum|at least|you have|you bring|you need|proven|fluent|proficien|
exigé|obligatoire|indispensable|impérati|requis|vous avez|vous maîtrisez|vous justifiez|
erforderlich|zwingend|voraussetzung|mindestens|setzen wir voraus|sie haben|sie verfügen|sie bringen|du hast|du bringst|du verfügst|abgeschlossene|
imprescindible|obligatori|requerid|necesari|mínimo|se requiere|al menos|
richiest|obbligatori|indispensabil|exigid|necessári|vereist|minimaal|wymagan|koniecznie|niezbędn|обязательно|απαραίτητ|απαιτείται`)
