package posting

import (
	"regexp"
	"slices"
	"strings"

	"jobops/internal/taxonomy"
)

// denials say that what a clause names is not asked for or not known: "no SAP
// needed", "nunca he trabajado con AutoCAD". Words between the negation and its
// verb are few.
var denials = regexp.MustCompile(`(?:^| )(?:` + strings.Join([]string{
	`not (?:be )?(?:required|needed|necessary|expected|mandatory)|no (?:\S+ ){0,6}(?:needed|required|necessary|expected)|(?:don't|do not|needn't|need not|won't|will not) (?:have to|need|be asked|be using|use)|doesn't use|does not use|never (?:worked|used|use|touch\p{L}*|needed)|nobody|no one|without (?:any )?(?:knowledge|experience)|report(?:ing|s)? to|(?:is|are) (?:being |to be )?(?:retired|phased out|replaced)|moving away from|(?:no|not any) (?:knowledge|experience) of`,
	`aucune? (?:\S+ ){0,6}(?:n'est|requise?|demandée?|nécessaire|exigée?)|pas (?:besoin|nécessaire|obligatoire|requise?s?|exigée?s?|demandée?s?|utilisée?)|ni|jamais|inutile de|personne n'|sans (?:connaissance|expérience)|rattachée? à|rattachée? au`,
	`(?:nicht|keine?[rnms]?) (?:\S+ ){0,5}?(?:erforderlich|nötig|notwendig|voraussetzung|gefordert|gefragt|verlangt|gebraucht|vorausgesetzt)|(?:brauchen|benötigen|müssen|verlangen|erwarten|nutzen|verwenden) (?:\S+ ){0,3}(?:nicht|keine?n?)|nie mit|niemand|weder|ohne (?:kenntnis|erfahrung)|keine (?:kenntnis|erfahrung)|berichten (?:sie )?an`,
	`no (?:hace falta|es (?:necesari|imprescindible|obligatori)\p{L}*|son necesari\p{L}*|se (?:requier|exig|neces|pid|us|trabaj)\p{L}*|necesit\p{L}*|hay que|pedimos|exigimos|usamos|trabajo|uso)|nunca|nadie|sin (?:conocimientos?|experiencia)`,
	`non (?:serve|servono|è (?:necessari|richiest|obbligatori)\p{L}*|occorr\p{L}*|si (?:us|richied|chied)\p{L}*|usiamo|chiediamo|richiediamo|uso|lavoro)|nessuna|nemmeno|neanche|mai|senza (?:conoscenza|esperienza)`,
	`não (?:é|são|precisa\p{L}*|exigimos|se exige|pedimos|usamos|uso|trabalho|trabalhei|requer\p{L}*|tem de)|nem|ninguém|sem (?:conhecimentos?|experiência)`,
	`niet (?:nodig|vereist|verplicht|noodzakelijk)|geen (?:\S+ ){0,5}(?:nodig|vereist|verplicht|ervaring|kennis)|nooit|hoeft? (?:\S+ ){0,4}(?:niet|geen)|niemand`,
	`nie (?:wymag\p{L}*|jest (?:wymagan|konieczn|potrzebn|niezbędn)\p{L}*|są (?:wymagan|konieczn)\p{L}*|trzeba|musisz|musi|potrzeb\p{L}*|używ\p{L}*|pracuj\p{L}*|pracował\p{L}*|oczekuj\p{L}*)|nigdy|nikt|ani|bez (?:znajomości|doświadczenia)`,
	`не (?:требу|нужн|обязат|работа|использ|надо|понадоб|нужда|ждем|ждём)\p{L}*|никогда|никто|ни|без (?:знания|опыта)`,
	`δεν (?:απαιτ|χρειάζ|χρειαζ|είναι (?:απαραίτητ|αναγκ)|έχω|χρησιμοπ|ζητ|δουλ|δουλέ)\p{L}*|ποτέ|κανείς|ούτε|χωρίς (?:γνώση|εμπειρία)`,
}, "|") + `)(?: |$)`)

// negations are the syllables without which denials cannot match.
var negations = list(` no | not |n't | never | nobody | without | report| retired | phased out | replaced | away from | aucun| pas | ni | jamais | inutile | personne n| sans | rattach|nicht |kein| nie | niemand | weder | ohne | berichten | nunca | nadie | sin | non | nessun| nemmeno | neanche | mai | senza | não | nem | ninguém | sem |niet |geen | nooit | hoef| nigdy | nikt | ani | bez | не | никто | никогда | ни | без |δεν | ποτέ | κανείς | ούτε | χωρίς `)

// Denied returns a function that tells of a byte offset in a sentence whether
// what stands there is said not to be asked for or not to be known.
func Denied(text string) func(at int) bool {
	if !negations.in(lower(text)) {
		return func(int) bool { return false }
	}
	list := clauses(text)
	denied := make([]bool, len(list))
	for i, c := range list {
		denied[i] = denials.MatchString(strings.Join(strings.Fields(lower(text[c.start:c.end])), " "))
	}
	return func(at int) bool {
		for i, c := range list {
			if at >= c.start && at < c.end {
				return denied[i]
			}
		}
		return false
	}
}

// SkillsStated is taxonomy.SkillsIn without what the text says is not asked for
// or not known, and without the words of an e-mail address.
func SkillsStated(text, lang string) []taxonomy.SkillSpan {
	found := taxonomy.SkillsIn(text, lang)
	if len(found) == 0 {
		return nil
	}
	denied, addressed := Denied(text), inAddress(text)
	kept := found[:0]
	for _, s := range found {
		if !denied(s.Start) && !addressed(s.Start) {
			kept = append(kept, s)
		}
	}
	return kept
}

// mailbox is an e-mail address, as far as its words matter here.
var mailbox = regexp.MustCompile(`[\p{L}\d][\p{L}\d._%+-]*@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)

// inAddress returns a function that tells whether a byte of text is part of an
// e-mail address: "recruitment@example.org" asks for nothing.
func inAddress(text string) func(at int) bool {
	if !strings.Contains(text, "@") {
		return func(int) bool { return false }
	}
	spans := mailbox.FindAllStringIndex(text, -1)
	return func(at int) bool {
		return slices.ContainsFunc(spans, func(s []int) bool { return s[0] <= at && at < s[1] })
	}
}
