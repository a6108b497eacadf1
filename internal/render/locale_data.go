package render

// locales holds the word lists by language. Month names are written out where
// abbreviations differ between countries; English uses the three letters that
// every reader knows.
var locales = map[string]locale{
	"en": {
		base: "en",
		headings: [headingCount]string{
			"Summary", "Experience", "Volunteering", "Education", "Projects", "Skills",
			"Languages", "Certificates", "Awards", "Publications", "Interests", "References",
		},
		months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		dated:  [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		day:    "D M Y", present: "Present", until: "until",
		grade: "Grade", courses: "Courses", keywords: "Keywords", role: "Role", colon: ":",
	},
	"fr": {
		base: "fr",
		headings: [headingCount]string{
			"Profil", "Expérience professionnelle", "Bénévolat", "Formation", "Projets", "Compétences",
			"Langues", "Certifications", "Distinctions", "Publications", "Centres d’intérêt", "Références",
		},
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		dated:  [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		day:    "D M Y", present: "présent", until: "jusqu’à",
		grade: "Note", courses: "Cours", keywords: "Mots-clés", role: "Rôle", colon: "\u00a0:",
	},
	"de": {
		base: "de",
		headings: [headingCount]string{
			"Profil", "Berufserfahrung", "Ehrenamt", "Ausbildung", "Projekte", "Kenntnisse",
			"Sprachen", "Zertifikate", "Auszeichnungen", "Veröffentlichungen", "Interessen", "Referenzen",
		},
		months: [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		dated:  [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		day:    "D. M Y", present: "heute", until: "bis",
		grade: "Note", courses: "Kurse", keywords: "Schlagwörter", role: "Rolle", colon: ":",
	},
	"el": {
		base: "el",
		headings: [headingCount]string{
			"Προφίλ", "Επαγγελματική εμπειρία", "Εθελοντισμός", "Εκπαίδευση", "Έργα", "Δεξιότητες",
			"Γλώσσες", "Πιστοποιήσεις", "Διακρίσεις", "Δημοσιεύσεις", "Ενδιαφέροντα", "Συστάσεις",
		},
		months: [12]string{"Ιανουάριος", "Φεβρουάριος", "Μάρτιος", "Απρίλιος", "Μάιος", "Ιούνιος", "Ιούλιος", "Αύγουστος", "Σεπτέμβριος", "Οκτώβριος", "Νοέμβριος", "Δεκέμβριος"},
		dated:  [12]string{"Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"},
		day:    "D M Y", present: "σήμερα", until: "έως",
		grade: "Βαθμός", courses: "Μαθήματα", keywords: "Λέξεις-κλειδιά", role: "Ρόλος", colon: ":",
	},
	"es": {
		base: "es",
		headings: [headingCount]string{
			"Perfil", "Experiencia profesional", "Voluntariado", "Formación", "Proyectos", "Habilidades",
			"Idiomas", "Certificaciones", "Premios", "Publicaciones", "Intereses", "Referencias",
		},
		months: [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		dated:  [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		day:    "D de M de Y", present: "actualidad", until: "hasta",
		grade: "Nota", courses: "Cursos", keywords: "Palabras clave", role: "Función", colon: ":",
	},
	"it": {
		base: "it",
		headings: [headingCount]string{
			"Profilo", "Esperienza professionale", "Volontariato", "Istruzione e formazione", "Progetti", "Competenze",
			"Lingue", "Certificazioni", "Premi", "Pubblicazioni", "Interessi", "Referenze",
		},
		months: [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		dated:  [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		day:    "D M Y", present: "oggi", until: "fino a",
		grade: "Voto", courses: "Corsi", keywords: "Parole chiave", role: "Ruolo", colon: ":",
	},
	"pt": {
		base: "pt",
		headings: [headingCount]string{
			"Perfil", "Experiência profissional", "Voluntariado", "Formação", "Projetos", "Competências",
			"Idiomas", "Certificações", "Prémios", "Publicações", "Interesses", "Referências",
		},
		months: [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		dated:  [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		day:    "D de M de Y", present: "presente", until: "até",
		grade: "Nota", courses: "Cursos", keywords: "Palavras-chave", role: "Função", colon: ":",
	},
	"nl": {
		base: "nl",
		headings: [headingCount]string{
			"Profiel", "Werkervaring", "Vrijwilligerswerk", "Opleiding", "Projecten", "Vaardigheden",
			"Talen", "Certificaten", "Onderscheidingen", "Publicaties", "Interesses", "Referenties",
		},
		months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		dated:  [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		day:    "D M Y", present: "heden", until: "tot",
		grade: "Cijfer", courses: "Vakken", keywords: "Trefwoorden", role: "Rol", colon: ":",
	},
	"pl": {
		base: "pl",
		headings: [headingCount]string{
			"Profil", "Doświadczenie zawodowe", "Wolontariat", "Wykształcenie", "Projekty", "Umiejętności",
			"Języki", "Certyfikaty", "Nagrody", "Publikacje", "Zainteresowania", "Referencje",
		},
		months: [12]string{"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"},
		dated:  [12]string{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"},
		day:    "D M Y", present: "obecnie", until: "do",
		grade: "Ocena", courses: "Kursy", keywords: "Słowa kluczowe", role: "Rola", colon: ":",
	},
	"ru": {
		base: "ru",
		headings: [headingCount]string{
			"О себе", "Опыт работы", "Волонтёрство", "Образование", "Проекты", "Навыки",
			"Языки", "Сертификаты", "Награды", "Публикации", "Интересы", "Рекомендации",
		},
		months: [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
		dated:  [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
		day:    "D M Y", present: "настоящее время", until: "до",
		grade: "Оценка", courses: "Курсы", keywords: "Ключевые слова", role: "Роль", colon: ":",
	},
}
