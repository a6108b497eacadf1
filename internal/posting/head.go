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
	legalForm = regexp.MustCompile(`\b(?:GmbH|AG|SE|KG|Ltd|Limited|LLC|Inc|Corp|SARL|SAS|SA|SL|BV|NV|Oy|AB|AS|plc|PLC)\b|(?:S\.A\.|S\.L\.|B\.V\.|S\.p\.A|S\.r\.l|Sp\. z o\.o|e\.V)`)
	// institution is an employer whose name says what it is, and its town:
	// "Exampleton Royal Infirmary, Leeds".
	institution = regexp.MustCompile(`^(?:\p{Lu}[^,]*[^\p{L}])?(?i:hospitals?|infirmary|clinic|university|college|council|trust|clinique|h[ôo]pital|universit[éey]|école|mairie|klinik(?:um)?|krankenhaus|universität|schule|clínica|universidade?|ospedale|clinica|università|ziekenhuis|universiteit|szpital|uniwersytet)(?:[^\p{L},][^,]*)?,\s*\p{Lu}[\p{L}'’ .-]{1,40}$`)
	placeLike   = regexp.MustCompile(`^\p{Lu}[\p{L}'’ .-]{1,40}(?:,\s*[\p{L}'’ .-]{2,40}){0,2}(?:\s*\([^)]{1,30}\))?$`)
	noTitle     = regexp.MustCompile(`(?i)^(about|job description|description|overview|apply|back to|share|posted|we |our |nous |wir |le |la |les |à propos|über uns|sobre|el |https?:|www\.)`)
	separators  = regexp.MustCompile(`\s*(?:\||·|•|—|–| - )\s*`)
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
		case legalForm.MatchString(part):
			p.setOnce(&p.Company, part)
		case p.Company == "" && institution.MatchString(part):
			company, place, _ := strings.Cut(part, ",")
			p.setOnce(&p.Company, company)
			p.setOnce(&p.Location, place)
		case p.Company != "" || strings.Contains(part, ","):
			if placeLike.MatchString(part) {
				p.setOnce(&p.Location, part)
			}
		case placeLike.MatchString(part) && len(parts) > 1:
			p.setOnce(&p.Company, part)
		}
	}
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
	return !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ":") && !strings.Contains(s, ". ")
}

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
