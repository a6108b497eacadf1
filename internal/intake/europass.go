package intake

import (
	"strings"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/parse"
)

// readXML reads the XML of Europass: Candidate since 2020, which is HR-XML 3
// with parts of OAGIS and EURES, or the older SkillsPassport. There is no
// published schema, so elements are found by name, in any order.
func readXML(data []byte) (Result, error) {
	root, err := readTree(data)
	if err != nil {
		return Result{}, err
	}
	switch {
	case root.name == "Candidate" && strings.Contains(root.space, "europass"):
		return readCandidate(root), nil
	case root.name == "SkillsPassport", root.name == "LearnerInfo":
		return readPassport(root), nil
	}
	return Result{}, ErrUnknown
}

func readCandidate(root *node) Result {
	person, profile := root.one("CandidatePerson"), root.one("CandidateProfile")
	r := Result{Kind: Europass, Resume: cv.Resume{Basics: candidateBasics(person)}}
	r.Resume.Meta.Language = profile.attribute("languageCode")
	r.Resume.Basics.Summary = markup(textUnder(profile.one("ExecutiveSummary", "PersonalStatement"))).all()
	for _, e := range profile.one("EmploymentHistory").all("EmployerHistory") {
		r.Resume.Work = append(r.Resume.Work, candidateWork(e, &r)...)
	}
	for _, e := range profile.one("EducationHistory").all("EducationOrganizationAttendance") {
		r.Resume.Education = append(r.Resume.Education, candidateEducation(e, &r))
	}
	competencies(profile, &r)
	for _, c := range append(profile.one("Certifications").all("Certification"), profile.one("Licenses").all("License")...) {
		r.Resume.Certificates = append(r.Resume.Certificates, cv.Certificate{
			Name: c.find("CertificationTypeCode", "CertificationName", "LicenseName", "Title", "Name"), Issuer: c.find("IssuingAuthority", "OrganizationName"),
			Date: r.when(c.one("EffectivePeriod", "FirstIssuedDate", "IssuingDate", "StartDate"), "Certifications"),
		})
	}
	for _, p := range profile.one("Projects").all("Project") {
		f := markup(textUnder(p.one("Description")))
		r.Resume.Projects = append(r.Resume.Projects, cv.Project{Name: p.find("ProjectName", "Title", "Name"), Period: r.span(p, "Projects"), URL: p.find("Link", "URI"), Description: f.text(), Highlights: f.items})
	}
	for _, p := range profile.one("PublicationHistory").all("Publication", "Article", "Book") {
		r.Resume.Publications = append(r.Resume.Publications, cv.Publication{
			Name: p.find("FormattedPublicationDescription", "Title"), Publisher: p.find("PublisherName", "Reference"), ReleaseDate: r.when(p.one("Year", "PublicationDate", "Date"), "PublicationHistory"),
		})
	}
	for _, v := range profile.one("VoluntaryWorks").all("VoluntaryWork") {
		f := markup(textUnder(v.one("Description")))
		r.Resume.Volunteer = append(r.Resume.Volunteer, cv.Volunteer{Organization: v.find("OrganizationName", "Organization"), Position: v.find("Role", "Title", "PositionTitle"), Period: r.span(v, "VoluntaryWorks"), Summary: f.text(), Highlights: f.items})
	}
	for _, h := range profile.one("HobbiesAndInterests", "Hobbies").all("HobbyOrInterest", "HobbyAndInterest", "Hobby") {
		if name := h.find("Title", "Name", "Description"); name != "" {
			r.Resume.Interests = append(r.Resume.Interests, cv.Interest{Name: name})
		}
	}
	for _, o := range profile.one("Others").all("Other") {
		f := markup(textUnder(o.one("Description")))
		r.Resume.Other = append(r.Resume.Other, cv.Section{Title: o.find("Title", "SectionTitle"), Lines: append(f.paras, f.items...)})
	}
	r.leaveOut(root)
	return r
}

// leaveOut tells what of a Candidate never comes in.
func (r *Result) leaveOut(root *node) {
	for name, why := range map[string]Reason{
		"BirthDate": Private, "NationalityCode": Private, "GenderCode": Private, "PersonDescription": Private,
		"Attachment": Picture, "Photo": Picture, "EmploymentReferences": Others, "RenderingInformation": Foreign,
	} {
		for _, n := range root.all(name) {
			if n.words() != "" || len(n.kids) > 0 {
				r.Left = append(r.Left, Omission{Place: name, Why: why})
			}
		}
	}
}

func candidateBasics(p *node) cv.Basics {
	b := cv.Basics{Name: line(p.one("PersonName").find("GivenName") + " " + p.one("PersonName").find("FamilyName"))}
	if b.Name == "" {
		b.Name = p.find("FormattedName")
	}
	for _, c := range p.all("Communication") {
		uri, channel := c.find("URI"), strings.ToLower(c.find("ChannelCode"))
		switch {
		case c.one("Address") != nil:
			a := c.one("Address")
			b.Location = cv.Location{Address: a.find("AddressLine"), PostalCode: a.find("PostalCode"), City: a.find("CityName"), CountryCode: parse.Country(strings.ToUpper(a.find("CountryCode")))}
		case channel == "email" && b.Email == "":
			b.Email = uri
		case channel == "telephone" || channel == "phone" || channel == "mobile":
			if number := line(strings.TrimSpace(c.find("CountryDialing")) + " " + c.find("DialNumber", "FormattedNumber")); b.Phone == "" && number != "" {
				b.Phone = dialled(number)
			} else if b.Phone == "" {
				b.Phone = uri
			}
		case channel == "web" && b.URL == "":
			b.URL = uri
		case uri != "":
			b.Profiles = append(b.Profiles, cv.Profile{Network: c.find("OtherTitle", "UseCode", "ChannelCode"), URL: uri})
		}
	}
	return b
}

// dialled puts the sign before a country code that came as bare digits.
func dialled(number string) string {
	if strings.Contains(number, " ") && !strings.HasPrefix(number, "+") && !strings.HasPrefix(number, "0") {
		return "+" + number
	}
	return number
}

// textUnder is the text of an element with that of all below it, each on a line.
func textUnder(n *node) string {
	if n == nil {
		return ""
	}
	parts := []string{n.text}
	for _, k := range n.kids {
		parts = append(parts, textUnder(k))
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}

func candidateWork(e *node, r *Result) []cv.Work {
	name := e.find("OrganizationName")
	city := e.find("CityName")
	var out []cv.Work
	for _, p := range e.all("PositionHistory") {
		f := markup(textUnder(p.one("Description")))
		w := cv.Work{Name: name, Position: p.find("PositionTitle"), Location: p.find("CityName"), Period: r.span(p, "EmploymentHistory"), Summary: f.text(), Highlights: f.items}
		if w.Location == "" {
			w.Location = city
		}
		out = append(out, w)
	}
	if len(out) == 0 && name != "" {
		out = []cv.Work{{Name: name, Location: city, Period: r.span(e, "EmploymentHistory")}}
	}
	return out
}

func candidateEducation(e *node, r *Result) cv.Education {
	f := markup(textUnder(e.one("OccupationalSkillsCovered", "Description")))
	if len(f.paras) > 0 {
		r.Left = append(r.Left, Omission{Place: "EducationHistory: description", Why: Unknown})
	}
	return cv.Education{
		Institution: e.find("OrganizationName"), StudyType: e.find("DegreeName", "EducationDegree"), Area: e.find("ProgramConcentration", "MajorProgramName", "EducationField"),
		Score: e.find("FinalGrade", "Grade"), Period: r.span(e, "EducationHistory"), Courses: f.items,
	}
}

// span reads the period of an element.
func (r *Result) span(n *node, place string) cv.Period {
	p := cv.Period{Start: r.when(n.one("StartDate"), place), End: r.when(n.one("EndDate"), place)}
	if strings.EqualFold(n.find("CurrentIndicator", "Current"), "true") {
		p.Current, p.End = true, civil.Date{}
	}
	return p
}

// when reads a date, which stands as text somewhere inside an element.
func (r *Result) when(n *node, place string) civil.Date {
	text := ""
	if n != nil {
		if text = n.find("FormattedDateTime", "StartDate", "Year"); text == "" {
			text = line(textUnder(n))
		}
	}
	if text == "" {
		return civil.Date{}
	}
	d, ok := date(text)
	if !ok {
		r.Left = append(r.Left, Omission{Place: place, Why: Unclear})
		return civil.Date{}
	}
	return d
}

// competencies are languages, with a level for each of five abilities, and other
// skills.
func competencies(profile *node, r *Result) {
	for _, c := range profile.all("PersonCompetency") {
		name := c.find("CompetencyName")
		id := c.find("CompetencyID")
		kind := strings.ToLower(c.find("TaxonomyID"))
		switch {
		case strings.Contains(kind, "language"):
			if name == "" {
				name = id
			}
			g := cv.Language{Language: name}
			if kind == "language" || c.one("CompetencyDimension") != nil {
				g.CEFR = lowestLevel(c)
				g.Fluency = g.CEFR
			}
			if g.Fluency == "" {
				g.Fluency = c.find("ScoreText", "Score")
			}
			r.Resume.Languages = append(r.Resume.Languages, g)
		case name != "":
			r.Resume.Skills = append(r.Resume.Skills, cv.Skill{Name: name})
		case id != "":
			r.Resume.Skills = append(r.Resume.Skills, cv.Skill{Name: id})
		}
	}
}

// lowestLevel is the level that all abilities of a language reach: no more is
// claimed than each of them says.
func lowestLevel(c *node) string {
	lowest := ""
	for _, d := range c.all("CompetencyDimension") {
		level := cefr(d.find("ScoreText", "Score", "ScoreNumeric"))
		if level != "" && (lowest == "" || level < lowest) {
			lowest = level
		}
	}
	return lowest
}

// readPassport reads what the older XML has in common with a CV.
func readPassport(root *node) Result {
	r := Result{Kind: Europass}
	id := root.one("Identification")
	b := &r.Resume.Basics
	b.Name = line(id.find("FirstName") + " " + id.find("Surname"))
	b.Email, b.Phone, b.URL = id.one("Email").find("Contact"), id.one("TelephoneList", "Telephone").find("Contact"), id.one("WebsiteList", "Website").find("Contact")
	a := id.one("Address")
	b.Location = cv.Location{Address: a.find("AddressLine"), PostalCode: a.find("PostalCode"), City: a.find("Municipality"), CountryCode: parse.Country(strings.ToUpper(a.one("Country").find("Code")))}
	b.Label = root.one("Headline").find("Label")
	for _, w := range root.one("WorkExperienceList").all("WorkExperience") {
		f := markup(w.find("Activities"))
		r.Resume.Work = append(r.Resume.Work, cv.Work{Name: w.one("Employer").find("Name"), Location: w.one("Employer").find("Municipality"), Position: w.one("Position").find("Label"), Period: r.parts(w.one("Period")), Summary: f.text(), Highlights: f.items})
	}
	for _, e := range root.one("EducationList").all("Education") {
		r.Resume.Education = append(r.Resume.Education, cv.Education{Institution: e.one("Organisation").find("Name"), StudyType: e.find("Title"), Period: r.parts(e.one("Period"))})
	}
	for _, g := range root.one("MotherTongueList").all("MotherTongue") {
		r.Resume.Languages = append(r.Resume.Languages, cv.Language{Language: g.one("Description").find("Label")})
	}
	for _, g := range root.one("ForeignLanguageList").all("ForeignLanguage") {
		level := passportLevel(g)
		r.Resume.Languages = append(r.Resume.Languages, cv.Language{Language: g.one("Description").find("Label"), Fluency: level, CEFR: level})
	}
	for name, why := range map[string]Reason{"Birthdate": Private, "NationalityList": Private, "Gender": Private, "Photo": Picture, "AttachmentList": Foreign, "PrintingPreferences": Foreign} {
		if len(root.all(name)) > 0 {
			r.Left = append(r.Left, Omission{Place: name, Why: why})
		}
	}
	return r
}

func passportLevel(g *node) string {
	lowest := ""
	for _, ability := range []string{"Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing"} {
		if level := cefr(g.find(ability)); level != "" && (lowest == "" || level < lowest) {
			lowest = level
		}
	}
	return lowest
}

// parts reads a period whose dates are attributes: <From year="2010" month="--09"/>.
func (r *Result) parts(n *node) cv.Period {
	read := func(n *node) civil.Date {
		text := n.attribute("year")
		for _, name := range []string{"month", "day"} {
			if v := strings.Trim(n.attribute(name), "-"); v != "" && text != "" {
				text += "-" + v
			}
		}
		d, _ := civil.ParseDate(text)
		return d
	}
	return cv.Period{Start: read(n.one("From")), End: read(n.one("To")), Current: strings.EqualFold(n.find("Current"), "true")}
}
