package posting_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobops/internal/posting"
)

func fixture(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// head is what is told apart above the requirements.
type head struct {
	Title, Company, Location, Language, Seniority string
	Remote                                        posting.Remote
}

func TestReadHead(t *testing.T) {
	t.Parallel()
	tests := map[string]head{
		"de.txt":  {"Gesundheits- und Krankenpfleger Intensivstation", "Klinikum Musterstadt gGmbH", "Musterstadt", "de", "", ""},
		"en.html": {"Sous Chef", "Harbour Kitchen Ltd", "Exampleton, UK", "en", "", ""},
		"es.txt":  {"Desarrollador Backend Senior", "Ejemplo Tecnología S.L.", "Madrid, España", "es", "senior", posting.RemoteHybrid},
		"fr.txt":  {"Comptable général", "Société Exemple SAS", "Lyon, France", "fr", "", posting.RemoteHybrid},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := posting.Read(fixture(t, name))
			got := head{p.Title, p.Company, p.Location, p.Language, p.Seniority, p.Remote}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Read(%s) (-want +got):\n%s", name, diff)
			}
			if p.Stub {
				t.Errorf("Read(%s).Stub = true, want false", name)
			}
		})
	}
}

func TestReadRequirements(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"de.txt": {
			"+location:musterstadt Musterstadt", "-skill:medication-administration Medikamentengabe", "-skill:wound-care Wundversorgung",
			"+degree:vocational Abgeschlossene Ausbildung", "+years:2 zwei Jahre", "+skill:intensive-care Intensivpflege",
			"+language:de Deutschkenntnisse", "-permit:driving Führerschein", "-language:en Englischkenntnisse",
		},
		"en.html": {
			"+location:exampleton Exampleton", "-skill:menu-planning Menu planning", "-skill:inventory-management stock control",
			"+years:3 three years", "+skill:food-hygiene food hygiene", "+skill:haccp HACCP", "+permit:work Right to work",
			"+language:en English", "-skill:pastry-making Pastry making", "-permit:driving Driving licence",
		},
		"es.txt": {
			"+location:madrid Madrid", "-skill:microservices microservicios", "-skill:spring-boot Spring Boot", "-skill:rest-apis APIs REST",
			"-skill:relational-databases bases de datos relacionales", "+years:4 4 años", "+skill:java Java", "+skill:postgresql PostgreSQL",
			"+skill:docker Docker", "+language:en inglés", "+degree:bachelor Grado", "+skill:computer-engineering Ingeniería Informática",
			"-skill:kubernetes Kubernetes", "-skill:amazon-web-services AWS",
		},
		"fr.txt": {
			"+location:lyon Lyon", "-skill:month-end-closing clôtures mensuelles", "-skill:payroll-accounting Gestion de la paie",
			"+degree:bachelor Bac+3", "+skill:bookkeeping comptabilité", "+years:3 3 à 5 ans", "+skill:microsoft-excel Excel",
			"+skill:sage-100 Sage 100", "-language:en Anglais", "+permit:driving Permis B",
		},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := posting.Read(fixture(t, name))
			if diff := cmp.Diff(want, asked(&p)); diff != "" {
				t.Errorf("requirements of %s (-want +got):\n%s", name, diff)
			}
		})
	}
}

// asked writes requirements as "+id quote" for musts and "-id quote" for the rest.
func asked(p *posting.Posting) []string {
	var out []string
	for _, r := range p.Requirements {
		sign := "-"
		if r.Must {
			sign = "+"
		}
		out = append(out, sign+r.ID+" "+p.Quote(r))
	}
	return out
}

const structured = `<html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},
{"@type":"JobPosting","title":"Pastry Cook (m/f/d)","hiringOrganization":{"@type":"Organization","name":"Sample Bakery"},
"jobLocation":[{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Exampleton","addressCountry":"GB"}}],
"description":"<p>You will bake bread, cakes and tarts for our three shops every morning.</p><h3>Requirements</h3><ul><li>Two years of experience in a bakery</li><li>Food hygiene certificate</li></ul>"}]}</script></head><body><p>Menu</p><p>Cookies</p></body></html>`

func TestReadStructuredData(t *testing.T) {
	t.Parallel()
	p := posting.Read(structured)
	got := head{p.Title, p.Company, p.Location, p.Language, p.Seniority, p.Remote}
	want := head{"Pastry Cook", "Sample Bakery", "Exampleton, GB", "en", "", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"+location:exampleton Exampleton", "+years:2 Two years", "+skill:food-hygiene Food hygiene"}, asked(&p)); diff != "" {
		t.Errorf("requirements (-want +got):\n%s", diff)
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	const frame = "Requirements\n- "
	tests := []struct {
		text string
		want []string
	}{
		{"5+ years of experience in sales", []string{"+years:5 5+ years"}},
		{"Between 3 and 5 years of experience", []string{"+years:3 3 and 5 years"}},
		{"We have been in business for over 30 years", nil},
		{"Applicants must be 18 years old", nil},
		{"mindestens fünf Jahre Berufserfahrung", []string{"+years:5 fünf Jahre"}},
		{"deux ans d'expérience minimum", []string{"+years:2 deux ans"}},
		{"tres años de experiencia", []string{"+years:3 tres años"}},
		{"almeno due anni di esperienza", []string{"+years:2 due anni"}},
		{"minimum 2 lata doświadczenia", []string{"+years:2 2 lata"}},
		{"Fluent in French and German (B2)", []string{"+language:fr French", "+language:de German"}},
		{"Knowledge of French wine", nil},
		{"Comfortable with pandas and SQL", []string{"+skill:pandas pandas", "+skill:sql SQL"}},
		{"Project management (PRINCE2 or PMP)", []string{"+skill:project-management Project management", "+skill:prince2 PRINCE2", "+skill:pmp PMP"}},
		{"Registered nurse (NMC PIN) with 2+ years in acute care", []string{"+permit:registration NMC PIN", "+years:2 2+ years", "+skill:acute-care acute care"}},
		{"Experience with CI/CD pipelines (GitHub Actions, Jenkins)", []string{"+skill:continuous-integration CI/CD", "+skill:github-actions GitHub Actions", "+skill:jenkins Jenkins"}},
		{"Excellent communication and organisational skills", nil},
		{"Maîtrise du Pack Office (Excel, Word, PowerPoint)", []string{"+skill:microsoft-office Pack Office", "+skill:microsoft-excel Excel", "+skill:microsoft-word Word", "+skill:microsoft-powerpoint PowerPoint"}},
		{"Diplôme d'État d'infirmier exigé", []string{"+permit:registration Diplôme d'État"}},
		{"Sicherer Umgang mit MS Office, insbesondere Excel", []string{"+skill:microsoft-office MS Office", "+skill:microsoft-excel Excel"}},
		{"Licenciatura en Derecho y manejo de AutoCAD", []string{"+degree:bachelor Licenciatura", "+skill:autocad AutoCAD"}},
		{"Python, R and C++ are used daily", []string{"+skill:python Python", "+skill:c++ C++"}},
		{"Excel at talking to people", nil},
		{"Good knowledge of Excel", []string{"+skill:microsoft-excel Excel"}},
		{"A master's degree in physics is a plus", []string{"-degree:master master's degree", "-skill:physics physics"}},
		{"Degree in mathematics, physics or computer science", []string{"+degree:bachelor Degree"}},
		{"Licenciatura o grado en matemáticas, física o ingeniería", []string{"+degree:bachelor Licenciatura"}},
		{"Nivel C1 de valenciano", []string{"+language:ca valenciano"}},
		{"Ervaring met Azure is een pre", []string{"-skill:microsoft-azure Azure"}},
		{"Saisie de factures et gestion de projets", []string{"+skill:project-management gestion de projets"}},
		{"Go and Rust would be great", []string{"-skill:go Go", "-skill:rust Rust"}},
		{"Ready to go the extra mile", nil},
		{"Python is required, Rust is a plus", []string{"+skill:python Python", "-skill:rust Rust"}},
		{"Fluent English, French is a plus", []string{"+language:en English", "-language:fr French"}},
		{"Docker, Kubernetes and Terraform are a plus", []string{"-skill:docker Docker", "-skill:kubernetes Kubernetes", "-skill:terraform Terraform"}},
		{"Kubernetes (Terraform a plus), Docker", []string{"+skill:kubernetes Kubernetes", "-skill:terraform Terraform", "+skill:docker Docker"}},
		{"Ideally you know Docker, Kubernetes and Terraform", []string{"-skill:docker Docker", "-skill:kubernetes Kubernetes", "-skill:terraform Terraform"}},
		{"Idéalement, vous maîtrisez Docker", []string{"-skill:docker Docker"}},
		{"Expérience de 3 ans en Java, la connaissance de Docker serait un plus", []string{"+years:3 3 ans", "+skill:java Java", "-skill:docker Docker"}},
		{"Sehr gute Deutschkenntnisse, Englisch von Vorteil", []string{"+language:de Deutschkenntnisse", "-language:en Englisch"}},
		{"Bachelor's degree required, master's degree preferred", []string{"+degree:bachelor Bachelor's degree"}},
		{"Imprescindible Java; se valora Docker", []string{"+skill:java Java", "-skill:docker Docker"}},
		{"Bardzo dobra znajomość języka angielskiego, mile widziany niemiecki", []string{"+language:en angielskiego", "-language:de niemiecki"}},
	}
	for _, tc := range tests {
		p := posting.Read(frame + tc.text)
		if diff := cmp.Diff(tc.want, asked(&p)); diff != "" {
			t.Errorf("Read(%q) (-want +got):\n%s", tc.text, diff)
		}
	}
}

func TestTitleFromSentence(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"For our shop in Exampleton we are looking for a friendly pastry cook to bake every morning. We are a small team that loves what it does.", "friendly pastry cook"},
		{"Are you looking for a great company culture? We have it, and a garden, and a cat that sleeps on the printer all day long.", ""},
		{"Wir sind ein kleines Haus mit viel Herz und suchen eine Köchin für unser Team in der schönen alten Stadt am Fluss.", "Köchin"},
		{"Notre maison est ouverte depuis dix ans et nous recherchons un cuisinier pour notre équipe de la vieille ville.", "cuisinier"},
	}
	for _, tc := range tests {
		if got := posting.Read(tc.text).Title; got != tc.want {
			t.Errorf("Read(%q).Title = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestLanguageLevels(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, id, want string }{
		{"You speak fluent German and have good written French", "language:fr", "B2"},
		{"You speak fluent German and have good written French", "language:de", "C1"},
		{"Fließend Deutsch und Englisch in Wort und Schrift", "language:en", "C1"},
		{"Inglés fluido (C1) y francés B1", "language:fr", "B1"},
		{"Nivel alto de inglés (B2)", "language:en", "B2"},
		{"Native-level English", "language:en", "C2"},
		{"Some knowledge of Polish", "language:pl", ""},
	}
	for _, tc := range tests {
		p := posting.Read("Requirements\n- " + tc.text)
		got := "not found"
		for _, r := range p.Requirements {
			if r.ID == tc.id {
				got = r.Level
			}
		}
		if got != tc.want {
			t.Errorf("level of %s in %q = %q, want %q", tc.id, tc.text, got, tc.want)
		}
	}
}

func TestPeerDefect10_StubsAreKnown(t *testing.T) {
	t.Parallel()
	stubs := []string{
		"", " \n\t ", "Waiter wanted", "<html><body></body></html>",
		"Great job, apply now!\nWe are an equal opportunity employer.\nClick here to apply.",
		"About us\nWe are a family business that has been making fine shoes in the old town for three generations and loves leather, thread and honest work by hand.",
	}
	for _, text := range stubs {
		if !posting.Read(text).Stub {
			t.Errorf("Read(%q).Stub = false, want true", text)
		}
	}
}

func TestReadKeepsOffsetsValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"Requirements:", "5 ans d'expérience", "•\u00a0Go, Docker", "Führerschein Klasse B", "language: İstanbul English C1", "<li>", "\r\n", "\xff\xfe",
		})), 0, 12).Draw(t, "parts")
		checkOffsets(t, strings.Join(parts, rapid.SampledFrom([]string{" ", "\n"}).Draw(t, "between")))
	})
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"de.txt", "en.html", "es.txt", "fr.txt"} {
		f.Add(fixture(f, name))
	}
	f.Add(structured)
	f.Add("\xf0\x9f\x92 C++\x00.NET c# 5+++ years")
	f.Fuzz(func(t *testing.T, text string) { checkOffsets(t, text) })
}

func checkOffsets(t interface {
	Helper()
	Errorf(string, ...any)
}, text string) {
	t.Helper()
	p := posting.Read(text)
	if !utf8.ValidString(p.Text) {
		t.Errorf("Read(%q).Text is not UTF-8", text)
	}
	seen := map[string]bool{}
	for _, r := range p.Requirements {
		if r.Start < 0 || r.End > len(p.Text) || r.Start >= r.End || !utf8.ValidString(p.Text[r.Start:r.End]) {
			t.Errorf("Read(%q): %s at [%d:%d) of %d bytes", text, r.ID, r.Start, r.End, len(p.Text))
		}
		if seen[r.ID] {
			t.Errorf("Read(%q): %s twice", text, r.ID)
		}
		seen[r.ID] = true
	}
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat(fixture(b, "en.html"), 3)
	for b.Loop() {
		posting.Read(text)
	}
}

// An ad that says everything in two languages is read in both.
func TestReadTwoLanguages(t *testing.T) {
	t.Parallel()
	const german = `Wir suchen für unser Haus in der Altstadt eine Person, die mit uns kocht und die Küche mit Freude führt. Wir sind ein kleines Team mit viel Herz.
Ihr Profil
- Abgeschlossene Ausbildung als Koch und drei Jahre Berufserfahrung in einem Restaurant mit hohem Anspruch an die Qualität der Speisen
- Freude an der Arbeit mit den Menschen und mit den Produkten aus der Region, die wir jeden Tag frisch auf dem Markt kaufen`
	const english = `We are looking for a person who cooks with us and who leads the kitchen of our house in the old town with joy. We are a small team.
Requirements
- Three years of experience in a restaurant that cares for the quality of its dishes and for the people who come to eat them every day
- Menu planning and stock control for a kitchen of ten people, and an eye for what the market of the region has to offer each day`
	for _, text := range []string{german + "\n\n" + english, english + "\n\n" + german} {
		p := posting.Read(text)
		got := asked(&p)
		for _, want := range []string{"degree:vocational", "skill:menu-planning", "years:3"} {
			if !strings.Contains(strings.Join(got, "\n"), want) {
				t.Errorf("Read(%.20q…) asks for %v, want %s among them", text, got, want)
			}
		}
	}
}

func TestReadGluedLine(t *testing.T) {
	t.Parallel()
	const glued = `Sample Works makes things and has done so for many years in a friendly town by the river.Your tasksDesign and operate services in Go.
Mentor colleagues and keep the robots running all night long, every night of the year, with a smile and with care.RequirementsProficiency in PostgreSQL. Fluent English.
Nice to have: Docker and Kubernetes, a bicycle. About us: we value Java coffee, and our office is near the park where we have lunch together each day of the week.`
	p := posting.Read(strings.ReplaceAll(glued, "\n", " "))
	want := []string{"-skill:go Go", "+skill:postgresql PostgreSQL", "+language:en English", "-skill:docker Docker", "-skill:kubernetes Kubernetes"}
	if diff := cmp.Diff(want, asked(&p)); diff != "" {
		t.Errorf("requirements (-want +got):\n%s", diff)
	}
}
