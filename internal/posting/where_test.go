package posting_test

import (
	"strings"
	"testing"

	"jobops/internal/posting"
)

// frame puts a sentence among the words of an ad, so that it is no first line.
func frame(text string) string { return "Sample job\n\n" + text + "\n" }

func TestPlaceStated(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"This position is based in Exampleton.", "Exampleton"},
		{"You will work in our offices in Sample City, Norway", "Sample City, Norway"},
		{"Poste basé à Lyon, avec des déplacements.", "Lyon"},
		{"Poste à pourvoir à Saint-Exemple", "Saint-Exemple"},
		{"Für unseren Standort Musterstadt suchen wir Verstärkung", "Musterstadt"},
		{"Arbeitsort: Frankfurt am Main", "Frankfurt am Main"},
		{"Empresa con sede en Madrid", "Madrid"},
		{"Sede di lavoro: Milano", "Milano"},
		{"Escritório em Lisboa", "Lisboa"},
		{"Standplaats: Utrecht", "Utrecht"},
		{"Praca w siedzibie w Krakowie", "Krakowie"},
		{"Работа в офисе в Москве", "Москве"},
		{"Εταιρεία με έδρα την Αθήνα", "Αθήνα"},
		{"Our team in English speaks many languages", ""},
		{"Arbeit in Vollzeit oder Teilzeit", ""},
		{"We work in Python and Go", ""},
	}
	for _, tc := range tests {
		if got := posting.Read(frame(tc.text)).Location; got != tc.want {
			t.Errorf("Read(%q).Location = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestInstitutionAndTown(t *testing.T) {
	t.Parallel()
	tests := []struct{ second, company, place string }{
		{"Exampleton Royal Infirmary, Leeds", "Exampleton Royal Infirmary", "Leeds"},
		{"Clinique Exemple, Lyon", "Clinique Exemple", "Lyon"},
		{"Leeds, West Yorkshire", "", "Leeds, West Yorkshire"},
		{"Salt Lake City, Utah", "", "Salt Lake City, Utah"},
		{"Colegio Ejemplo, Valencia", "Colegio Ejemplo", "Valencia"},
		{"Trattoria Esempio, Bologna", "Trattoria Esempio", "Bologna"},
		{"Voorbeeld Zorgverzekeraar, Utrecht", "Voorbeeld Zorgverzekeraar", "Utrecht"},
		{"Société Modèle SAS, Nantes", "Société Modèle SAS", "Nantes"},
		{"Przykładowa Sp. z o.o., Poznań", "Przykładowa Sp. z o.o.", "Poznań"},
		{"ООО «Пример», Казань", "ООО «Пример»", "Казань"},
		{"Exemplo & Associados, Sociedade de Advogados, Lisboa", "Exemplo & Associados, Sociedade de Advogados", "Lisboa"},
	}
	for _, tc := range tests {
		p := posting.Read("Ward Manager\n" + tc.second + "\n\nYou lead the ward.\n")
		if p.Company != tc.company || p.Location != tc.place {
			t.Errorf("Read(%q) = company %q, place %q, want %q, %q", tc.second, p.Company, p.Location, tc.company, tc.place)
		}
	}
}

func TestPlaceIsQuotedAsAWord(t *testing.T) {
	t.Parallel()
	const text = "Waiter at Bistro Example\nLocation: Bath\n\nBathroom fitters welcome too.\n\nRequirements\n- 2 years of experience"
	p := posting.Read("Bathroom fitter\n" + text)
	for _, r := range p.Requirements {
		if r.Kind == posting.Location && p.Text[r.Start-len("Location: "):r.End] != "Location: Bath" {
			t.Errorf("the place is quoted from %q", p.Text[max(0, r.Start-12):r.End+4])
		}
	}
}

func TestUnclosedElementsHideNothing(t *testing.T) {
	t.Parallel()
	p := posting.Read(`<html><body><nav>Home<h1>Staff Nurse</h1><p>We need a nurse for our ward in Leeds.</p><ul><li>Wound care<li>Fluent English</ul><button>Apply</body></html>`)
	if !strings.Contains(p.Text, "Wound care") || !strings.Contains(p.Text, "Staff Nurse") {
		t.Errorf("the text read is %q", p.Text)
	}
}

func TestRemoteByHalf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want posting.Remote
	}{
		{"Télétravail 2 jours par semaine", posting.RemoteHybrid},
		{"Wij bieden 40% thuiswerken", posting.RemoteHybrid},
		{"Teletrabajo tres días a la semana", posting.RemoteHybrid},
		{"100 % remote", posting.RemoteFull},
		{"Télétravail complet", posting.RemoteFull},
	}
	for _, tc := range tests {
		if got := posting.Read(frame(tc.text)).Remote; got != tc.want {
			t.Errorf("Read(%q).Remote = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestTitleWithAbbreviation(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"Specjalista ds. logistyki", "Sr. Backend Engineer"} {
		if got := posting.Read(title + "\n\nWymagania\n- angielski B2\n").Title; got != title {
			t.Errorf("Read(%q).Title = %q", title, got)
		}
	}
}

func TestAddressAsksForNothing(t *testing.T) {
	t.Parallel()
	const text = "Questions about recruitment: recruitment@example.org"
	got := posting.SkillsStated(text, "en")
	if len(got) != 1 || text[got[0].Start:got[0].End] != "recruitment" || got[0].End >= len("Questions about recruitment:") {
		t.Errorf("SkillsStated(%q) = %v, want the first word of it alone", text, got)
	}
}

func TestSeniorityStated(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Seniority level: Mid-Senior level", "mid"},
		{"No prior experience required, we train you", "junior"},
		{"Débutants acceptés", "junior"},
		{"Berufseinsteiger willkommen", "junior"},
		{"Neolaureati benvenuti", "junior"},
		{"Doświadczenie nie jest wymagane", "junior"},
		{"Wir suchen eine erfahrene Fachkraft", "senior"},
		{"Profil confirmé souhaité", "mid"},
		{"You report to senior managers and mentor junior colleagues", ""},
		{"We are a senior team", ""},
	}
	for _, tc := range tests {
		if got := posting.Read(frame(tc.text)).Seniority; got != tc.want {
			t.Errorf("Read(%q).Seniority = %q, want %q", tc.text, got, tc.want)
		}
	}
}
