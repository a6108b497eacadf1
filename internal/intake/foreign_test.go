package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/intake"
)

// zipOf packs files by name in the order given.
func zipOf(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// must reads a file that comes in.
func must(t *testing.T, data []byte, kind intake.Kind) intake.Result {
	t.Helper()
	got, err := intake.Read(data)
	if err != nil || got.Kind != kind {
		t.Fatalf("Read = %s, %v, want a %s", got.Kind, err, kind)
	}
	return got
}

// left says what was left out and why.
func left(r intake.Result) []string {
	var out []string
	for _, o := range r.Left {
		out = append(out, fmt.Sprintf("%s: %s", o.Place, o.Why))
	}
	slices.Sort(out)
	return out
}

func compare(t *testing.T, name string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func ym(year, month int) civil.Date { return civil.Date{Year: year, Month: month} }

const reactive4 = `{
 "basics": {"name": "Perceval Fictif", "headline": "Boulanger", "email": "p.fictif@example.org", "phone": "+33 1 99 00 12 34", "location": "Lyon, France",
  "url": {"label": "", "href": "https://fictif.example.org"}, "customFields": [{"id": "a", "icon": "cake", "name": "Birthday", "value": "1 May 1990"}], "picture": {"url": "https://example.org/me.png", "size": 64}},
 "sections": {
  "summary": {"name": "Résumé", "visible": true, "id": "summary", "content": "<p>Du pain <strong>et</strong> des jeux.</p><p>Toujours.</p>"},
  "experience": {"name": "Expérience", "visible": true, "id": "experience", "columns": 1, "separateLinks": true, "items": [
   {"id": "1", "visible": true, "company": "Four Imaginaire", "position": "Chef", "location": "Lyon", "date": "mars 2019 – aujourd’hui", "summary": "<p>Nuit.</p><ul><li><p>Pétri 400 kg par jour</p></li><li>Formé <em>trois</em> apprentis</li></ul>", "url": {"label": "", "href": "https://four.example.org"}},
   {"id": "2", "visible": false, "company": "Secret", "position": "x", "date": "2010", "summary": "", "url": {"label": "", "href": ""}},
   {"id": "3", "visible": true, "company": "Moulin", "position": "Aide", "location": "", "date": "quand il pleuvait", "summary": "", "url": {"label": "", "href": ""}}]},
  "education": {"name": "Formation", "visible": true, "id": "education", "items": [{"id": "1", "visible": true, "institution": "Lycée Imaginaire", "studyType": "CAP", "area": "Boulangerie", "score": "16", "date": "2010 - 2012", "summary": "", "url": {"href": ""}}]},
  "skills": {"name": "Compétences", "visible": true, "id": "skills", "items": [{"id": "1", "visible": true, "name": "Levain", "description": "Expert", "level": 5, "keywords": ["seigle", "épeautre"]}]},
  "languages": {"name": "Langues", "visible": true, "id": "languages", "items": [{"id": "1", "visible": true, "name": "Anglais", "description": "B2", "level": 3}]},
  "interests": {"name": "Loisirs", "visible": false, "id": "interests", "items": [{"id": "1", "visible": true, "name": "Échecs", "keywords": []}]},
  "references": {"name": "Références", "visible": true, "id": "references", "items": [{"id": "1", "visible": true, "name": "Paula Specimen", "description": "Directrice", "summary": "<p>Ponctuel.</p>", "url": {"href": "https://example.org/paula"}}]},
  "custom": {"abc": {"name": "Permis", "visible": true, "id": "abc", "items": [{"id": "1", "visible": true, "name": "Permis B", "description": "", "date": "", "location": "", "summary": "", "keywords": [], "url": {"href": ""}}]}}
 },
 "metadata": {"template": "rhyhorn", "layout": [[["summary"]]], "page": {"format": "a4"}}
}`

func TestReactiveVersion4(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(reactive4), intake.Reactive)
	want := cv.Resume{
		Basics: cv.Basics{Name: "Perceval Fictif", Label: "Boulanger", Email: "p.fictif@example.org", Phone: "+33 1 99 00 12 34", URL: "https://fictif.example.org",
			Summary: "Du pain et des jeux.\nToujours.", Location: cv.Location{City: "Lyon", CountryCode: "FR"}},
		Work: []cv.Work{
			{Name: "Four Imaginaire", Position: "Chef", Location: "Lyon", URL: "https://four.example.org", Period: cv.Period{Start: ym(2019, 3), Current: true}, Summary: "Nuit.", Highlights: []string{"Pétri 400 kg par jour", "Formé trois apprentis"}},
			{Name: "Secret", Position: "x", Period: cv.Period{Start: ym(2010, 0)}, Hidden: true},
			{Name: "Moulin", Position: "Aide"},
		},
		Education:  []cv.Education{{Institution: "Lycée Imaginaire", StudyType: "CAP", Area: "Boulangerie", Score: "16", Period: cv.Period{Start: ym(2010, 0), End: ym(2012, 0)}}},
		Skills:     []cv.Skill{{Name: "Levain", Level: "Expert", Keywords: []string{"seigle", "épeautre"}}},
		Languages:  []cv.Language{{Language: "Anglais", Fluency: "B2", CEFR: "B2"}},
		Interests:  []cv.Interest{{Name: "Échecs"}},
		References: []cv.Reference{{Name: "Paula Specimen, Directrice", Reference: "Ponctuel."}},
		Other:      []cv.Section{{Title: "Permis", Lines: []string{"Permis B"}}},
		Meta:       cv.Meta{Sections: []cv.SectionView{{Key: "interests", Hidden: true}}},
	}
	compare(t, "version 4", want, got.Resume)
	compare(t, "left out of version 4", []string{
		"basics.customFields[]: unknown", "basics.picture: picture", "sections.experience.items[].date: unclear",
		"sections.references.items[].url: others",
	}, left(got))
}

// TestPictureIsLeftOut: a photograph of two megabytes inside the file is told and
// left where it is.
func TestPictureIsLeftOut(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(`{"basics": {"name": "A Person", "image": "data:image/png;base64,`+strings.Repeat("A", 2<<20)+`"}}`), intake.JSONResume)
	compare(t, "left out", []string{"basics.image: picture"}, left(got))
	if got.Resume.Basics.Name != "A Person" || len(cv.Leaves(got.Resume)) != 1 {
		t.Errorf("Read = %+v, want the name alone", got.Resume)
	}
}

// TestReactiveRoles: several positions of one employer are an entry each.
func TestReactiveRoles(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(`{"basics": {"name": "A Person"}, "sections": {"experience": {"hidden": false, "items": [{"id": "x", "hidden": false, "company": "Sample Ltd", "position": "", "period": "2015 – 2020", "description": "<p>Makes samples.</p>",
		"roles": [{"id": "1", "position": "Lead", "period": "2018 – 2020", "description": "<ul><li>Led</li></ul>"}, {"id": "2", "position": "Maker", "period": "2015 – 2018", "description": ""}]}]}},
		"customSections": [{"id": "l", "type": "cover-letter", "title": "Letter", "items": [{"content": "<p>Dear all</p>"}]}]}`), intake.Reactive)
	want := []cv.Work{
		{Name: "Sample Ltd", Position: "Lead", Description: "Makes samples.", Period: cv.Period{Start: ym(2018, 0), End: ym(2020, 0)}, Highlights: []string{"Led"}},
		{Name: "Sample Ltd", Position: "Maker", Period: cv.Period{Start: ym(2015, 0), End: ym(2018, 0)}},
	}
	compare(t, "roles", want, got.Resume.Work)
	compare(t, "left out", []string{"customSections[]: foreign"}, left(got))
}

// TestJSONResumeOfOthers: older names, unknown members, moments for days, and
// what is never taken.
func TestJSONResumeOfOthers(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(`{"basics": {"name": "A Person", "image": "https://example.org/a.png", "birthDate": "1990-01-01", "website": "https://a.example.org", "location": {"city": "Leeds", "countryCode": "GB", "planet": "Earth"}},
		"work": [{"company": "Sample Ltd", "position": "Maker", "startDate": "2015-03-01T00:00:00.000Z", "endDate": "Present", "summary": "One\nTwo", "salary": 12}, {"name": "Old", "startDate": "soon"}],
		"education": [{"institution": "College", "gpa": "3.9"}], "languages": [{"language": "French", "fluency": "b2"}], "colour": "red"}`), intake.JSONResume)
	compare(t, "work", []cv.Work{
		{Name: "Sample Ltd", Position: "Maker", Period: cv.Period{Start: civil.Date{Year: 2015, Month: 3, Day: 1}, Current: true}, Summary: "One\nTwo"}, {Name: "Old"},
	}, got.Resume.Work)
	if b := got.Resume.Basics; b.URL != "https://a.example.org" || got.Resume.Education[0].Score != "3.9" || got.Resume.Languages[0].CEFR != "B2" {
		t.Errorf("Read = %+v, want the older names heeded", got.Resume)
	}
	compare(t, "left out", []string{
		"basics.birthDate: private", "basics.image: picture", "basics.location.planet: unknown", "colour: unknown", "work[].salary: unknown", "work[].startDate: unclear",
	}, left(got))
}

func TestLinkedIn(t *testing.T) {
	t.Parallel()
	got := must(t, zipOf(t,
		"Basic/Profile.csv", "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"+
			"Nora,Sample,Before,1 Sample Street,1 May,Staff Nurse,\"Calm.\nKind.\",Health,LS1,\"Leeds, England, United Kingdom\",,\"[COMPANY:https://nora.example.org,PORTFOLIO:https://other.example.org]\",\n",
		"Basic/Positions.csv", "Company Name,Title,Description,Location,Started On,Finished On\n"+
			"Hazel Clinic,Ward Leader,\"Led a ward\n• Cut waits by 9 %\n• Taught five nurses\",Leeds,Sep 2019,\nBirch Works,Nurse,,York,2015,Aug 2019\n",
		"Education.csv", "Notes about this file\n\nSchool Name,Start Date,End Date,Notes,Degree Name,Activities\nSample College,2009,2012,a note,\"Bachelor, Nursing\",\n",
		"Skills.csv", "Name\nTriage\nRotas\n",
		"Languages.csv", "Name,Proficiency\nEnglish,Native or bilingual proficiency\n",
		"Certifications.csv", "Name,Url,Authority,Started On,Finished On,License Number\nFirst Aid,https://example.org/c,Sample Council,May 2021,,42\n",
		"Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\nold@example.org,Yes,No,x\nnora@example.org,Yes,Yes,x\n",
		"Connections.csv", "Notes:\n\nFirst Name,Last Name,URL,Email Address\nOther,Person,,other@example.org\n",
		"Ad_Targeting.csv", "a,b\n1,2\n", "photo.jpg", "\xff\xd8\xff",
	), intake.LinkedIn)
	want := cv.Resume{
		Basics: cv.Basics{Name: "Nora Sample", Label: "Staff Nurse", Email: "nora@example.org", URL: "https://nora.example.org", Summary: "Calm.\nKind.", Location: cv.Location{City: "Leeds", Region: "England", CountryCode: "GB"}},
		Work: []cv.Work{
			{Name: "Hazel Clinic", Position: "Ward Leader", Location: "Leeds", Period: cv.Period{Start: ym(2019, 9), Current: true}, Summary: "Led a ward", Highlights: []string{"Cut waits by 9 %", "Taught five nurses"}},
			{Name: "Birch Works", Position: "Nurse", Location: "York", Period: cv.Period{Start: ym(2015, 0), End: ym(2019, 8)}},
		},
		Education:    []cv.Education{{Institution: "Sample College", StudyType: "Bachelor", Area: "Nursing", Period: cv.Period{Start: ym(2009, 0), End: ym(2012, 0)}}},
		Skills:       []cv.Skill{{Name: "Triage"}, {Name: "Rotas"}},
		Languages:    []cv.Language{{Language: "English", Fluency: "Native or bilingual proficiency"}},
		Certificates: []cv.Certificate{{Name: "First Aid", Issuer: "Sample Council", URL: "https://example.org/c", Date: ym(2021, 5)}},
	}
	compare(t, "LinkedIn", want, got.Resume)
	compare(t, "left out of LinkedIn", []string{
		"Certifications.csv: License Number: unknown", "Connections.csv: others", "Education.csv: Notes: unknown", "Email Addresses.csv: Confirmed: foreign", "Email Addresses.csv: Updated On: foreign",
		"Profile.csv: Address: private", "Profile.csv: Birth Date: private", "Profile.csv: Industry: unknown", "Profile.csv: Maiden Name: private", "Profile.csv: Zip Code: private",
	}, left(got))
}

// TestLinkedInInFrench: headers of another language, UTF-16 and semicolons are
// other people's choices; the first two are read.
func TestLinkedInInFrench(t *testing.T) {
	t.Parallel()
	profile := "Prénom,Nom,Titre du profil\nPerceval,Fictif,Boulanger\n"
	wide := []byte("\xff\xfe")
	for _, r := range profile {
		wide = append(wide, byte(r), byte(r>>8))
	}
	got := must(t, zipOf(t, "Profile.csv", string(wide), "Positions.csv", "Nom de l’entreprise,Intitulé du poste,Date de début,Date de fin\nFour Imaginaire,Chef,mars 2019,avril 2021\n"), intake.LinkedIn)
	if got.Resume.Basics.Name != "Perceval Fictif" || len(got.Resume.Work) != 1 || got.Resume.Work[0].End != ym(2021, 4) {
		t.Errorf("Read = %+v, want name and position", got.Resume)
	}
}

const candidate = `<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3" xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0">
 <CandidatePerson><PersonName><oa:GivenName>Maja</oa:GivenName><hr:FamilyName>Muster</hr:FamilyName></PersonName>
  <Communication><ChannelCode>Email</ChannelCode><oa:URI>maja@example.org</oa:URI></Communication>
  <Communication><ChannelCode>Telephone</ChannelCode><UseCode>mobile</UseCode><CountryDialing>49</CountryDialing><oa:DialNumber>30 23125 042</oa:DialNumber></Communication>
  <Communication><UseCode>home</UseCode><Address type="home"><oa:AddressLine>Beispielstraße 7</oa:AddressLine><oa:CityName>Stuttgart</oa:CityName><CountryCode>de</CountryCode><oa:PostalCode>70173</oa:PostalCode></Address></Communication>
  <hr:BirthDate>1990-01-01</hr:BirthDate><NationalityCode>de</NationalityCode></CandidatePerson>
 <CandidateProfile languageCode="de"><ExecutiveSummary>&lt;p&gt;Ich baue Maschinen.&lt;/p&gt;</ExecutiveSummary>
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Beispiel GmbH</hr:OrganizationName><OrganizationContact><Communication><Address><oa:CityName>Ulm</oa:CityName></Address></Communication></OrganizationContact>
   <PositionHistory><PositionTitle typeCode="FREETEXT">Teamleiterin</PositionTitle><eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2020-04</hr:FormattedDateTime></eures:StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod>
    <oa:Description>&lt;p&gt;Team von sieben.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Senkte die Kosten um 28 %&lt;/li&gt;&lt;/ul&gt;&lt;script&gt;alert(1)&lt;/script&gt;</oa:Description></PositionHistory></EmployerHistory></EmploymentHistory>
  <EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Hochschule Muster</hr:OrganizationName><AttendancePeriod><StartDate><hr:FormattedDateTime>2010-10-01</hr:FormattedDateTime></StartDate><EndDate><hr:FormattedDateTime>2013-09-30</hr:FormattedDateTime></EndDate></AttendancePeriod><EducationDegree><hr:DegreeName>Bachelor of Engineering</hr:DegreeName></EducationDegree></EducationOrganizationAttendance></EducationHistory>
  <PersonQualifications>
   <PersonCompetency><CompetencyID>deu</CompetencyID><CompetencyName>Deutsch</CompetencyName><hr:TaxonomyID>language</hr:TaxonomyID><ScoreText>Muttersprache</ScoreText></PersonCompetency>
   <PersonCompetency><CompetencyID>eng</CompetencyID><CompetencyName>Englisch</CompetencyName><hr:TaxonomyID>language</hr:TaxonomyID><eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></eures:CompetencyDimension><eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension></PersonCompetency>
   <PersonCompetency><CompetencyName>CATIA</CompetencyName><hr:TaxonomyID>digital_skills</hr:TaxonomyID></PersonCompetency></PersonQualifications>
 </CandidateProfile><RenderingInformation><Template>x</Template></RenderingInformation>
</Candidate>`

func TestEuropass(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(candidate), intake.Europass)
	want := cv.Resume{
		Basics: cv.Basics{Name: "Maja Muster", Email: "maja@example.org", Phone: "+49 30 23125 042", Summary: "Ich baue Maschinen.", Location: cv.Location{Address: "Beispielstraße 7", PostalCode: "70173", City: "Stuttgart", CountryCode: "DE"}},
		Work:   []cv.Work{{Name: "Beispiel GmbH", Position: "Teamleiterin", Location: "Ulm", Period: cv.Period{Start: ym(2020, 4), Current: true}, Summary: "Team von sieben.", Highlights: []string{"Senkte die Kosten um 28 %"}}},
		Education: []cv.Education{{Institution: "Hochschule Muster", StudyType: "Bachelor of Engineering",
			Period: cv.Period{Start: civil.Date{Year: 2010, Month: 10, Day: 1}, End: civil.Date{Year: 2013, Month: 9, Day: 30}}}},
		Skills:    []cv.Skill{{Name: "CATIA"}},
		Languages: []cv.Language{{Language: "Deutsch", Fluency: "Muttersprache"}, {Language: "Englisch", Fluency: "B2", CEFR: "B2"}},
		Meta:      cv.Meta{Language: "de"},
	}
	compare(t, "Europass", want, got.Resume)
	compare(t, "left out of Europass", []string{"BirthDate: private", "NationalityCode: private", "RenderingInformation: foreign"}, left(got))
}

func TestEuropassPassport(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(`<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>
		<Identification><PersonName><FirstName>Maja</FirstName><Surname>Muster</Surname></PersonName><ContactInfo><Address><Contact><AddressLine>Beispielstraße 7</AddressLine><PostalCode>70173</PostalCode><Municipality>Stuttgart</Municipality><Country><Code>DE</Code></Country></Contact></Address><Email><Contact>maja@example.org</Contact></Email></ContactInfo><Demographics><Birthdate year="1990"/></Demographics></Identification>
		<WorkExperienceList><WorkExperience><Period><From year="2010" month="--09"/><To year="2013" month="--05" day="---31"/><Current>false</Current></Period><Position><Label>Technikerin</Label></Position><Activities>&lt;ul&gt;&lt;li&gt;Baute&lt;/li&gt;&lt;/ul&gt;</Activities><Employer><Name>Beispiel GmbH</Name></Employer></WorkExperience></WorkExperienceList>
		<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Label>Deutsch</Label></Description></MotherTongue></MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Label>Englisch</Label></Description><ProficiencyLevel><Listening>C1</Listening><Writing>B1</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic></Skills></LearnerInfo></SkillsPassport>`), intake.Europass)
	w := got.Resume.Work
	if len(w) != 1 || w[0].Start != ym(2010, 9) || w[0].End != (civil.Date{Year: 2013, Month: 5, Day: 31}) || !slices.Equal(w[0].Highlights, []string{"Baute"}) {
		t.Errorf("work = %+v", w)
	}
	if g := got.Resume.Languages; len(g) != 2 || g[1].CEFR != "B1" || got.Resume.Basics.Location.City != "Stuttgart" {
		t.Errorf("Read = %+v, want the languages and the town", got.Resume)
	}
	compare(t, "left out", []string{"Birthdate: private"}, left(got))
}

// TestBrokenFiles: each gets one clear answer.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	bomb := zipOf(t, "Profile.csv", "First Name,Last Name\n"+strings.Repeat("a", 20<<20))
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, intake.ErrEmpty},
		{"blanks", []byte(" \n\t "), intake.ErrEmpty},
		{"half a JSON", []byte(`{"basics": {"name": "A"`), intake.ErrBroken},
		{"JSON and more", []byte(`{"basics": {"name": "A"}} x`), intake.ErrBroken},
		{"another JSON", []byte(`{"dependencies": {"left-pad": "1.0.0"}}`), intake.ErrUnknown},
		{"a JSON that says nothing", []byte(`{"basics": {}}`), intake.ErrEmpty},
		{"deep JSON", []byte(`{"basics":` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `}`), intake.ErrBomb},
		{"long JSON", []byte(`{"basics":{"name":"` + strings.Repeat("a", 5<<20) + `"}}`), intake.ErrTooLarge},
		{"many values", []byte(`{"work":[` + strings.Repeat(`1,`, 300_000) + `1]}`), intake.ErrBomb},
		{"entities", []byte(`<!DOCTYPE x [<!ENTITY a "b">]><Candidate xmlns="http://www.europass.eu/1.0">&a;</Candidate>`), intake.ErrBroken},
		{"deep XML", []byte(strings.Repeat("<a>", 5000)), intake.ErrBomb},
		{"another XML", []byte(`<rss><channel/></rss>`), intake.ErrUnknown},
		{"a web page", []byte(`<!doctype html><title>x</title>`), intake.ErrBroken},
		{"half an XML", []byte(candidate[:len(candidate)/2]), intake.ErrBroken},
		{"a bomb", bomb, intake.ErrBomb},
		{"a broken archive", bomb[:len(bomb)/2], intake.ErrBroken},
		{"a name that leads out", zipOf(t, "../Profile.csv", "First Name,Last Name\nA,B\n"), intake.ErrBroken},
		{"another archive", zipOf(t, "readme.md", "x"), intake.ErrUnknown},
		{"a DOCX", zipOf(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>"), intake.ErrDocument},
		{"a PDF", []byte("%PDF-1.7\n"), intake.ErrDocument},
		{"bytes", []byte(strings.Repeat("\x01\x02\x03", 100)), intake.ErrUnknown},
		{"too much", make([]byte, intake.MaxBytes+1), intake.ErrTooLarge},
	} {
		if _, err := intake.Read(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("Read(%s) error = %v, want %v", tt.name, err, tt.want)
		}
	}
}

// TestHostileStrings: control characters, markup and signs of other formats come
// in as text or not at all; 10,000 bullets come in.
func TestHostileStrings(t *testing.T) {
	t.Parallel()
	got := must(t, []byte(`{"basics": {"name": "A\u0000\u202e<script>x</script>\u200b", "summary": "=cmd|' /C calc'!A0\r\n\u001b[31mred"}, "work": [{"name": "`+strings.Repeat("é", 30_000)+`", "highlights": [`+strings.Repeat(`"x y",`, 9_999)+`"last"]}]}`), intake.JSONResume)
	if n := got.Resume.Basics.Name; n != "A<script>x</script>" {
		t.Errorf("name = %q", n)
	}
	w := got.Resume.Work[0]
	if len(w.Highlights) != 10_000 || len([]rune(w.Name)) != 20_000 {
		t.Errorf("%d highlights and a name of %d characters, want 10,000 and the longest of 20,000", len(w.Highlights), len([]rune(w.Name)))
	}
	checkClean(t, got.Resume)
}

func checkClean(t *testing.T, r cv.Resume) {
	t.Helper()
	for _, l := range cv.Leaves(r) {
		for _, c := range l.Text {
			if unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Bidi_Control, c) {
				t.Errorf("%s holds %U", l.Path, c)
				break
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{reactive4, candidate, `{"basics":{"name":"A"}}`, "A Person\na@example.org\n\nSKILLS\nTriage\n", "<SkillsPassport/>"} {
		f.Add([]byte(s))
	}
	f.Add(zipOf(f, "Profile.csv", "First Name,Last Name\nA,B\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := intake.Read(data)
		if err == nil {
			checkClean(t, got.Resume)
		}
	})
}
