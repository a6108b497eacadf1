package parse

import (
	"testing"

	"jobops/internal/cv"
	"jobops/internal/document"
)

// TestAddresses reads addresses in the forms of the ten languages and of a few
// countries more.
func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := map[string]cv.Location{
		"Beispielstraße 7, 70173 Stuttgart, Deutschland":          {Address: "Beispielstraße 7", PostalCode: "70173", City: "Stuttgart", CountryCode: "DE"},
		"Musterweg 12b, D-28199 Bremen":                           {Address: "Musterweg 12b", PostalCode: "D-28199", City: "Bremen"},
		"12 rue de l’Exemple, 69003 Lyon, France":                 {Address: "12 rue de l’Exemple", PostalCode: "69003", City: "Lyon", CountryCode: "FR"},
		"3 bis avenue Fictive, 44000 Nantes":                      {Address: "3 bis avenue Fictive", PostalCode: "44000", City: "Nantes"},
		"Flat 2, 12 Sample Street, Leeds LS1 4DY, United Kingdom": {Address: "Flat 2, 12 Sample Street", PostalCode: "LS1 4DY", City: "Leeds", CountryCode: "GB"},
		"LS1 4DY Leeds, United Kingdom":                           {PostalCode: "LS1 4DY", City: "Leeds", CountryCode: "GB"},
		"12 Sample Street, Springfield, IL 62701":                 {Address: "12 Sample Street", PostalCode: "62701", City: "Springfield", Region: "IL"},
		"Seattle, WA, United States":                              {City: "Seattle", Region: "WA", CountryCode: "US"},
		"San Francisco, CA":                                       {City: "San Francisco", Region: "CA"},
		"Berlin, DE":                                              {City: "Berlin", CountryCode: "DE"},
		"Sampleford, DE":                                          {City: "Sampleford"}, // Delaware or Germany
		"Calle de Prueba 3, 48001 Bilbao, España":                 {Address: "Calle de Prueba 3", PostalCode: "48001", City: "Bilbao", CountryCode: "ES"},
		"Via Prova 12, 20121 Milano, Lombardia, Italia":           {Address: "Via Prova 12", PostalCode: "20121", City: "Milano", Region: "Lombardia", CountryCode: "IT"},
		"Rua do Exemplo 5, 1000-001 Lisboa, Portugal":             {Address: "Rua do Exemplo 5", PostalCode: "1000-001", City: "Lisboa", CountryCode: "PT"},
		"Voorbeeldstraat 9, 3511 AB Utrecht, Nederland":           {Address: "Voorbeeldstraat 9", PostalCode: "3511 AB", City: "Utrecht", CountryCode: "NL"},
		"ul. Przykładowa 5/7, 00-950 Warszawa, Polska":            {Address: "ul. Przykładowa 5/7", PostalCode: "00-950", City: "Warszawa", CountryCode: "PL"},
		"Οδός Δείγματος 14, 546 22 Θεσσαλονίκη, Ελλάδα":           {Address: "Οδός Δείγματος 14", PostalCode: "546 22", City: "Θεσσαλονίκη", CountryCode: "GR"},
		"ул. Образцовая, 10, 101000 Москва, Россия":               {Address: "ул. Образцовая, 10", PostalCode: "101000", City: "Москва", CountryCode: "RU"},
		"Рига, Латвия":                                            {City: "Рига", CountryCode: "LV"},
	}
	for text, want := range tests {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 10 a@example.org\n60 10 "+text+"\n60 10 +33 1 99 00 12 34"))
		checkEvidence(t, reading)
		if got := reading.Resume.Basics.Location; got != want {
			t.Errorf("Parse(%q) gives %+v, want %+v", text, got, want)
		}
	}
}

func TestAddressOnSeveralLines(t *testing.T) {
	t.Parallel()
	reading := Parse(sheetOf(t, "60 20b Maja Muster\n60 10 Beispielstraße 7\n60 10 70173 Stuttgart\n60 10 Deutschland\n60 10 maja@example.org\n@gap 20\n60 14b Kenntnisse\n60 10 Schweißen, Löten"))
	checkEvidence(t, reading)
	want := cv.Location{Address: "Beispielstraße 7", PostalCode: "70173", City: "Stuttgart", CountryCode: "DE"}
	if got := reading.Resume.Basics.Location; got != want {
		t.Errorf("Parse gives %+v, want %+v", got, want)
	}
}

// linkedSheet lays a link over the first run of a sheet that holds a text.
func linkedSheet(t *testing.T, spec, text, url string) document.Layout {
	t.Helper()
	layout := sheetOf(t, spec)
	page := &layout.Pages[0]
	for _, r := range page.Runs {
		if r.Text == text {
			page.Links = append(page.Links, document.Link{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, URL: url})
			return layout
		}
	}
	t.Fatalf("no run %q in the sheet", text)
	return layout
}

// TestLinkTargets: the target of a link counts where it leads to what is
// printed; what leads elsewhere is not believed.
func TestLinkTargets(t *testing.T) {
	t.Parallel()
	const person = "60 20b A Person\n60 10 a@example.org\n60 10 "
	tests := []struct{ printed, link, want string }{
		{"a-person.example.org", "https://www.a-person.example.org/", "https://www.a-person.example.org/"},
		{"a-person.example.org", "http://a-person.example.org", "http://a-person.example.org"},
		{"a-person.example.org", "https://other.example.net/", "https://a-person.example.org"},
		{"www.a-person.example.org", "mailto:a@example.org", "https://www.a-person.example.org"},
		{"http://a-person.example.org/cv", "https://a-person.example.org/cv?from=cv", "https://a-person.example.org/cv?from=cv"},
	}
	for _, test := range tests {
		reading := Parse(linkedSheet(t, person+test.printed, test.printed, test.link))
		checkEvidence(t, reading)
		if got := reading.Resume.Basics.URL; got != test.want {
			t.Errorf("Parse(%q linked to %q) gives %q, want %q", test.printed, test.link, got, test.want)
		}
	}
}

func TestProfileUsers(t *testing.T) {
	t.Parallel()
	tests := map[string]cv.Profile{
		"linkedin.com/in/a-person":                  {Network: "LinkedIn", Username: "a-person", URL: "https://linkedin.com/in/a-person"},
		"https://github.com/a-person":               {Network: "GitHub", Username: "a-person", URL: "https://github.com/a-person"},
		"xing.com/profile/A_Person":                 {Network: "XING", Username: "A_Person", URL: "https://xing.com/profile/A_Person"},
		"https://medium.com/@aperson":               {Network: "Medium", Username: "aperson", URL: "https://medium.com/@aperson"},
		"stackoverflow.com/users/1234567/a-person":  {Network: "Stack Overflow", Username: "a-person", URL: "https://stackoverflow.com/users/1234567/a-person"},
		"scholar.google.com/citations?user=ABCdef1": {Network: "Google Scholar", URL: "https://scholar.google.com/citations?user=ABCdef1"},
		"orcid.org/0000-0001-2345-6789":             {Network: "ORCID", Username: "0000-0001-2345-6789", URL: "https://orcid.org/0000-0001-2345-6789"},
	}
	for text, want := range tests {
		reading := Parse(sheetOf(t, "60 20b A Person\n60 10 a@example.org\n60 10 "+text))
		checkEvidence(t, reading)
		got := reading.Resume.Basics.Profiles
		if len(got) != 1 || got[0] != want {
			t.Errorf("Parse(%q) gives %+v, want %+v", text, got, want)
		}
	}
}

// TestLinkOverName: a project whose name leads to its page has that address.
func TestLinkOverName(t *testing.T) {
	t.Parallel()
	const spec = "60 20b A Person\n60 10 a@example.org\n60 14b Projects\n60 10b Tidepool\n60 10 A pool of connections, open to all."
	reading := Parse(linkedSheet(t, spec, "Tidepool", "https://example.org/tidepool"))
	checkEvidence(t, reading)
	got := reading.Resume.Projects
	if len(got) != 1 || got[0].Name != "Tidepool" || got[0].URL != "https://example.org/tidepool" {
		t.Errorf("Parse gives %+v, want Tidepool with its address", got)
	}
}
