package document

import "testing"

// TestCork: the codes that old TeX files hand over as they are.
func TestCork(t *testing.T) {
	t.Parallel()
	r := pdfReader{nameless: map[uint64]int{}}
	text, pictures, named := &style{nameless: 1}, &style{nameless: 2}, &style{face: face{name: "Sample"}}
	var page []glyph
	for _, code := range []byte("2013 \x15 2018 certi\x1ccat w Przyk\xaaadowie \xe9t\xe9 Stra\xffe") {
		page = append(page, glyph{r: rune(code), style: text})
	}
	page = append(page, glyph{r: tsBullet, style: pictures}, glyph{r: 0xaa, style: named})
	r.decodeCork(page)
	got := ""
	for _, g := range page {
		got += string(g.r)
	}
	if want := "2013 – 2018 certiﬁcat w Przykładowie été Straße•\u00aa"; got != want {
		t.Errorf("decodeCork gives %q, want %q", got, want)
	}
	plain := []glyph{{r: 'é', style: text}, {r: 0xaa, style: text}}
	other := pdfReader{nameless: map[uint64]int{1: 100}}
	if other.decodeCork(plain); plain[1].r != 0xaa {
		t.Errorf("decodeCork changes %q in a document without codes of T1", plain[1].r)
	}
}
