package posting_test

import (
	"strings"
	"testing"

	"jobops/internal/posting"
)

// hostile are texts of a size no ad has, built to make one rule or another
// work hard.
func hostile() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, 1+(200<<10)/len(s)) }
	return map[string]string{
		"prose":       fill("We are looking for a person who designs and runs services in Go and PostgreSQL for our robots. "),
		"lines":       fill("- 5+ years of experience with Docker, Kubernetes and fluent English\n"),
		"amounts":     fill("45 000 - 50 000 € "),
		"digits":      fill("1"),
		"one word":    fill("a"),
		"capitals":    fill("RequirementsSkillsProfil"),
		"commas":      fill("Go, a plus, "),
		"brackets":    fill("(("),
		"stops":       fill(". A"),
		"markup":      fill("<div><p>Requirements</p><li>Go"),
		"open markup": "<html>" + fill("<"),
		"data":        `<script type="application/ld+json">` + fill(`{"@graph":[`),
		"amount data": `<script type="application/ld+json">{"@type":"JobPosting","description":"Cook","baseSalary":` + fill(`{"value":`),
		"scripts":     fill(`<script type="application/ld+json">{}`),
		"Japanese":    fill("経験豊富なエンジニアを募集しています。"),
		"Arabic":      fill("نبحث عن مهندس برمجيات ذي خبرة "),
		"broken":      fill("\xf0\x9f\x92 \xff"),
	}
}

// However large or odd a text is, reading it ends with valid offsets.
func TestReadOfHostileTexts(t *testing.T) {
	t.Parallel()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := posting.Read(text)
			if p.Salary != nil && (p.Salary.Start < 0 || p.Salary.End > len(p.Text)) {
				t.Errorf("salary at [%d:%d) of %d bytes", p.Salary.Start, p.Salary.End, len(p.Text))
			}
			for _, r := range p.Requirements {
				if p.Quote(r) == "" {
					t.Errorf("%s has no quote", r.ID)
				}
			}
		})
	}
}

func BenchmarkReadHostile(b *testing.B) {
	for name, text := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				posting.Read(text)
			}
		})
	}
}
