package posting

import (
	"strings"
	"unicode/utf8"
)

// clause is a part of a sentence, at byte offsets into the sentence, that is
// judged as must or nice on its own: "Go is required, Rust a plus".
type clause struct {
	start, end int
	verdict    verdict
	aside      bool // it stands in brackets
}

type verdict int8

const (
	silent   verdict = iota // says nothing itself
	demanded                // "required", "fluent"
	welcomed                // "a plus" behind what is welcome: covers what stands before it
	opening                 // "ideally" before what is welcome: covers what follows
	headed                  // "Ideally," alone: covers the part beside it whatever it says
)

// turns begin a new clause besides commas and brackets.
var turns = list(` but | while | whereas | aber | jedoch | mais | tandis | pero | mientras | ma | mentre | mas | maar | terwijl | ale | natomiast | но | а | αλλά | ενώ | – | — | - `)

// clauses cuts a sentence and says of each part what it says itself.
func clauses(text string) []clause {
	var out []clause
	start, depth := 0, 0
	cut := func(end, next, change int) {
		if strings.TrimSpace(text[start:end]) != "" {
			out = append(out, clause{start, end, verdictOf(text[start:end]), depth > 0})
		}
		start, depth = next, max(0, depth+change)
	}
	for i := 0; i < len(text); {
		switch text[i] {
		case ',', ';', ':', '.', '!', '?':
			cut(i, i+1, 0)
		case '(':
			cut(i, i+1, 1)
		case ')':
			cut(i, i+1, -1)
		case ' ':
			if n := turnAt(text, i); n > 0 {
				cut(i, i+n, 0)
				i += n - 1
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	cut(len(text), len(text), 0)
	return out
}

// turnAt returns the length of the turning word at i up to the space behind it,
// 0 when there is none.
func turnAt(text string, i int) int {
	for _, t := range turns.words {
		if strings.HasPrefix(text[i:], t) {
			return len(t)
		}
	}
	return 0
}

// openers are words of welcome that stand before what is welcome; the others
// stand behind it unless they open their clause.
var openers = list(`ideally|preferably|nice to have|bonus|idealerweise|idéalement|idealmente|bij voorkeur|preferibil|preferible|желательно|se valora|valorará|mile widzian|gradit|desejáve|επιθυμητ`)

const (
	leadBytes = 6 // before a word of welcome that opens its clause
	tailBytes = 4 // behind it where it closes the clause
)

func verdictOf(text string) verdict {
	low := lower(text)
	at, length := -1, 0
	for _, cue := range welcome.words {
		if i := strings.Index(low, cue); i >= 0 && (at < 0 || i < at) {
			at, length = i, len(cue)
		}
	}
	switch {
	case at >= 0 && len(strings.TrimSpace(low)) <= length+tailBytes:
		return headed
	case at >= 0 && (at <= leadBytes || openers.in(low) && at+length+tailBytes < len(strings.TrimRight(low, " "))):
		return opening
	case at >= 0:
		return welcomed
	case demand.in(low) || levelled.in(low) || yearsOf.MatchString(text):
		return demanded
	}
	return silent
}

// levelled marks a clause that names how well something must be known.
var levelled = list(`excellent| sicher|sehr gut|gute |courant|maîtrise|maîtriser|solide|fundiert|dominio|ottim|padronan|conosc|biegł|znajomość|владение| zeer |goede |uitstekend|domínio|άριστη`)

// niceParts returns which clauses of a sentence are welcome only; nil when the
// sentence says nothing of the kind.
func niceParts(list []clause) []bool {
	var nice []bool
	for i := range list {
		switch list[i].verdict {
		case headed:
			nice = beside(nice, list, i)
		case opening:
			nice = cover(nice, list, i, 1)
		case welcomed:
			nice = cover(nice, list, i, -1)
		}
	}
	return nice
}

// beside covers what a lone word of welcome speaks of: what follows it, or,
// where it comes last, what stands before it and its brackets.
func beside(nice []bool, list []clause, i int) []bool {
	nice = cover(nice, list, i, 1)
	if i+1 < len(list) {
		return cover(nice, list, i+1, 1)
	}
	for i--; i > 0 && list[i].aside; i-- {
		nice[i] = true
	}
	return cover(nice, list, max(i, 0), -1)
}

// cover marks clause i and its silent neighbours in one direction. One in
// brackets covers itself alone.
func cover(nice []bool, list []clause, i, step int) []bool {
	if nice == nil {
		nice = make([]bool, len(list))
	}
	nice[i] = true
	for k := i + step; k >= 0 && k < len(list) && list[k].verdict == silent && !list[i].aside; k += step {
		nice[k] = true
	}
	return nice
}

// niceAt returns a function that tells of a byte offset in a sentence whether
// what stands there is welcome only. A sentence whose words of welcome cover no
// clause is welcome as a whole.
func niceAt(text string) func(int) bool {
	list := clauses(text)
	nice := niceParts(list)
	return func(at int) bool {
		for i, c := range list {
			if at >= c.start && at < c.end {
				return nice == nil || nice[i]
			}
		}
		return nice == nil
	}
}
