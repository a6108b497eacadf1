package taxonomy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// homonyms are names of programming languages that are also an island, an
// animal, a stone, a person or a verb: a capital alone proves nothing.
var homonyms = set(`java python ruby rust go swift julia ada pascal dart basic scheme scratch spark hive pig access`)

// everyday are French and Spanish words that are the label of a skill and mean
// something else in most texts: "saisie" is entering data before it is a
// repossession, "proyecto" a project before it is a blueprint.
var everyday = set(`saisie saisies source sources paris reclassement reclassements matrice matrices soies frappe devise devises machine machines
montage montages réflexion réflexions prière grossesse consultation consultations énergie énergies histoire histoires morale logique logiques
politique politiques boisson boissons cheveux persister moulin moulins typologie similitude bourse bourses migration migrations pneumatique
pneumatiques lactation optique camouflage brevet brevets osier encordage amortissement amortissements communication communications capteurs
médicament médicaments danser chanter nager football tennis latin cinétique éthique source terminologie
apuestas proyecto proyectos cerdas parto estampado engarce boquillas amortización divisa divisas cabello valores ganado esforzarse decidir encuesta
encuestas recolocación improvisar neumáticos oración embarazo informar semejanza cantar nadar fútbol tenis ética política políticas perseverar
reflexión energía historia lógica consulta consultas migración comunicación máquinas medicamentos bebidas fuente terminología`)

// technicalWords are parts of words that speak of programs or of knowing, in
// the languages texts are read in.
var technicalWords = strings.Fields(`programm progamm program develop entwickl développ desarroll svilupp ontwikkel softw logiciel
framework backend frontend full-stack fullstack script coding coded code compil bibliot librar libreri api micros spring django rails jvm maven web data daten données
languag langage sprach lenguaj linguagg lingua linguagem taal język язык γλώσσ knowledge kenntnis connaiss conocim conoscen conhecim kennis znajomo знан γνώσ
experien expérien erfahrung esperien experiên ervaring doświadcz опыт εμπειρ προϋπηρ skill maîtri beherrsch proficien fluent dominio padronan domínio beheers владе
разраб программ пишет писать προγραμμ γράφ zespó engineer ingénieur ingenier ingegner engenh year jahr année años anni anos jaar lata лет χρόνια write written build built services dienst`)

// technical reports whether something besides its name speaks for a homonym: a
// word about programs or knowing, another technology, or that it stands alone
// as an entry of a list of skills does.
func (t *skillTable) technical(text string, tokens []Token, i int) bool {
	if len(tokens) <= listed {
		return true
	}
	for k, o := range tokens {
		if k != i && (homonyms[o.Word] && named(text[o.Start:o.End]) || t.otherTechnology(text, tokens, k)) {
			return true
		}
		for _, part := range technicalWords {
			if strings.HasPrefix(o.Word, part) {
				return true
			}
		}
	}
	return false
}

// listed is how many words an entry of a list of skills has at most.
const listed = 3

// otherTechnology reports whether token k is the name of a technology that is
// no ordinary word.
func (t *skillTable) otherTechnology(text string, tokens []Token, k int) bool {
	o := tokens[k]
	v, n := t.english.longest(tokens[k:min(k+1, len(tokens))], 0, nil)
	return n == 1 && t.skills[v].Kind == Technology && !common[o.Word] && named(text[o.Start:o.End]) && t.skills[v].written(tokens[k:k+1])
}

// legal is the form of a company behind the name that a word belongs to.
var legal = regexp.MustCompile(`^(?:[ -]\p{Lu}[\p{L}'’-]*){0,3},? (?:GmbH|AG|SE|KG|OHG|Ltd|Limited|LLC|LLP|Inc|Corp|SARL|SAS|SA|SL|SpA|Srl|Lda|BV|NV|Oy|AB|AS|plc|PLC|S\.A\.|S\.L\.|B\.V\.|S\.p\.A|S\.r\.l|Sp\. z o|s\.r\.o|e\.V)\b`)

// partner is what joins the names of a firm: "Python & Söhne".
var partner = regexp.MustCompile(`^ & (?:Co|Sons?|Söhne|Fils|Hijos|Figli|Filhos|Zonen|Partner\p{L}*|Cie)\b`)

// partOfName reports whether a word is a part of somebody's or something's
// name: a firm's, or one joined by a hyphen to another word with a capital
// where the language does not write compounds so.
func partOfName(text string, at Token, lang string) bool {
	rest := text[at.End:]
	if legal.MatchString(rest) || partner.MatchString(rest) {
		return true
	}
	if lang == "de" || lang == "nl" || lang == "en" || !strings.HasPrefix(rest, "-") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[1:])
	return unicode.IsUpper(next)
}

// Ordinary reports whether an English word is one that the descriptions of
// occupations use, so that a capital makes no name of it.
func Ordinary(word string) bool {
	_, known := ONet().terms[Stem(strings.ToLower(word), "en")]
	return known
}

// Trade reports whether a word belongs to the vocabulary of occupations in a
// language (ISO 639-1), as names of places do not.
func Trade(word, lang string) bool {
	word = strings.ToLower(word)
	if space := ISCO(lang); space != nil {
		if _, known := space.terms[Stem(word, lang)]; known {
			return true
		}
	}
	return Ordinary(word)
}

// Ambiguous reports whether a lower-case word names a skill only where its
// writing or its neighbours say so.
func Ambiguous(word string) bool { return homonyms[word] || common[word] || idle[word] }
