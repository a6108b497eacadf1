package tracker

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jobops/internal/civil"
	"jobops/internal/fault"
)

func TestReadTable(t *testing.T) {
	t.Parallel()
	wide := func(s string) []byte {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	for _, tt := range []struct {
		name string
		data []byte
		want [][]string // header first
		kind fault.Kind
	}{
		{"comma", []byte("company,title\nExample,\"Cook, chef\"\n"), [][]string{{"company", "title"}, {"Example", "Cook, chef"}}, ""},
		{"semicolon and mark", []byte("\ufeffEntreprise;Poste\r\nÉxemple;Cuisinier\r\n"), [][]string{{"Entreprise", "Poste"}, {"Éxemple", "Cuisinier"}}, ""},
		{"tab", []byte("a\tb\n1\t2"), [][]string{{"a", "b"}, {"1", "2"}}, ""},
		{"bar, with commas in quotes", []byte("\"a,b,c,d\"|x\n1|2"), [][]string{{"a,b,c,d", "x"}, {"1", "2"}}, ""},
		{"lines in a cell", []byte("a,b\n\"one\r\ntwo\",2\n"), [][]string{{"a", "b"}, {"one\ntwo", "2"}}, ""},
		{"UTF-16", wide("a;b\né;2\n"), [][]string{{"a", "b"}, {"é", "2"}}, ""},
		{"Windows-1252", []byte("a;b\nSoci\xe9t\xe9;\x80\n"), [][]string{{"a", "b"}, {"Société", "€"}}, ""},
		{"rows of other lengths", []byte("a,b\n1\n1,2,3\n"), [][]string{{"a", "b"}, {"1"}, {"1", "2", "3"}}, ""},
		{"empty", nil, nil, fault.Invalid},
		{"one column", []byte("hello\nworld\n"), nil, fault.Invalid},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), nil, fault.Unsupported},
		{"too many rows", []byte("a,b\n" + strings.Repeat("1,2\n", maxRows+1)), nil, fault.TooLarge},
		{"too large", bytes.Repeat([]byte("a,b\n"), MaxTable/4+1), nil, fault.TooLarge},
	} {
		got, err := ReadTable(tt.data)
		if fault.KindOf(err) != tt.kind {
			t.Errorf("%s: ReadTable error = %v, want %q", tt.name, err, tt.kind)
			continue
		}
		if err == nil {
			if diff := cmp.Diff(tt.want, append([][]string{got.Header}, got.Rows...)); diff != "" {
				t.Errorf("%s: ReadTable differs (-want +got):\n%s", tt.name, diff)
			}
		}
	}
}

func TestLinesOfOtherTrackers(t *testing.T) {
	t.Parallel()
	now := day.AddDate(1, 0, 0)
	table, err := ReadTable([]byte("Job Title;Employer;Status;Date applied;Post URL;Salary;Location;Notes\n" +
		"Cook;Example Works;Interviewing;31/03/2026;https://jobs.example.com/1;2800 to 3100;Ghent;They called\n" +
		"Welder;Fictitious Steel;archived;;;;;\n" +
		";;;;;;;\n" +
		";;applied;;;;;a note alone\n" +
		"Nurse;Sample Clinic;applied;2026-02-30;;;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	lines := table.Lines(Guess(table.Header), now)
	var codes []string
	for _, l := range lines {
		codes = append(codes, l.Code)
	}
	if diff := cmp.Diff([]string{"", "tracker.unknown_stage", "tracker.nameless", "tracker.impossible_date"}, codes); diff != "" {
		t.Fatalf("reasons differ (-want +got):\n%s", diff)
	}
	want := New{Stage: Interview, Since: time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC), Facts: Facts{
		Company: "Example Works", Title: "Cook", Location: "Ghent", URL: "https://jobs.example.com/1", Asides: Asides{Terms: "2800 to 3100"}}}
	if diff := cmp.Diff(want, lines[0].New); diff != "" || lines[0].Note != "They called" || lines[0].Number != 2 || lines[2].Number != 5 {
		t.Errorf("first line differs (-want +got):\n%s", diff)
	}
}

func TestReadDay(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-03-31": "2026-03-31", "2026/3/1": "2026-03-01", "31.03.2026": "2026-03-31", "31/03/2026": "2026-03-31", "03/31/2026": "2026-03-31",
		"02/03/2026": "2026-03-02", "2026-03-31T10:00:00Z": "2026-03-31", "": "", "2026-02-30": "refused", "31/31/2026": "refused", "soon": "refused", "2026-03": "refused",
	} {
		d, err := readDay(in)
		got := d.String()
		if err != nil {
			got = "refused"
		}
		if got != want {
			t.Errorf("readDay(%q) = %s, want %s", in, got, want)
		}
	}
}

// drawApplication makes an application as the store could hold one.
func drawApplication(t *rapid.T) Application {
	word := rapid.StringMatching(`[=+\-@' \t]{0,2}[A-Za-zé"',;|\n]{1,12}`)
	f := Facts{
		Company: "Example " + word.Draw(t, "company"), Title: word.Draw(t, "title"), Location: word.Draw(t, "location"), Source: word.Draw(t, "source"),
		Way:    rapid.SampledFrom(append(Ways(), "")).Draw(t, "way"),
		Remote: rapid.SampledFrom([]string{"", "Full", "Hybrid", "None"}).Draw(t, "remote"), Excitement: rapid.IntRange(0, 5).Draw(t, "stars"),
		Tags:   rapid.SliceOfN(word, 0, 3).Draw(t, "tags"),
		Asides: Asides{Next: word.Draw(t, "next"), Terms: word.Draw(t, "terms")},
	}
	if rapid.Bool().Draw(t, "paid") {
		f.Salary = Salary{Min: rapid.Int64Range(1, 1000).Draw(t, "min"), Max: rapid.Int64Range(1000, 2000).Draw(t, "max"), Currency: "EUR", Period: rapid.SampledFrom(Periods()).Draw(t, "period")}
	}
	if rapid.Bool().Draw(t, "dated") {
		f.Deadline = civil.Date{Year: 2026, Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 28).Draw(t, "day")}
	}
	f, err := f.clean()
	if err != nil {
		t.Fatal(err)
	}
	since := day.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "since"))).Truncate(time.Microsecond)
	return Application{ID: ID(newID()), Stage: rapid.SampledFrom(Stages()).Draw(t, "stage"), Since: since, Facts: f}
}

// TestTableComesBackAsItWas: what we write is read as the same applications,
// whatever they hold, and no cell begins as a formula does.
func TestTableComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawApplication), 1, 5).Draw(t, "applications")
		notes := map[ID]string{all[0].ID: cleanText(rapid.StringMatching(`[=+\-@' a-z\n",;]{0,30}`).Draw(t, "note"))}
		var b bytes.Buffer
		if err := WriteTable(&b, rapid.SampledFrom([]rune{',', ';'}).Draw(t, "comma"), all, notes); err != nil {
			t.Fatal(err)
		}
		table, err := ReadTable(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range table.Rows {
			for _, cell := range row {
				for line := range strings.Lines(cell) {
					if trimmed := strings.TrimLeft(line, " \u00a0"); trimmed != "" && strings.ContainsRune("=+-@", rune(trimmed[0])) {
						t.Fatalf("the cell %q begins as a formula", cell)
					}
				}
			}
		}
		lines := table.Lines(Guess(table.Header), day.AddDate(1, 0, 0))
		if len(lines) != len(all) {
			t.Fatalf("%d lines of %d applications", len(lines), len(all))
		}
		for i, l := range lines {
			want := New{Facts: all[i].Facts, Stage: all[i].Stage, Since: all[i].Since}
			if diff := cmp.Diff(want, l.New); l.Code != "" || diff != "" || l.Note != notes[all[i].ID] {
				t.Fatalf("line %d: %s, note %q, want %q (-want +got):\n%s", i, l.Code, l.Note, notes[all[i].ID], diff)
			}
		}
	})
}

func TestHistoriesAsATable(t *testing.T) {
	t.Parallel()
	a := Application{ID: "a", Facts: Facts{Company: "=Example", Title: "Cook"}}
	var b bytes.Buffer
	if err := WriteHistories(&b, ',', []Application{a}, map[ID][]Event{"a": events(Saved, Applied)}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 || rows[2][0] != "'=Example" || rows[2][2] != "saved" || rows[2][3] != "applied" {
		t.Errorf("WriteHistories = %q, %v", rows, err)
	}
}

func BenchmarkLines(b *testing.B) {
	var file bytes.Buffer
	all := make([]Application, maxRows)
	for i := range all {
		all[i] = Application{ID: ID(newID()), Stage: Applied, Since: day, Facts: Facts{Company: "Example", Title: "Cook", Location: "Ghent"}}
	}
	if err := WriteTable(&file, ',', all, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		t, err := ReadTable(file.Bytes())
		if err != nil {
			b.Fatal(err)
		}
		if n := len(t.Lines(Guess(t.Header), day)); n != maxRows {
			b.Fatalf("%d lines", n)
		}
	}
}
