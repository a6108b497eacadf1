package posting

import (
	"jobops/internal/taxonomy"
)

// boilerplate marks sentences that any employer may print under any ad.
var boilerplate = list(`equal opportunity|equal employment|without regard to|regardless of race|regardless of gender|regardless of age| eeo | eoe |protected veteran|sexual orientation|reasonable accommodation|affirmative action|drug free|background check|apply now|apply today|apply online|apply here|click here|click apply|follow us|find us on|visit us|send your cv|send us your|send your resume|send your application| cookies|privacy policy|all rights reserved|
égalité des chances|sans distinction|situation de handicap|envoyez votre|envoyez vos|merci d'adresser|postulez|
schwerbehindert|unabhängig von geschlecht|unabhängig von herkunft|chancengleichheit|senden sie uns|senden sie ihre|bewerben sie sich|bewirb dich|wir freuen uns auf ihre|wir freuen uns auf deine|aussagekräftige bewerbung|
igualdad de oportunidades|envía tu|envíe su|envía su|inscríbete|pari opportunità|prosimy o przesłanie|prosimy o aplikowanie|zastrzegamy sobie`)

// longSentence is the length in bytes from which on a sentence is taken for a
// whole ad without line ends, of which only a part is boilerplate.
const longSentence = 400

func idle(sentence string) bool {
	return len(sentence) < longSentence && boilerplate.in(lower(sentence))
}

// fewStems is how many different telling words a text needs to be judged.
const fewStems = 15

// stub reports whether an ad says too little to judge a CV by: without its
// boilerplate and its words about the employer hardly a word is left. In a line
// that lost its ends nobody knows where those words stop, so all of it counts.
func stub(lines []line, text string, asked []Requirement) bool {
	seen := map[string]bool{}
	for _, l := range lines {
		if l.section == about && !l.cut || l.heading {
			continue
		}
		for _, s := range sentences(text, l) {
			if body := text[s.start:s.end]; !idle(body) {
				for _, stem := range taxonomy.Stems(body, "en") {
					seen[stem] = true
				}
			}
		}
	}
	return len(seen) < fewStems && !(len(seen) >= fewStems/2 && len(asked) >= 3)
}
