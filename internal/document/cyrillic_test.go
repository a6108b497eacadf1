package document

import "testing"

// TestCyrillicAsLatin: Russian that comes as accented Latin letters is read, and
// Western words keep theirs.
func TestCyrillicAsLatin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Îïûò ðàáîòû":          "Опыт работы",
		"Ñåì\u00b8íîâà, C++":   "Семёнова, C++",
		"Créée à la création":  "Créée à la création",
		"ÉCOLE DES ÉLÈVES":     "ÉCOLE DES ÉLÈVES",
		"Österreichische Äöü":  "Österreichische Äöü",
		"Опыт, année après né": "Опыт, année après né",
	} {
		font := &style{face: face{name: "Sample"}}
		var page []glyph
		space := false
		for _, r := range text {
			if r == ' ' {
				space = true
				continue
			}
			page = append(page, glyph{r: r, style: font, space: space})
			space = false
		}
		(&pdfReader{}).decodeCyrillic(page)
		got := ""
		for _, g := range page {
			if g.space {
				got += " "
			}
			got += string(g.r)
		}
		if got != want {
			t.Errorf("decodeCyrillic(%q) gives %q, want %q", text, got, want)
		}
	}
}
