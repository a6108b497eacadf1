package match_test

import (
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/match"
	"jobops/internal/posting"
)

const nurseAd = `Gesundheits- und Krankenpfleger (m/w/d)
Klinikum Musterstadt gGmbH | Musterstadt

Ihre Aufgaben
• Pflege und Überwachung von Patientinnen und Patienten auf der Station
• Medikamentengabe und Wundversorgung

Ihr Profil
• Abgeschlossene Ausbildung als Pflegefachkraft
• Mindestens zwei Jahre Berufserfahrung in der Intensivpflege
• Sehr gute Deutschkenntnisse in Wort und Schrift`

const accountantAd = `Comptable général H/F
Société Exemple SAS - Lyon, France

Vos missions
- Tenue de la comptabilité générale et clôtures mensuelles
- Gestion de la paie et déclarations de TVA
- Préparation du bilan avec l'expert-comptable

Votre profil
- Bac+3 en comptabilité
- 3 à 5 ans d'expérience sur un poste similaire
- Maîtrise d'Excel et de Sage 100`

func nurseCV() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Maja Muster", Label: "Krankenpflegerin"},
		Work: []cv.Work{{Name: "Klinikum Beispielstadt", Position: "Gesundheits- und Krankenpflegerin", Period: cv.Period{Start: civil.Date{Year: 2019, Month: 4}, Current: true},
			Highlights: []string{"Intensivpflege auf einer Station mit zwölf Betten", "Wundversorgung und Medikamentengabe für Patienten", "Einarbeitung neuer Pflegefachkräfte"}}},
		Education: []cv.Education{{Institution: "Pflegeschule Beispielstadt", StudyType: "Ausbildung zur Pflegefachkraft"}},
		Languages: []cv.Language{{Language: "Deutsch", Fluency: "Muttersprache"}},
	}
}

func accountantCV() cv.Resume {
	return cv.Resume{
		Basics: cv.Basics{Name: "Perceval Fictif", Label: "Comptable"},
		Work: []cv.Work{{Name: "Cabinet Exemple", Position: "Comptable unique", Period: cv.Period{Start: civil.Date{Year: 2018, Month: 9}, End: civil.Date{Year: 2024, Month: 6}},
			Highlights: []string{"Tenue de la comptabilité et déclarations de TVA pour trois sociétés", "Clôtures mensuelles et préparation du bilan", "Établissement de la paie de quarante salariés sous Sage 100"}}},
		Education: []cv.Education{{Institution: "Lycée Exemple", StudyType: "BTS", Area: "Comptabilité et gestion"}},
		Skills:    []cv.Skill{{Name: "Excel"}},
		Languages: []cv.Language{{Language: "Français", Fluency: "Langue maternelle"}},
	}
}

// The right profession scores well above the others in every language, within
// one language and across two.
func TestScoreAcrossLanguages(t *testing.T) {
	t.Parallel()
	cvs := map[string]cv.Resume{"nurse": nurseCV(), "accountant": accountantCV(), "backend": backendCV(), "cook": cookCV()}
	ads := map[string]string{"nurse": nurseAd, "accountant": accountantAd, "backend": backendAd}
	for job, ad := range ads {
		p := posting.Read(ad)
		right := match.Score(cvs[job], p).Score
		if right < 45 {
			t.Errorf("%s for the %s ad scores %d, want at least 45", job, job, right)
		}
		for other, r := range cvs {
			if got := match.Score(r, p).Score; other != job && got > right-15 {
				t.Errorf("%s for the %s ad scores %d, the right one %d", other, job, got, right)
			}
		}
	}
}

func TestFindingsInGerman(t *testing.T) {
	t.Parallel()
	m := match.Score(nurseCV(), posting.Read(nurseAd))
	for id, want := range map[string]match.State{
		"skill:wound-care": match.Met, "skill:intensive-care": match.Met, "degree:vocational": match.Met,
		"language:de": match.Met, "years:2": match.Met, "location:musterstadt": match.NotStated,
	} {
		if got := stateOf(m, id); got != want {
			t.Errorf("state of %s = %q, want %q", id, got, want)
		}
	}
}
