package posting

import (
	"regexp"

	"jobops/internal/taxonomy"
)

// boilerplate are sentences that any employer may print under any ad.
var boilerplate = regexp.MustCompile(`(?i)equal[- ]opportunity|equal employment|without regard to|regardless of (race|gender|age)|\beeo\b|\beoe\b|protected veteran|sexual orientation|reasonable accommodation|affirmative action|drug[- ]free|background check|apply (now|today|online|here)|click (here|apply)|send (us )?your (cv|resume|application)|cookies?\b|privacy policy|all rights reserved|` +
	`[ée]galit[ée] des chances|sans distinction|situation de handicap|envoyez (votre|vos)|merci d['’]adresser|postulez|` +
	`schwerbehindert|unabh[äa]ngig von (geschlecht|herkunft)|chancengleichheit|senden sie (uns )?ihre|bewerben sie sich|bewirb dich|wir freuen uns auf (ihre|deine)|aussagekr[äa]ftige bewerbung|` +
	`igualdad de oportunidades|env[íi]a (tu|su) (cv|curr)|inscr[íi]bete|pari opportunit[àa]|prosimy o (przes[łl]anie|aplikowanie)|zastrzegamy sobie`)

// fewStems is how many different telling words a text needs to be judged.
const fewStems = 15

// stub reports whether an ad says too little to judge a CV by: without its
// boilerplate and its words about the employer hardly a word is left.
func stub(lines []line, text string, asked []Requirement) bool {
	seen := map[string]bool{}
	for _, l := range lines {
		if l.section == about || l.heading {
			continue
		}
		for _, s := range sentences(text, l) {
			if body := text[s.start:s.end]; !boilerplate.MatchString(body) {
				for _, stem := range taxonomy.Stems(body, "en") {
					seen[stem] = true
				}
			}
		}
	}
	return len(seen) < fewStems && !(len(seen) >= fewStems/2 && len(asked) >= 3)
}
