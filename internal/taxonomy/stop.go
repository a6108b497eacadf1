package taxonomy

import "strings"

// noise are words that say nothing about an occupation: the function words of
// English and the words that every CV and every ad contains.
var noise = set(`a about above after again against all also am an and any are as at be because been
before being below between both but by can could did do does doing down during each etc few for from
further had has have having he her here hers him his how i if in into is it its itself just may me
might more most must my no nor not now of off on once only or other our ours out over own per s same
shall she should so some such t than that the their theirs them then there these they this those
through to too under until up us very via was we were what when where which while who whom why will
with within without would you your yours
company name city state experience skills skill required requirements team role job jobs work working
responsible responsibilities ability able including include includes year years strong excellent good
new january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec current present summary position candidate candidates apply
opportunity opportunities employer employment equal please resume www com http https`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// content reports whether a token may say something about an occupation.
func (t Token) content() bool {
	if len(t.Word) < 2 || noise[t.Word] {
		return false
	}
	return !isNumber(strings.ReplaceAll(t.Word, ".", ""))
}
