package parse

import (
	"fmt"
	"strings"
	"testing"

	"jobops/internal/cv"
)

// TestPrivateDataInEveryLanguage has what is never read in the words of each
// language: birth date, nationality, marital status, religion, national numbers,
// health and trade unions, beside the contact data, as fields of a form and in a
// section of their own.
func TestPrivateDataInEveryLanguage(t *testing.T) {
	t.Parallel()
	for language, words := range map[string]struct {
		work, health, handicap, union string
		labels                        []string
	}{
		"en": {"Work experience", "Health", "Severely disabled, grade 50", "Member of a trade union", []string{"Date of birth", "Nationality", "Marital status", "Religion", "National insurance"}},
		"fr": {"Expérience professionnelle", "Santé", "Travailleur handicapé", "Membre d’un syndicat", []string{"Date de naissance", "Nationalité", "Situation familiale", "Religion", "Numéro de sécurité sociale"}},
		"de": {"Berufserfahrung", "Gesundheit", "Schwerbehindert, Grad 50", "Mitglied der Gewerkschaft", []string{"Geburtsdatum", "Staatsangehörigkeit", "Familienstand", "Konfession", "Sozialversicherungsnummer"}},
		"es": {"Experiencia profesional", "Salud", "Discapacidad del 33 %", "Afiliado a un sindicato", []string{"Fecha de nacimiento", "Nacionalidad", "Estado civil", "Religión", "DNI"}},
		"it": {"Esperienze lavorative", "Salute", "Invalidità del 50 %", "Iscritto al sindacato", []string{"Data di nascita", "Nazionalità", "Stato civile", "Religione", "Codice fiscale"}},
		"pt": {"Experiência profissional", "Saúde", "Deficiência de 60 %", "Membro de um sindicato", []string{"Data de nascimento", "Nacionalidade", "Estado civil", "Religião", "NIF"}},
		"nl": {"Werkervaring", "Gezondheid", "Arbeidsgehandicapt", "Lid van een vakbond", []string{"Geboortedatum", "Nationaliteit", "Burgerlijke staat", "Godsdienst", "BSN"}},
		"pl": {"Doświadczenie zawodowe", "Zdrowie", "Orzeczenie o niepełnosprawności", "Członek związku zawodowego", []string{"Data urodzenia", "Obywatelstwo", "Stan cywilny", "Wyznanie", "PESEL"}},
		"el": {"Επαγγελματική εμπειρία", "Υγεία", "Αναπηρία 50 %", "Μέλος συνδικάτου", []string{"Ημερομηνία γέννησης", "Υπηκοότητα", "Οικογενειακή κατάσταση", "Θρήσκευμα", "ΑΜΚΑ"}},
		"ru": {"Опыт работы", "Здоровье", "Инвалидность второй группы", "Член профсоюза", []string{"Дата рождения", "Гражданство", "Семейное положение", "Вероисповедание", "СНИЛС"}},
	} {
		for form, sign := range map[string]string{"in a line": ": ", "as a form": " | 240 10 "} {
			spec := "60 20b Sample Person\n60 10 sample@example.org\n"
			for i, label := range words.labels {
				spec += "60 10 " + label + sign + privateValue(i) + "\n"
			}
			spec += fmt.Sprintf("@gap 10\n60 13b %s\n60 10b Harbour Kitchen | 420 10 2015 – 2019\n60 10 • 1200\n@gap 10\n60 13b %s\n60 10 %s\n60 10 %s\n",
				words.work, words.health, words.handicap, words.union)
			r := Parse(sheetOf(t, spec))
			for _, leaf := range cv.Leaves(r.Resume) {
				for i := range words.labels {
					if strings.Contains(leaf.Text, privateValue(i)) || strings.Contains(leaf.Text, "1988") {
						t.Errorf("%s, %s: %s = %q, want it left out", language, form, leaf.Path, leaf.Text)
					}
				}
				if strings.Contains(leaf.Text, words.handicap) || strings.Contains(leaf.Text, words.union) {
					t.Errorf("%s, %s: %s = %q, want it left out", language, form, leaf.Path, leaf.Text)
				}
			}
			if r.Resume.Basics.Email == "" || len(r.Resume.Work) != 1 {
				t.Errorf("%s, %s: e-mail %q, %d posts; the rest must be read", language, form, r.Resume.Basics.Email, len(r.Resume.Work))
			}
		}
	}
}

// privateValue is what stands behind a label.
func privateValue(i int) string {
	return []string{"03.05.1988", "Utopia", "Xmarried", "Pastafarian", "88050312345"}[i]
}
