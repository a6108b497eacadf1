package posting

import (
	"regexp"
	"slices"
	"strings"

	"jobops/internal/taxonomy"
)

// name is a place: one to three words with capitals, perhaps with small words
// inside ("Rio de Janeiro", "Frankfurt am Main"), perhaps with a country.
const name = `(\p{Lu}[\p{L}'’.-]+(?:[ -](?:\p{Lu}[\p{L}'’-]+|am|an der|de|del|di|do|da|la|le|les|sur|upon|under|nad|den|aan den|на)){0,3}(?:, \p{Lu}[\p{L}-]+){0,2})`

// places are the words that stand before the name of a place of work, in the
// languages postings are read in.
var places = []*regexp.Regexp{
	stated(`(?:based|located) (?:in|at) (?:our offices? in )?|offices? in `),
	stated(`(?:poste |offre )?(?:bas[ée]e?s?|situ[ée]e?s?|localis[ée]e?s?|[àa] pourvoir) (?:[àa]|en|sur) |(?:bureaux?|agence|site|locaux) (?:de|d['’]|[àa]) ?`),
	stated(`(?:am |f[üu]r unseren |an unserem )?(?:standort|arbeitsort|b[üu]ro|niederlassung|filiale|werk|praxis|klinik)(?: ist)?(?: in)? |(?:einsatzort|dienstort)(?: ist)? |mit sitz in `),
	stated(`(?:con sede|con base|ubicad[oa]s?|situad[oa]s?|basad[oa]) en |(?:oficinas?|centro|puesto|trabajo) (?:de|en) |lugar de trabajo(?: es)? `),
	stated(`(?:con sede|ubicat[oa]|situat[oa]|basat[oa]) (?:a|ad|in) |(?:sede(?: di lavoro)?|ufficio|uffici|filiale) (?:di|a|ad|è) `),
	stated(`(?:com sede|localizad[oa]|situad[oa]|com base|baseado) em |(?:escrit[óo]rios?|loja) (?:de|em|do|no) |local de trabalho(?: é)? `),
	stated(`(?:gevestigd|werkzaam) in |(?:kantoor|vestiging|standplaats|locatie)(?: is)?(?: in| te)? `),
	stated(`(?:z siedzib[ąa]|w siedzibie|w biurze|w oddziale|biuro) w(?:e)? |miejsce pracy `),
	stated(`(?:в офисе|офис|работа|вакансия|филиал) в(?:о)? (?:г\. ?)?|место работы |в городе |г\. ?`),
	stated(`(?:με έδρα|γραφεία|γραφείο|κατάστημα|θέση)(?: μας)? (?:στην|στη|στο|στον|στα|στις|την|τη|το) |έδρα `),
}

func stated(before string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\p{L}])(?i:` + before + `)` + name + `(?:[^\p{L}]|$)`)
}

// behindTitle is the place that stands behind the marks of gender in a first
// line: "Koch (m/w/d) in Musterstadt".
var behindTitle = regexp.MustCompile(`^\s*(?:in|à|en|a|te|w|em|στην|στη|στο|в|-|–|,|·)?\s*` + name + `\s*$`)

// noPlace are words with a capital that follow the same prepositions.
var noPlace = regexp.MustCompile(`(?i)^(?:voll|teil)zeit|^festanstellung|^(?:cdi|cdd|remote|home ?office|hybrid|full|part|monday|january|february|march|april|june|july|august|september|october|november|december|january|english|german|french)|^(?:the|our|a|an|this|your|you|we|it|is|and|und|et|der|die|das|le|la|les|el|los|las|il|lo|de|het) ?$`)

// placeLines is how many lines are read for a place that a sentence states.
const placeLines = 60

// readPlace finds the place of work in the sentences, where the head names none.
func (p *Posting) readPlace(lines []line) {
	if p.Location != "" || len(lines) == 0 {
		return
	}
	first := p.Text[lines[0].start:lines[0].end]
	if at := genders.FindStringIndex(first); at != nil {
		if m := behindTitle.FindStringSubmatch(first[at[1]:]); m != nil && isPlace(m[1]) {
			p.Location = m[1]
			return
		}
	}
	for _, l := range lines[:min(len(lines), placeLines)] {
		if place := placeIn(p.Text[l.start:l.end]); place != "" && place != p.Company && len(taxonomy.SkillsIn(place, p.Language)) == 0 {
			p.Location = place
			return
		}
	}
	for _, l := range lines[:min(len(lines), headPlaces)] {
		if place := p.placeInHead(p.Text[l.start:l.end]); place != "" {
			p.Location = place
			return
		}
	}
}

// headPlaces is how many lines at the top may name the place without a word
// that says so.
const headPlaces = 2

var (
	// pieces split a line of a head: "Senior buyer, Sample City · £40,000".
	pieces = regexp.MustCompile(`\s*(?:[,;|·•()]|\s[–—-]\s|\.(?:\s|$))\s*`)
	// inPlace is a preposition and a name that end a piece or go on small.
	inPlace = regexp.MustCompile(`(?:^|[^\p{L}])(?:in|at|à|en|a|te|w|we|в|во|em|no|στην?|στο|zona|uit|из|po|по) ` + name + `(?:$| (?:of|or|ou|oder|o|lub|или|ή|et|und|and|y|e|en|i|и|και) )`)
	wholly  = regexp.MustCompile(`^(?:центр |κέντρο |zona )?` + name + `$`)
)

// placeInHead finds the name of a place among the pieces of a line: words with
// capitals that are no skill, no language, and not of the vocabulary of work.
func (p *Posting) placeInHead(text string) string {
	if len(text) > longSentence {
		return ""
	}
	found := ""
	for i, piece := range pieces.Split(text, -1) {
		m := inPlace.FindStringSubmatch(piece)
		if m == nil && i > 0 {
			m = wholly.FindStringSubmatch(piece)
		}
		if m != nil && p.placeName(m[1]) {
			found = strings.TrimRight(m[1], ". ")
		}
	}
	return found
}

// fewPlaceWords is how many words a name of a place has at most here.
const fewPlaceWords = 3

func (p *Posting) placeName(s string) bool {
	words := taxonomy.Words(s)
	if !isPlace(s) || len(words) > fewPlaceWords || legalForm.MatchString(s) || remoteOf(s) != RemoteUnknown || rankIn(s) != "" ||
		strings.Contains(p.Company, s) || s == strings.ToUpper(s) || len(taxonomy.SkillsIn(s, p.Language)) > 0 {
		return false
	}
	return !slices.ContainsFunc(words, func(w taxonomy.Span) bool {
		word := s[w.Start:w.End]
		return len(word) > 3 && taxonomy.Trade(word, p.Language)
	})
}

// sites marks a line that may state a place.
var sites = list(`based |located |office|basé|situé|localisé|pourvoir|bureau|agence|site |locaux|standort|arbeitsort|büro|niederlassung|filiale|werk |praxis |klinik |einsatzort|dienstort|mit sitz|sede |base en|ubicad|situad|basad|oficina|centro |puesto |trabajo |lugar de|ubicat|situat|basat|uffici|localizad|com base|escritóri|loja|local de|gevestigd|werkzaam|kantoor|vestiging|standplaats|locatie|siedzib|biurze|biuro|oddziale|miejsce|офис|работа |вакансия|филиал|место|городе| г |έδρα|γραφεί|κατάστημα|θέση`)

// placeIn returns the place of work that a line states, "" when it states none.
func placeIn(text string) string {
	if len(text) > longSentence || !sites.in(lower(text)) {
		return ""
	}
	for _, pattern := range places {
		if m := pattern.FindStringSubmatch(text); m != nil && isPlace(m[1]) {
			return strings.TrimRight(m[1], ". ")
		}
	}
	return ""
}

func isPlace(s string) bool {
	return !noPlace.MatchString(s) && headingSection(s) == unknown && tongueOf(strings.ToLower(s)) == ""
}
