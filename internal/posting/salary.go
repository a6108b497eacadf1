package posting

import (
	"cmp"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Period is the time a salary is for.
type Period string

// The periods, as schema.org names them.
const (
	Hour  Period = "HOUR"
	Day   Period = "DAY"
	Week  Period = "WEEK"
	Month Period = "MONTH"
	Year  Period = "YEAR"
)

// Salary is what a posting offers. Amounts are units of Currency per Period as
// written: Min is 0 for "up to", Max is 0 for "from", both are equal for one
// figure.
type Salary struct {
	Min      float64 `json:"min,omitempty"`
	Max      float64 `json:"max,omitempty"`
	Currency string  `json:"currency,omitempty"` // ISO 4217
	Assumed  bool    `json:"assumed,omitempty"`  // the currency is that of the posting's language, not said
	Period   Period  `json:"period"`             // guessed from the size when Guessed
	Guessed  bool    `json:"guessed,omitempty"`  // the posting does not say for which period
	Payments int     `json:"payments,omitempty"` // monthly salaries a year when said: 13, 14, …
	Start    int     `json:"start"`              // byte offsets of the words into Posting.Text;
	End      int     `json:"end"`                // equal when only structured data says it
}

// How a year is counted where the posting says nothing else.
const (
	HoursAYear  = 2080 // 52 weeks of 40 hours
	DaysAYear   = 220  // days billed
	WeeksAYear  = 52
	MonthsAYear = 12
)

// Times is how many of its periods a salary is paid for in a year.
func (s Salary) Times() int {
	switch s.Period {
	case Hour:
		return HoursAYear
	case Day:
		return DaysAYear
	case Week:
		return WeeksAYear
	case Month:
		return cmp.Or(s.Payments, MonthsAYear)
	}
	return 1
}

// Yearly gives the salary of a full-time year in whole units of Currency,
// counted by Times.
func (s Salary) Yearly() (least, most int) {
	n := float64(s.Times())
	return int(math.Round(s.Min * n)), int(math.Round(s.Max * n))
}

// figure is one amount or range in the text.
type figure struct {
	Salary
	sign bool // a currency stands beside it
	rank int  // how much speaks for its being the salary
}

const (
	currencyNames = `R\$|C\$|A\$|US\$|€|£|\$|zł|zl\b|₽|Kč|kr\.?|Fr\.|CHF|euros?|EUR\b|USD|GBP|PLN|RUB|BRL|CAD|AUD|SEK|NOK|DKK|CZK|złotych|zlotych|reais|руб(?:\.|лей|ля)?|ευρώ|dollars?|MXN|ARS|COP|CLP|RON|HUF|UAH|TRY|INR`
	amount        = `(\d{1,3}(?:[ \x{00a0}\x{202f}\x{2009}.,'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)`
)

var (
	money = regexp.MustCompile(`(?i)(` + currencyNames + `)?\s?` + amount + `\s?(k€|k|tys\.?|тыс\.?|mil\b|χιλ\.?|t€)?\s?(` + currencyNames + `)?(?:,-|,–)?`)
	// joint stands between the two ends of a range.
	joint = regexp.MustCompile(`(?i)^\s?(?:(?:/|per |an? |par |pro )\s?\p{L}{1,6}\.?)?\s?(?:-|–|—|/|to|up to|à|jusqu['’]à|bis(?: zu)?|a|al|y|e|et|and|und|en|i|tot|do|до|и|έως|ως|και|até|ate|ed?)\s?$`)
)

// iso maps what a posting writes to ISO 4217; what is not here is its own code.
var iso = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR", "ευρώ": "EUR", "£": "GBP",
	"$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "c$": "CAD", "a$": "AUD", "r$": "BRL", "reais": "BRL",
	"zł": "PLN", "zl": "PLN", "złotych": "PLN", "zlotych": "PLN", "₽": "RUB", "руб": "RUB", "руб.": "RUB", "рублей": "RUB", "рубля": "RUB",
	"kč": "CZK", "kr": "SEK", "kr.": "SEK", "fr.": "CHF",
}

// pays marks words around a figure that speak of pay.
var pays = list(`salar|salair|sueldo|stipendi|wage| pay |paid|compensation|remunerat|rémunérat|remunera|retribu|gehalt|vergütung|entgelt|lohn|verdienst|salaris|loon|wynagrodz|pensj|zarobk|stawk|зарплат|оклад|заработн|доход|μισθ|αποδοχ|αμοιβ| ral | tjm |tarif journalier|package|brut|gross|lord[oi]|bruto|brutto|netto|net par|taux horaire|day rate|hourly rate|stundensatz|tagessatz|dniówk|vencimento|ordenado|nómina|pagas|mensilità|на руки| ote |to earn|earning| rate |καθαρ|μεικτ|annuel|mensuel|fourchette`)

// other marks words around a figure that is something else.
var other = list(`turnover|revenue|budget|funding|raised|million|billion|milliard|million|mio|mrd|chiffre d'affaires|umsatz|facturaci|fatturato|faturamento|omzet|obrot|оборот|τζίρο|customers|clients|kunden|employees|mitarbeiter|salariés|empleados|dipendenti|colaboradores|medewerkers|pracownik|сотрудник|sign on|referral|cooptation|voucher|gutschein|ticket|titres restaurant|relocation|allowance|zuschuss|stipend for|learning|training budget|weiterbildung|prime d'|bonus of|bonus up to|donat|assets|portfolio|loan|sachbezug|insured|insurance|award|équipement|matériel|kapitał|sales target|quota|ведени`)

// salary finds what a posting offers: the figure that most speaks for. A figure
// needs a currency or a word about pay beside it, and a size that a salary of
// its period can have.
func (p *Posting) findSalary(lines []line) *Salary {
	var best *figure
	for _, l := range lines {
		body := p.Text[l.start:l.end]
		if !strings.ContainsAny(body, "0123456789") || !strings.Contains(body, "$") && !signs.in(strings.ToLower(body)) && !pays.in(lower(body)) {
			continue
		}
		for _, f := range figures(body) {
			if f.rank > 0 && (best == nil || f.rank > best.rank) {
				f.Start, f.End = f.Start+l.start, f.End+l.start
				best = &f
			}
		}
	}
	if best == nil {
		return nil
	}
	if best.Currency == "" {
		best.Currency, best.Assumed = usual[p.Language], usual[p.Language] != ""
	}
	return &best.Salary
}

// usual is the currency that is left out most in postings of a language; in
// English and Portuguese there are too many.
var usual = map[string]string{"fr": "EUR", "de": "EUR", "es": "EUR", "it": "EUR", "nl": "EUR", "el": "EUR", "pl": "PLN", "ru": "RUB"}

// signs marks a line that may name an amount of money.
var signs = list(`€|£|zł|zl|₽|kč|chf|eur|usd|gbp|pln|rub|brl|руб|ευρώ|reais|dollar|mxn|kr|fr.|tys|тыс|χιλ`)

// maxFigures is how many figures of one line are looked at.
const maxFigures = 200

// figures lists the figures of one line that may be salaries, with their rank.
func figures(body string) []figure {
	var out []figure
	all := money.FindAllStringSubmatchIndex(body, maxFigures)
	for i := 0; i < len(all); i++ {
		f := readFigure(body, all[i])
		if i+1 < len(all) && joint.MatchString(body[all[i][1]:all[i+1][0]]) {
			if g := readFigure(body, all[i+1]); f.until(g, all[i], all[i+1]) {
				i++
			}
		}
		f.judge(body)
		out = append(out, f)
	}
	return out
}

// readFigure takes one match of money.
func readFigure(body string, m []int) figure {
	part := func(n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return body[m[2*n]:m[2*n+1]]
	}
	value := numberOf(part(2))
	scale := strings.ToLower(part(3))
	if scale != "" {
		value *= 1000
	}
	sign := cmp.Or(part(4), part(1))
	if strings.HasSuffix(scale, "€") {
		sign = "€"
	}
	if scale == "k" && isLower(byteAt(body, m[7])) {
		value, scale = value/1000, "" // "5 km"
	}
	f := figure{sign: sign != "" || scale == "k"}
	f.Min, f.Max, f.Currency = value, value, currencyOf(sign)
	f.Start, f.End = m[0]+len(body[m[0]:m[1]])-len(strings.TrimLeft(body[m[0]:m[1]], " \u00a0")), trimmedEnd(body, m[0], m[1])
	return f
}

func trimmedEnd(body string, start, end int) int {
	return start + len(strings.TrimRight(body[start:end], " \u00a0,"))
}

func currencyOf(sign string) string {
	low := strings.ToLower(sign)
	return cmp.Or(iso[low], strings.ToUpper(sign))
}

// numberOf reads "45 000", "45.000,50", "45,000.50" and "18,5".
func numberOf(s string) float64 {
	clean := strings.Map(func(r rune) rune {
		if r == '.' || r == ',' {
			return '.'
		}
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	parts := strings.Split(clean, ".")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) < 3 {
		clean = strings.Join(parts[:len(parts)-1], "") + "." + last
	} else {
		clean = strings.Join(parts, "")
	}
	n, err := strconv.ParseFloat(clean, 64)
	if err != nil || n > maxAmount {
		return 0
	}
	return n
}

// maxAmount is more than anybody is paid in a year, in any currency here.
const maxAmount = 10_000_000

// until makes a range of f and g; "45-55k" means thousands on both sides.
func (f *figure) until(g figure, m, n []int) bool {
	if m[6] < 0 && n[6] >= 0 && f.Min < 1000 {
		f.Min *= 1000
	}
	if g.Max < f.Min || g.Max > 10*f.Min || f.Min == 0 {
		return false
	}
	f.Max, f.End, f.sign = g.Max, g.End, f.sign || g.sign
	f.Currency = cmp.Or(f.Currency, g.Currency)
	return true
}

const (
	cueBefore = 70 // bytes before a figure that may say what it is
	cueAfter  = 60 // bytes behind it
)

// judge reads what stands around a figure: whether it is pay, for which
// period, and whether it is a lower or an upper end only.
func (f *figure) judge(body string) {
	left, right := sentenceStart(body, f.Start), sentenceEnd(body, f.End)
	before, after := spaced(body[left:f.Start]), spaced(body[f.End:right])
	paid := pays.in(before) || pays.in(after)
	f.period(body[f.End:right], before)
	if !f.sign && (f.Guessed || !pays.in(before)) || !f.plausible() || letterBefore(body, f.Start) || noFigure.MatchString(body[f.Start:]) {
		return
	}
	f.Payments = paymentsIn(before + spaced(body[f.End:min(len(body), f.End+cueAfter)]))
	f.ends(before)
	f.rank = f.evidence(paid, before, after)
}

// spaced is lower with single spaces, so that cues of several words fit.
func spaced(text string) string {
	return " " + strings.Join(strings.Fields(lower(valid(text))), " ") + " "
}

// sentenceStart is where the sentence around byte at begins, cueBefore back at
// most; sentenceEnd where it ends.
func sentenceStart(body string, at int) int {
	for i := at - 1; i > max(0, at-cueBefore); i-- {
		if ends(body, i, len(body)) {
			return i + 1
		}
	}
	return max(0, at-cueBefore)
}

func sentenceEnd(body string, at int) int {
	last := min(len(body), at+cueAfter)
	for i := at; i < last; i++ {
		if ends(body, i, len(body)) {
			return i
		}
	}
	return last
}

// evidence weighs what speaks for a figure's being the salary; below zero
// nothing does.
func (f *figure) evidence(paid bool, before, after string) int {
	n := -1
	if paid {
		n += 3
	}
	if !f.Guessed {
		n += 2
	}
	if f.Min != f.Max && f.sign && max(f.Min, f.Max) >= aYearsPay {
		n += 2
	}
	if other.in(before) || other.in(after[:min(len(after), cueAfter/2)]) {
		n -= 4
	}
	return n
}

// byteAt is the byte at i, 0 behind the end.
func byteAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// aYearsPay is an amount that, as one end of a range with a currency, needs no
// further word to be a salary.
const aYearsPay = 10_000

// noFigure are numbers that only look like pay: a pension plan, a share, a
// time, a weight.
var noFigure = regexp.MustCompile(`(?i)^(?:401\s?\(?k|[\d.,]+(?:\s?[-–]\s?[\d.,]+)?\s?(?:%|:\d|lbs?\b|pounds?\b|kg\b|hours?\b|hrs\b|heures\b|stunden\b|horas\b))`)

func letterBefore(body string, at int) bool {
	return at > 0 && (body[at-1] == '-' || body[at-1] == '.' || body[at-1] >= 'A' && body[at-1] <= 'z')
}

// ends tells "from 40k" and "up to 40k" from one figure.
func (f *figure) ends(before string) {
	tail := before[max(0, len(before)-edgeBytes):]
	switch {
	case f.Min != f.Max:
	case upTo.MatchString(tail):
		f.Min = 0
	case from.MatchString(tail):
		f.Max = 0
	}
}

const edgeBytes = 24

var (
	upTo = regexp.MustCompile(`(?:up to|max\p{L}*|jusqu'à|bis zu|bis|hasta|fino a|até|tot|do|до|έως|μέχρι)\s*\S?\s*$`)
	from = regexp.MustCompile(`(?:from|starting at|starting from|minimum|min|at least|à partir de|dès|ab|mindestens|desde|a partir de|a partire da|da|vanaf|minimaal|od|от|από)\s*\S?\s*$`)
)

// periods are the words for each period; behind a figure they follow it, before
// it they name the kind of pay.
var periods = []struct {
	period        Period
	behind, named *regexp.Regexp
}{
	{Hour, behindPattern(`h|hr|hour|hours|heure|heures|std|stunde|stunden|hora|horas|ora|ore|uur|godz|godzinę|godziny|godzine|час|ώρα|ώρες`, `hourly|horaire|stündlich|stundenlohn|pro stunde|par heure|de l'heure|por hora|all'ora|per uur|na godzinę|в час|την ώρα|ανά ώρα|orari[oa]|an hour|the hour|ph`),
		regexp.MustCompile(`hourly|taux horaire|horaire|stundenlohn|stundensatz|por hora|orari[oa]|uurloon|godzinow|часов|ωρομ`)},
	{Day, behindPattern(`d|day|jour|tag|día|dia|giorno|dag|dzień|dzien|день|ημέρα|j`, `daily|journalier|täglich|pro tag|par jour|al día|por dia|al giorno|per dag|dziennie|в день|την ημέρα|a day|pd`),
		regexp.MustCompile(`day rate|daily rate|\btjm\b|journalier|tagessatz|tagess|tarifa diaria|dagtarief|stawka dzienna|\bдень`)},
	{Week, behindPattern(`wk|week|semaine|woche|semana|settimana|tydzień|неделю|εβδομάδα`, `weekly|hebdomadaire|wöchentlich|pro woche|par semaine|a la semana|por semana|per week|tygodniowo|в неделю|a week|pw`),
		regexp.MustCompile(`weekly|hebdomadaire|wochenlohn`)},
	{Month, behindPattern(`m|mo|month|mois|monat|mtl|mes|mese|mês|maand|mnd|mies|miesiąc|miesiac|мес|месяц|μήνα|μήνας`, `monthly|mensuels?|mensuel|monatlich|im monat|pro monat|par mois|al mes|mensual|mensuales|al mese|mensili|por mês|mensais|mensal|per maand|miesięcznie|miesiecznie|w miesiącu|в месяц|ежемесячно|τον μήνα|μηνιαίως|μηνιαία|a month|pcm|the month`),
		regexp.MustCompile(`monthly|mensuel|monatsgehalt|monatlich|mensual|mensile|mensal|maandsalaris|miesięczn|месячн|ежемесячн|μηνιαί|μηνια|monatslohn|bruttomonats`)},
	{Year, behindPattern(`y|yr|year|an|ans|année|jahr|año|anno|ano|jaar|rok|год|έτος|χρόνο|annum|pa`, `yearly|annually|annuels?|annual|jährlich|im jahr|pro jahr|par an|al año|anuales|anual|all'anno|annui|annu[oi]|por ano|anuais|per jaar|rocznie|в год|ετησίως|τον χρόνο|ετήσια|p a|a year|per annum|base salary|ote`),
		regexp.MustCompile(`annual|yearly|annuel|jahresgehalt|jahresbrutto|bruttojahres|jährlich|anual|annua|\bral\b|jaarsalaris|roczn|годов|ετήσι|per annum`)},
}

func behindPattern(units, phrases string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[^\p{L}\d/]{0,3}(?:(?:[^\p{L}\d]*(?:brut\p{L}{0,3}|gross|net\p{L}{0,3}|lord[oi]|μικτ\p{L}*|καθαρ\p{L}*|vsm|sur \d\d mois|x ?\d\d|k|€|eur|zł|pln|b2b|uop|\+ vat|vat|basic|salary)\.?){0,3})[^\p{L}\d/]{0,4}(?:(?:/|per|par|pro|por|al|a la|all'|an|a|na|je|im|в|za|ανά|τον|την|το)\s?(?:` + units + `)|` + phrases + `)(?:[^\p{L}]|$)`)
}

// period takes the period from the words right behind a figure, else from those
// before it, else from its size.
func (f *figure) period(after, before string) {
	for _, p := range periods {
		if p.behind.MatchString(valid(after)) {
			f.Period = p.period
			return
		}
	}
	for _, p := range periods {
		if p.named.MatchString(before) {
			f.Period = p.period
			return
		}
	}
	for _, p := range periods {
		if p.named.MatchString(strings.ToLower(valid(after))) {
			f.Period = p.period
			return
		}
	}
	f.Period, f.Guessed = periodOfSize(f.Min, f.Currency), true
}

// yearFrom is the amount from which on a salary without a period is taken for
// a yearly one, by currency; 9,000 elsewhere.
var yearFrom = map[string]float64{"PLN": 45_000, "CZK": 250_000, "SEK": 120_000, "NOK": 120_000, "DKK": 120_000, "RUB": 900_000, "BRL": 40_000}

// periodOfSize guesses the period of an amount from its size.
func periodOfSize(amount float64, currency string) Period {
	switch {
	case amount < 150:
		return Hour
	case amount < 900:
		return Day
	case amount < cmp.Or(yearFrom[currency], 9_000):
		return Month
	}
	return Year
}

// credible is the least and most that is believed for a period.
var credible = map[Period][2]float64{Hour: {3, 1_000}, Day: {30, 5_000}, Week: {80, 15_000}, Month: {200, 900_000}, Year: {4_000, maxAmount}}

func (f *figure) plausible() bool {
	size := credible[f.Period]
	return f.Min >= size[0] && f.Max <= size[1]
}

var payments = regexp.MustCompile(`(?:sur|x|×|auf|en|in|su|per)?\s*(1[2-6])(?:[,.]\d+)?\s*(?:mois|mensilit|pagas|gehälter|monatsgehälter|salaries|salarissen|pensji|vencimentos|meses|salários)`)

var thirteenth = list(`13e mois|13ème mois|13eme mois|treizième mois|13 monatsgehalt|dreizehntes|13 gehalt|tredicesima|13e maand|dertiende maand|13th month|thirteenth|trzynast|13 pensj|13º|13.º salário|décimo terceiro|13η`)

var fourteenth = list(`14e mois|14 monatsgehalt|quattordicesima|14th month|14 pagas|14 mensilit|14º`)

// paymentsIn returns how many monthly salaries a year the words promise, 0 when
// they say nothing.
func paymentsIn(text string) int {
	if m := payments.FindStringSubmatch(text); m != nil {
		return numeral(m[1])
	}
	switch {
	case fourteenth.in(text):
		return 14
	case thirteenth.in(text):
		return 13
	}
	return 0
}

// SalaryIn finds the pay that a line of text names.
func SalaryIn(text string) (Salary, bool) {
	p := Posting{Text: text}
	s := p.findSalary(splitLines(text))
	if s == nil || !utf8.ValidString(text) {
		return Salary{}, false
	}
	return *s, true
}
