package intake

import (
	"path"
	"slices"
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
)

// linkedInTables are the files that are read, with their columns by the English
// name and other names that exports in other languages or years have.
var linkedInTables = map[string]map[string][]string{
	"profile": {
		"first name": {"prénom", "vorname", "nombre", "nome", "voornaam", "imię", "имя", "όνομα"},
		"last name":  {"nom", "nom de famille", "nachname", "apellidos", "apellido", "cognome", "sobrenome", "apelido", "achternaam", "nazwisko", "фамилия", "επώνυμο"},
		"headline":   {"titre du profil", "slogan", "titular", "sommario", "título", "kopregel", "nagłówek", "заголовок"},
		"summary":    {"résumé", "zusammenfassung", "info", "extracto", "riepilogo", "resumo", "samenvatting", "podsumowanie", "общие сведения"},
		"industry":   nil, "geo location": {"location", "lieu", "ort", "ubicación", "località", "localidade", "locatie", "lokalizacja", "местоположение"},
		"websites": {"sites web", "webseiten", "sitios web", "siti web", "sites", "strony www"}, "twitter handles": nil, "instant messengers": nil,
		"maiden name": nil, "address": nil, "birth date": nil, "zip code": nil,
	},
	"positions": {
		"company name": {"nom de l’entreprise", "nom de l'entreprise", "unternehmen", "firmenname", "nombre de la empresa", "nome azienda", "nome da empresa", "bedrijfsnaam", "nazwa firmy", "компания"},
		"title":        {"intitulé du poste", "titre", "position", "cargo", "qualifica", "título", "functie", "stanowisko", "должность"},
		"description":  {"beschreibung", "descripción", "descrizione", "descrição", "beschrijving", "opis", "описание"},
		"location":     {"lieu", "ort", "ubicación", "località", "localidade", "locatie", "lokalizacja", "местоположение"},
		"started on":   {"date de début", "beginn", "begonnen am", "fecha de inicio", "data di inizio", "data de início", "startdatum", "data rozpoczęcia", "дата начала"},
		"finished on":  {"date de fin", "ende", "beendet am", "fecha de finalización", "data di fine", "data de término", "einddatum", "data zakończenia", "дата окончания"},
	},
	"education": {
		"school name": {"établissement", "nom de l’établissement", "schule", "centro educativo", "nome scuola", "instituição", "school", "szkoła"},
		"degree name": {"diplôme", "abschluss", "título", "titolo di studio", "grau", "graad", "stopień"},
		"start date":  {"date de début", "startdatum", "fecha de inicio", "data di inizio", "data de início"},
		"end date":    {"date de fin", "enddatum", "fecha de finalización", "data di fine", "data de término"},
		"notes":       {"notizen", "notas", "note"}, "activities": {"activités", "aktivitäten", "actividades", "attività", "atividades"},
	},
	"skills":    {"name": {"nom", "nombre", "nome", "naam", "nazwa"}},
	"languages": {"name": {"nom", "nombre", "nome", "naam"}, "proficiency": {"niveau", "compétence", "kenntnisse", "competencia", "competenza", "proficiência"}},
	"certifications": {
		"name": {"nom", "nombre", "nome", "naam"}, "url": nil, "authority": {"organisme", "aussteller", "autoridad", "autorità", "autoridade"},
		"started on": nil, "finished on": nil, "license number": nil,
	},
	"projects": {"title": {"titre", "titel", "título", "titolo"}, "description": nil, "url": nil, "started on": nil, "finished on": nil},
	"email addresses": {
		"email address": {"adresse e-mail", "e-mail-adresse", "dirección de correo electrónico", "indirizzo email", "e-mail"}, "confirmed": nil, "primary": nil, "updated on": nil,
	},
	"phonenumbers": {"extension": nil, "number": {"numéro", "nummer", "número", "numero"}, "type": nil},
	"connections":  {"first name": nil, "last name": nil}, "messages": {"from": nil, "to": nil}, "recommendations_received": {"first name": nil, "last name": nil},
	"invitations": {"from": nil, "to": nil}, "contacts": {"first name": nil, "last name": nil}, "imported contacts": {"firstname": nil, "lastname": nil},
}

// otherPeople are tables that are about others.
var otherPeople = []string{"connections", "messages", "recommendations_received", "invitations", "contacts", "imported contacts"}

// tableOf names the table of a file by its name, wherever it lies.
func tableOf(name string) string {
	base := strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	base = strings.ReplaceAll(base, "_", " ")
	if base == "recommendations received" {
		base = "recommendations_received"
	}
	if linkedInTables[base] == nil {
		return ""
	}
	return base
}

// linkedIn collects the tables of an archive.
type linkedIn struct {
	tables map[string]table
	left   []Omission
}

func readLinkedIn(parts map[string][]byte) (Result, error) {
	l := linkedIn{tables: map[string]table{}}
	for _, name := range sortedNames(parts) {
		which := tableOf(name)
		if slices.Contains(otherPeople, which) {
			l.left = append(l.left, Omission{Place: path.Base(name), Why: Others})
			continue
		}
		t, err := readTable(path.Base(name), parts[name], linkedInTables[which])
		if err != nil {
			return Result{}, err
		}
		if t.header == nil {
			l.left = append(l.left, Omission{Place: path.Base(name), Why: Unknown})
			continue
		}
		if have, twice := l.tables[which]; !twice || len(have.rows) == 0 {
			l.tables[which] = t
		}
	}
	if len(l.tables) == 0 {
		return Result{}, ErrUnknown
	}
	return Result{Kind: LinkedIn, Resume: l.resume(), Left: l.left}, nil
}

func sortedNames(parts map[string][]byte) []string {
	names := make([]string, 0, len(parts))
	for n := range parts {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// record is a row by its columns.
type record map[string]string

func (r record) text(column string) string { return line(r[column]) }

// records lists the rows of a table. Columns that are left out are told once.
func (l *linkedIn) records(which string, left map[string]Reason) []record {
	t, columns := l.tables[which], linkedInTables[which]
	names := make([]string, len(t.header))
	for i, cell := range t.header {
		names[i] = columnOf(cell, columns)
	}
	told := map[string]bool{}
	var out []record
	for _, row := range t.rows {
		r := record{}
		for i, cell := range row {
			if i >= len(names) || line(cell) == "" {
				continue
			}
			why, leave := left[names[i]]
			if names[i] == "" {
				why, leave = Unknown, true
			}
			if leave {
				if !told[t.header[i]] {
					l.left = append(l.left, Omission{Place: t.name + ": " + shortName(t.header[i]), Why: why})
				}
				told[t.header[i]] = true
				continue
			}
			r[names[i]] = cell
		}
		if len(r) > 0 {
			out = append(out, r)
		}
	}
	return out
}

func (l *linkedIn) resume() cv.Resume {
	r := cv.Resume{Basics: l.basics()}
	for _, p := range l.records("positions", nil) {
		summary, items := marked(p["description"])
		r.Work = append(r.Work, cv.Work{
			Name: p.text("company name"), Position: p.text("title"), Location: p.text("location"), Summary: summary, Highlights: items,
			Period: l.span("Positions.csv", p, "started on", "finished on", true),
		})
	}
	for _, e := range l.records("education", map[string]Reason{"notes": Unknown, "activities": Unknown}) {
		degree, area, _ := strings.Cut(e.text("degree name"), ", ")
		r.Education = append(r.Education, cv.Education{
			Institution: e.text("school name"), StudyType: degree, Area: area, Period: l.span("Education.csv", e, "start date", "end date", false),
		})
	}
	for _, s := range l.records("skills", nil) {
		r.Skills = append(r.Skills, cv.Skill{Name: s.text("name")})
	}
	for _, g := range l.records("languages", nil) {
		r.Languages = append(r.Languages, cv.Language{Language: g.text("name"), Fluency: g.text("proficiency"), CEFR: cefr(g.text("proficiency"))})
	}
	for _, c := range l.records("certifications", map[string]Reason{"license number": Unknown, "finished on": Unknown}) {
		r.Certificates = append(r.Certificates, cv.Certificate{
			Name: c.text("name"), Issuer: c.text("authority"), URL: c.text("url"), Date: l.date("Certifications.csv", c, "started on"),
		})
	}
	for _, p := range l.records("projects", nil) {
		about, items := marked(p["description"])
		r.Projects = append(r.Projects, cv.Project{
			Name: p.text("title"), URL: p.text("url"), Description: about, Highlights: items, Period: l.span("Projects.csv", p, "started on", "finished on", false),
		})
	}
	return r
}

// privateColumns of the profile are never taken.
var privateColumns = map[string]Reason{
	"maiden name": Private, "birth date": Private, "address": Private, "zip code": Private,
	"industry": Unknown, "twitter handles": Unknown, "instant messengers": Unknown,
}

func (l *linkedIn) basics() cv.Basics {
	var b cv.Basics
	if all := l.records("profile", privateColumns); len(all) > 0 {
		p := all[0]
		b.Name = strings.TrimSpace(p.text("first name") + " " + p.text("last name"))
		b.Label, b.Summary = p.text("headline"), strings.Join(lines(p["summary"]), "\n")
		b.Location = place(p["geo location"])
		b.URL = firstSite(p.text("websites"))
	}
	for _, e := range l.records("email addresses", map[string]Reason{"confirmed": Foreign, "updated on": Foreign}) {
		if primary := strings.EqualFold(e.text("primary"), "yes"); b.Email == "" || primary {
			b.Email = e.text("email address")
		}
	}
	for _, p := range l.records("phonenumbers", map[string]Reason{"extension": Unknown, "type": Foreign}) {
		if b.Phone == "" {
			b.Phone = p.text("number")
		}
	}
	return b
}

// firstSite takes the first address of "[COMPANY:https://…,PORTFOLIO:…]".
func firstSite(s string) string {
	one, _, _ := strings.Cut(strings.Trim(s, "[] "), ",")
	if label, address, ok := strings.Cut(one, ":"); ok && !strings.HasPrefix(address, "//") && label == strings.ToUpper(label) {
		one = address
	}
	return strings.TrimSpace(one)
}

func (l *linkedIn) date(file string, r record, column string) civil.Date {
	d, ok := date(r[column])
	if !ok && r.text(column) != "" {
		l.left = append(l.left, Omission{Place: file + ": " + column, Why: Unclear})
	}
	if !ok {
		return civil.Date{}
	}
	return d
}

// span reads two columns. For work, an end that is not there means "still
// there": LinkedIn asks for it.
func (l *linkedIn) span(file string, r record, from, to string, open bool) cv.Period {
	p := cv.Period{Start: l.date(file, r, from), End: l.date(file, r, to)}
	p.Current = open && r.text(to) == "" && !p.Start.IsZero()
	return p
}
