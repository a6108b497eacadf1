package posting

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jobops/internal/taxonomy"
)

var (
	titleField    = field(`job title|position title|position|role|title|poste|intitul[ée]( du poste)?|stelle(nbezeichnung)?|jobtitel|puesto|posizione|cargo|functie|stanowisko|должность|θέση`)
	companyField  = field(`company( name)?|employer|organi[sz]ation|entreprise|soci[ée]t[ée]|employeur|unternehmen|firma|arbeitgeber|empresa|azienda|bedrijf|pracodawca|компания|εταιρεία`)
	locationField = field(`(job )?location|place( of work)?|city|based in|office|lieu( de travail)?|localisation|ville|standort|arbeitsort|einsatzort|ort|ubicaci[óo]n|lugar( de trabajo)?|localidad|ciudad|sede( di lavoro)?|luogo( di lavoro)?|localiza[çc][ãa]o|local( de trabalho)?|dienstort|siedziba|адрес|έδρα|τόπος εργασίας|locatie|standplaats|lokalizacja|miejsce pracy|место работы|город|τοποθεσία`)

	// hiring finds the title inside a sentence: "we are looking for a pastry cook to …".
	hiring = regexp.MustCompile(`(?i)(?:looking for|seeking|hiring|recruiting|in search of)(?: an?| our next| a new| experienced| motivated)+ ([^.,;:!?\n]{3,70}?)(?: to | who | for | in | at | with | with |[.,;:!?\n]|$)|` +
		`(?:recherch(?:e|ons)|recrut(?:e|ons)|cherch(?:e|ons))(?: actuellement| activement)?(?: pour [^,.\n]{3,40},?)? (?:un|une|un\(e\)|un/une|son|sa|notre|des) ([^.,;:!?\n]{3,70}?)(?: pour | afin | qui | en | à | avec |[.,;:!?\n]|$)|` +
		`(?:suchen|sucht)(?: wir)?(?: ab sofort| zum n[äa]chstm[öo]glichen zeitpunkt| zur verst[äa]rkung[^.\n]{0,40}?)*(?: eine?n?(?:/n|\(n\)|/-n|:n)?) ([^.,;:!?\n]{3,70}?)(?: f[üu]r | zur | zum | in | mit | ab |[.,;:!?\n]|$)|` +
		`(?:buscamos|busca|seleccionamos|precisa|necesitamos)(?: a)? (?:una? |un/a )?([^.,;:!?\n]{3,70}?)(?: para | con | en | que |[.,;:!?\n]|$)`)

	atCompany = regexp.MustCompile(`^(.{3,80}?)\s+(?:at|@|chez|bei|en)\s+(\p{Lu}[^,|–—(]{1,60})`)
	genders   = regexp.MustCompile(`(?i)\s*[(\[]\s*(?:[mfwhdxigenv]|all genders|gn|all|divers)(?:\s*[/|*.,-]\s*(?:[mfwhdxigenv]|divers|gn))*\s*[)\]]|\s+[mfwh]/[mfwhd](?:/[dxf])?\b`)
	legalForm = regexp.MustCompile(`\b(?:g?GmbH|AG|SE|KG|UG|Ltd|Limited|LLC|LLP|Inc|Corp|SARL|SAS|SA|SL|BV|NV|Oy|AB|AS|plc|PLC|Lda|Ltda|SpA|Srl|SRL)\b|(?:^|[ "«])(?:ООО|АО|ПАО|ЗАО|ИП|ΑΕ|ΕΠΕ|ΙΚΕ)(?:$|[ "«,])|(?:S\.A\.|S\.L\.|B\.V\.|S\.p\.A|S\.r\.l|Sp\. z o\.o|e\.V)`)
	// institution is an employer whose name says what it is: "Exampleton Royal
	// Infirmary".
	institution = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:hospitals?|infirmary|clinic|university|college|council|trust|bakery|kitchen|hotel|restaurant|school|agency|group|partners|associates|logistics|solutions|systems|consulting|` +
		`clinique|h[ôo]pital|universit[éey]|école|mairie|lycée|hôtel|banque|agence|groupe|pharmacie|cabinet|` +
		`klinik(?:um)?|krankenhaus|universität|schule|kanzlei|praxis|apotheke|bäckerei|gruppe|gasthof|gasthaus|` +
		`clínica|universi[dt]ade?|colegio|instituto|escuela|restaurante|farmacia|banco|grupo|abogados|hospital|` +
		`ospedale|clinica|università|scuola|trattoria|osteria|ristorante|albergo|pasticceria|gruppo|` +
		`colégio|escola|farmácia|advogados|associados|ziekenhuis|universiteit|bakkerij|bank|groep|apotheek|\p{L}*verzekeraar|` +
		`szpital|uniwersytet|szkoła|przedszkole|apteka|przychodnia|больница|клиника|школа|завод|отель|банк|νοσοκομείο|σχολείο|ξενοδοχείο|εστιατόριο|τράπεζα|φροντιστήριο)(?:[^\p{L}]|$)|\p{L} & \p{L}`)
	placeLike  = regexp.MustCompile(`^\p{Lu}[\p{L}'’ .-]{1,40}(?:,\s*[\p{L}'’ .-]{2,40}){0,2}(?:\s*\([^)]{1,30}\))?$`)
	noTitle    = regexp.MustCompile(`(?i)^(about|job description|description|overview|apply|back to|share|posted|we |our |nous |wir |le |la |les |à propos|über uns|sobre|el |https?:|www\.)`)
	separators = regexp.MustCompile(`\s*(?:\||·|•|—|–| - )\s*`)
)

func field(names string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + names + `)\s*[:：]\s*(.{2,100})$`)
}

// maxSecond is the longest second line, in bytes, that may hold company and
// place.
const maxSecond = 90

// headLines is how far down title, company and place are looked for.
const headLines = 12

// readHead finds title, company and place in labelled lines, in the first
// lines, or in the sentence that says who is sought.
func (p *Posting) readHead(lines []line) {
	head := lines[:min(headLines, len(lines))]
	for _, l := range head {
		body := p.Text[l.start:l.end]
		take(&p.Title, titleField, body)
		take(&p.Company, companyField, body)
		take(&p.Location, locationField, body)
	}
	if p.Title == "" && len(head) > 0 {
		p.titleFromFirst(head)
	}
	if p.Title == "" {
		p.titleFromSentence()
	}
	p.Title = strings.TrimSpace(genders.ReplaceAllString(p.Title, ""))
	p.markHead(lines[:min(headLines, len(lines))])
}

// markHead sets the lines apart that say who and where: they ask for nothing.
func (p *Posting) markHead(head []line) {
	for i := range head {
		body := p.Text[head[i].start:head[i].end]
		named := i < 3 && (holds(genders.ReplaceAllString(body, ""), p.Title) || holds(body, p.Company) || holds(body, p.Location))
		if len(body) <= maxSecond+len(p.Title) && (named || companyField.MatchString(body) || locationField.MatchString(body) || titleField.MatchString(body)) {
			head[i].heading = true
		}
	}
}

func holds(body, part string) bool { return part != "" && strings.Contains(body, part) }

func take(to *string, pattern *regexp.Regexp, body string) {
	if m := pattern.FindStringSubmatch(body); m != nil && *to == "" {
		*to = strings.TrimSpace(m[len(m)-1])
	}
}

// titleFromFirst reads "Title", "Title at Company", "Title – Company – Place"
// and a second line "Company · Place".
func (p *Posting) titleFromFirst(head []line) {
	first := p.Text[head[0].start:head[0].end]
	if !titleLike(first) {
		return
	}
	plain := genders.ReplaceAllString(first, "")
	if m := atCompany.FindStringSubmatch(plain); m != nil {
		p.Title = m[1]
		p.setOnce(&p.Company, m[2])
		return
	}
	parts := separators.Split(plain, -1)
	p.Title = parts[0]
	p.companyAndPlace(parts[1:])
	if len(head) > 1 {
		second := p.Text[head[1].start:head[1].end]
		if s, _ := headingOf(second); s == unknown && len(second) <= maxSecond && !strings.HasSuffix(second, ".") {
			p.companyAndPlace(separators.Split(second, -1))
		}
	}
}

func (p *Posting) companyAndPlace(parts []string) {
	for _, part := range parts {
		part = strings.TrimSpace(part)
		switch {
		case part == "" || headingSection(part) != unknown || remoteOf(part) != RemoteUnknown:
		case legalForm.MatchString(part), p.Company == "" && strings.Contains(part, ",") && institution.MatchString(part):
			p.companyInPlace(part)
		case p.Company != "" || strings.Contains(part, ","):
			if placeLike.MatchString(part) {
				p.setOnce(&p.Location, part)
			}
		case placeLike.MatchString(part) && len(parts) > 1:
			p.setOnce(&p.Company, part)
		}
	}
}

// companyInPlace reads "Example Works Ltd" and "Exampleton Royal Infirmary,
// Leeds".
func (p *Posting) companyInPlace(part string) {
	i := strings.LastIndexByte(part, ',')
	if i < 0 || legalForm.MatchString(part[i+1:]) || !placeLike.MatchString(strings.TrimSpace(part[i+1:])) {
		p.setOnce(&p.Company, part)
		return
	}
	if company, place, ok := strings.Cut(part, ","); ok && placeLike.MatchString(strings.TrimSpace(place)) && !legalForm.MatchString(place) && !institution.MatchString(place) {
		p.setOnce(&p.Company, company)
		p.setOnce(&p.Location, place)
		return
	}
	p.setOnce(&p.Company, part[:i])
	p.setOnce(&p.Location, part[i+1:])
}

func (p *Posting) setOnce(to *string, value string) {
	if *to == "" {
		*to = strings.TrimSpace(value)
	}
}

// titleLike reports whether a line may be a title: short, no sentence.
func titleLike(s string) bool {
	if utf8.RuneCountInString(s) > 110 || len(strings.Fields(s)) > 14 || noTitle.MatchString(s) {
		return false
	}
	if s, whole := headingOf(s); s != unknown && whole {
		return false
	}
	return !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ":") && !stopInside.MatchString(s)
}

// stopInside is the end of a sentence, not that of "Sr." or "ds.".
var stopInside = regexp.MustCompile(`\p{L}{5,}\. `)

// maxSought is how many words of a sentence may be a title.
const maxSought = 5

// titleFromSentence takes the title from who is sought. In English it must be,
// or where it is long it is cut to, a title that the tables know.
func (p *Posting) titleFromSentence() {
	for _, m := range hiring.FindAllStringSubmatch(p.Text[:min(len(p.Text), 4000)], 3) {
		for _, title := range m[1:] {
			words := len(strings.Fields(title))
			if p.Language == "en" && title != "" {
				start, end, known := taxonomy.FindTitle(title)
				if !known {
					continue
				}
				if words > maxSought {
					title, words = title[start:end], 1
				}
			}
			if title != "" && words <= maxSought {
				p.Title = strings.TrimSpace(title)
				return
			}
		}
	}
}
