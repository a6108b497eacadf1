package taxonomy

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// maxTables is the most the built tables may add to the program, in bytes.
const maxTables = 8 << 20

func TestTablesMatchTheirManifest(t *testing.T) {
	t.Parallel()
	m, err := ReadManifest()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(tables, "tables/*.gz")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(m.Tables) {
		t.Errorf("%d tables built in, manifest names %d", len(files), len(m.Tables))
	}
	size := 0
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "tables/"), ".gz")
		sum := sha256.Sum256(unpack(name))
		if got := hex.EncodeToString(sum[:]); got != m.Tables[name] {
			t.Errorf("SHA-256 of table %s = %s, manifest says %s", name, got, m.Tables[name])
		}
		info, err := fs.Stat(tables, f)
		if err != nil {
			t.Fatal(err)
		}
		size += int(info.Size())
	}
	if size > maxTables {
		t.Errorf("tables take %d bytes, want at most %d", size, maxTables)
	}
	for _, p := range m.Parts {
		if p.Name == "" || p.Version == "" || p.Licence == "" {
			t.Errorf("part %+v lacks name, version or licence", p)
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"C++, C# and .NET", []string{"c++", "c#", "and", ".net"}},
		{"Node.js or ASP.NET.", []string{"node.js", "or", "asp.net"}},
		{"skills.You bring 5+ years", []string{"skills", "you", "bring", "5", "years"}},
		{"Python 3.12", []string{"python", "3.12"}},
		{"Führungskräfte/Écoles", []string{"führungskräfte", "écoles"}},
		{"full-stack", []string{"full", "stack"}},
		{"\xff\xfe ok", []string{"ok"}},
		{"", nil},
	}
	for _, tc := range tests {
		var got []string
		for _, w := range Tokens(tc.text, "en") {
			got = append(got, w.Word)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("Tokens(%q) (-want +got):\n%s", tc.text, diff)
		}
	}
}

func TestTokensStayInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", "c+++", ".net", "3.", "#", "\xff"}).Draw(t, "end")
		last := 0
		for _, w := range Tokens(text, rapid.SampledFrom([]string{"en", "fr", "pl", ""}).Draw(t, "lang")) {
			if w.Start < last || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("Tokens(%q) has [%d:%d) after %d", text, w.Start, w.End, last)
			}
			last = w.End
		}
	})
}

func TestSkillsIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"en", "Wrote services in Go, Rust and Python", []string{"Go", "Rust", "Python"}},
		{"en", "go to market, rust on steel, teams that excel", nil},
		{"en", "Built dashboards with Power BI and Excel", []string{"Power BI", "Microsoft Excel"}},
		{"en", "K8s and Postgres", []string{"Kubernetes", "PostgreSQL"}},
		{"en", "Responsible for accounts payable", []string{"accounts payable"}},
		{"fr", "Gestion de projet et comptabilité fournisseurs", []string{"project management", "accounts payable"}},
		{"de", "Kenntnisse in Buchhaltung und Docker", []string{"bookkeeping", "Docker"}},
		{"es", "Atención al cliente y gestión de proyectos", []string{"customer service", "project management"}},
	}
	for _, tc := range tests {
		var got []string
		for _, s := range SkillsIn(tc.text, tc.lang) {
			got = append(got, SkillByID(s.Skill).Label)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("SkillsIn(%q, %s) (-want +got):\n%s", tc.text, tc.lang, diff)
		}
	}
}

// Broader skills must never lead back: else a chain of steps could widen a
// claim into a narrower one.
func TestParentsNeverLeadBack(t *testing.T) {
	t.Parallel()
	all := skillsTable().skills
	state := make([]byte, len(all)) // 1 on the way, 2 done
	var visit func(SkillID)
	visit = func(id SkillID) {
		state[id] = 1
		for _, p := range all[id].Parents {
			if state[p] == 1 {
				t.Errorf("%q leads back to %q", all[id].Label, all[p].Label)
			} else if state[p] == 0 {
				visit(p)
			}
		}
		state[id] = 2
	}
	for id := range all {
		if state[id] == 0 {
			visit(SkillID(id))
		}
	}
}

func TestForeignAlternativesAreDropped(t *testing.T) {
	t.Parallel()
	s, ok := SkillNamed("write Hungarian")
	if !ok {
		t.Fatal(`SkillNamed("write Hungarian") found nothing`)
	}
	for _, l := range s.Others {
		if strings.Contains(l, "packaging") {
			t.Errorf("write Hungarian has the label %q of a foreign skill", l)
		}
	}
}

func TestSpacesTellProfessionsApart(t *testing.T) {
	t.Parallel()
	project := func(text, lang string) Vector {
		b := Bag{}
		b.Count(text, lang)
		return ISCO(lang).Project(b, Bag{})
	}
	nurse := project("cared for patients on the ward, gave medication and dressed wounds", "en")
	tests := []struct{ lang, like, unlike string }{
		{"en", "registered nurse for our hospital ward", "welder for pipes and steel"},
		{"de", "Krankenpfleger für Patienten im Krankenhaus", "Schweißer für Rohre und Stahl"},
		{"fr", "infirmier en soins généraux à l'hôpital", "soudeur de tuyaux et d'acier"},
		{"es", "enfermero de hospital para pacientes", "soldador de tubos y acero"},
		{"pl", "pielęgniarka w szpitalu", "spawacz rur"},
		{"ru", "медсестра в отделение больницы, уход за пациентами", "сварщик труб, сварка"},
		{"el", "νοσηλεύτρια σε κλινική, φροντίδα ασθενών", "συγκολλητής σωλήνων"},
	}
	for _, tc := range tests {
		like, unlike := nurse.Dot(project(tc.like, tc.lang)), nurse.Dot(project(tc.unlike, tc.lang))
		if like <= unlike || like < 0.2 {
			t.Errorf("nurse against %q = %.2f, against %q = %.2f", tc.like, like, tc.unlike, unlike)
		}
	}
}

func TestLinkTitle(t *testing.T) {
	t.Parallel()
	tests := []struct{ title, lang, want string }{
		{"Krankenpfleger", "de", "2221"}, {"Koch", "de", "5120"}, {"cuisinière", "fr", "5120"}, {"aide-soignant", "fr", "5321"},
	}
	for _, tc := range tests {
		links := LinkTitle(tc.title, tc.lang, 3)
		if !slices.ContainsFunc(links, func(l Link) bool { return l.ISCO == tc.want }) || len(links) > 3 {
			t.Errorf("LinkTitle(%q, %s) = %+v, want ISCO %s among three", tc.title, tc.lang, links, tc.want)
		}
	}
}

func TestGroupIn(t *testing.T) {
	t.Parallel()
	tests := []struct{ label, lang, want string }{
		{"Applications programmers", "fr", "Programmeurs d’applications"},
		{"Applications programmers", "en", "Applications programmers"},
		{"Applications programmers", "xx", "Applications programmers"},
		{"no such group", "fr", "no such group"},
	}
	for _, tc := range tests {
		if got := GroupIn(tc.label, tc.lang); got != tc.want {
			t.Errorf("GroupIn(%q, %s) = %q, want %q", tc.label, tc.lang, got, tc.want)
		}
	}
}

func BenchmarkSkillsIn(b *testing.B) {
	text := strings.Repeat("Wrote services in Go and moved twelve of them to Kubernetes; kept the accounts payable. ", 20)
	for b.Loop() {
		SkillsIn(text, "en")
	}
}

func BenchmarkProject(b *testing.B) {
	bag := Bag{}
	bag.Count(strings.Repeat("cared for patients on the ward, gave medication and dressed wounds. ", 20), "en")
	for b.Loop() {
		ONet().Project(bag, Bag{})
	}
}
