package parse

import "testing"

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	for declared, tests := range map[string]map[string]string{
		"de-DE": {"": "de", "Ada Sample": "de", "1234567890": "de"},
		"": {
			"": "", "Ada Sample": "",
			"Night clinic: the rota of three nurses and a vet, vaccinations for the dogs of the town, and the training of two apprentices in the kitchen": "en",
			"Tour de nuit : l’équipe des infirmières et le suivi des patients dans les salles, avec une formation pour les apprentis de la cuisine":       "fr",
			"Ванна Пример, медсестра. Опыт работы в больнице, уход за больными, обучение молодых коллег, Excel, Word, SAP":                                "ru",
		},
	} {
		for text, want := range tests {
			if got := languageOf(declared, text); got != want {
				t.Errorf("languageOf(%q, %q) = %q, want %q", declared, text, got, want)
			}
		}
	}
}

// TestLittleWordsDecide: a sentence or two of each language, in lines as CVs have
// them, is enough for the short way.
func TestLittleWordsDecide(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"en": "Planned the rota of a ward for the night shift and trained apprentices in the use of the new pumps",
		"fr": "Conduite de chantiers dans le centre de la ville et suivi des travaux avec les artisans pour une école",
		"de": "Leitung einer Schicht mit elf Kräften und Einführung der neuen Akte für die Werkzeuge im Haus",
		"es": "Atención a los pacientes de la planta y coordinación del banco de leche para las familias en la sala",
		"it": "Responsabile di un laboratorio con sei persone e ideazione della carta dei dolci per il salone nella villa",
		"pt": "Coordenação de um projeto com os mergulhadores e gestão da equipa para o replantio das ervas no rio",
		"nl": "Verantwoordelijk voor de ritten in het noorden en begeleiding van een team bij de invoering op het depot",
		"pl": "Nadzór nad odnowieniami w nadleśnictwie i opracowanie map dla szkół oraz współpraca z gminą przy planach",
		"el": "Οργάνωση της ομάδας και διδασκαλία, SAP, Excel, AutoCAD",
		"ru": "Руководство бригадой и подготовка схем, SAP, Excel, AutoCAD",
		"":   "Node.js, React, Terraform, Kubernetes, Portland, Seattle",
	} {
		if got := tongueOf(text); got != want {
			t.Errorf("tongueOf(%q) = %q, want %q", text, got, want)
		}
	}
}
