package document

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func readBody(t *testing.T, body string, more ...part) Layout {
	t.Helper()
	l, err := readDOCX(docx(body, more...))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDOCXText(t *testing.T) {
	t.Parallel()
	run := func(inner string) string { return "<w:p><w:r>" + inner + "</w:r></w:p>" }
	cases := map[string]struct{ body, want string }{
		"runs":           {"<w:p><w:r><w:t>Sam</w:t></w:r><w:r><w:t>ple</w:t></w:r></w:p>", "Sample\n"},
		"tab":            {run("<w:t>Clerk</w:t><w:tab/><w:t>2014</w:t>"), "Clerk\n2014\n"},
		"blanks":         {run("<w:t>Clerk          2014</w:t>"), "Clerk\n2014\n"},
		"break":          {run("<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>"), "a\nb\nc\n"},
		"hyphens":        {run("<w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>erate</w:t>"), "co-operate\n"},
		"symbol":         {run(`<w:sym w:font="Symbol" w:char="F0B7"/><w:t> item</w:t>`), "• item\n"},
		"ligature":       {run("<w:t>e\uFB03cient</w:t>"), "efficient\n"},
		"entity":         {run("<w:t>R&amp;D &#233;</w:t>"), "R&D é\n"},
		"deleted":        {"<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "new\n"},
		"moved":          {"<w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo></w:p>", "new\n"},
		"hidden":         {para("seen") + run("<w:rPr><w:vanish/></w:rPr><w:t>gone</w:t>"), "seen\n"},
		"not hidden":     {run(`<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t>`), "seen\n"},
		"white":          {para("seen") + run(`<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>gone</w:t>`), "seen\n"},
		"white on dark":  {run(`<w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/></w:rPr><w:t>seen</w:t>`), "seen\n"},
		"tiny":           {para("seen") + run(`<w:rPr><w:sz w:val="2"/></w:rPr><w:t>gone</w:t>`), "seen\n"},
		"control":        {"<w:sdt><w:sdtPr/><w:sdtContent>" + para("filled") + "</w:sdtContent></w:sdt>", "filled\n"},
		"prompt":         {para("seen") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + para("Click here") + "</w:sdtContent></w:sdt>", "seen\n"},
		"field":          {run(`<w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType="end"/><w:t>x</w:t>`), "x\n"},
		"table":          {"<w:tbl><w:tr><w:tc>" + para("a") + "</w:tc><w:tc>" + para("b") + "</w:tc></w:tr><w:tr><w:tc>" + para("c") + "</w:tc></w:tr></w:tbl>", "a\nb\nc\n"},
		"math":           {`<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:t>y</w:t></w:r></w:p>`, "y\n"},
		"text box once":  {"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" + para("box") + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" + para("box") + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>anchor</w:t></w:r></w:p>", "box\nanchor\n"},
		"other prefix":   {`<x:p xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:r><x:t>strict</x:t></x:r></x:p>`, "strict\n"},
		"foreign prefix": {`<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>no</a:t></a:r></a:p>` + para("yes"), "yes\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := lines(readBody(t, c.body)); got != c.want {
				t.Errorf("text of %s = %q, want %q", c.body, got, c.want)
			}
		})
	}
}

const stylesXML = `<w:styles ` + wordNS + `>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own heading"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b w:val="false"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>`

func TestDOCXStyles(t *testing.T) {
	t.Parallel()
	p := func(style, run string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r>` + run + `<w:t>x</w:t></w:r></w:p>`
	}
	cases := []struct {
		body string
		role string
		size float64
		bold bool
	}{
		{p("berschrift1", ""), "H1", 16, true},
		{p("Own", ""), "H3", 16, false},
		{p("Loop", ""), "P", 11, false},
		{p("Unknown", ""), "P", 11, false},
		{p("", `<w:rPr><w:rStyle w:val="Strong"/></w:rPr>`), "P", 11, true},
		{p("berschrift1", `<w:rPr><w:b w:val="0"/><w:sz w:val="20"/></w:rPr>`), "H1", 10, false},
	}
	for _, c := range cases {
		l := readBody(t, c.body, part{partStyles, stylesXML})
		r := l.Pages[0].Runs[0]
		if r.Role != c.role || r.Size != c.size || r.Bold != c.bold || l.Language != "de-DE" {
			t.Errorf("%s = %+v in %q, want %s %v %v in de-DE", c.body, r, l.Language, c.role, c.size, c.bold)
		}
	}
}

func TestDOCXList(t *testing.T) {
	t.Parallel()
	const numbering = `<w:numbering ` + wordNS + `><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>`
	item := `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>`
	l := readBody(t, para("body")+item, part{partNumbering, numbering})
	runs := l.Pages[0].Runs
	if got, want := lines(l), "body\n•\nitem\n"; got != want {
		t.Fatalf("text = %q, want %q", got, want)
	}
	if runs[1].Role != "LI" || runs[1].X0 != margin+18 || runs[2].X0 != margin+36 || runs[1].Block != runs[2].Block || runs[0].Block == runs[1].Block {
		t.Errorf("runs = %+v, want a hanging list item", runs)
	}
}

func TestDOCXTableHasColumns(t *testing.T) {
	t.Parallel()
	l := readBody(t, `<w:tbl><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6000"/></w:tblGrid><w:tr><w:tc>`+para("left")+para("more")+`</w:tc><w:tc>`+para("right")+`</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>`+para("below")+`</w:tc></w:tr></w:tbl>`)
	r := l.Pages[0].Runs
	if len(r) != 4 || r[0].Baseline != r[2].Baseline || r[2].X0 < r[0].X1 || r[3].Baseline <= r[1].Baseline || r[3].X0 != r[0].X0 {
		t.Errorf("runs = %+v, want two columns over one cell", r)
	}
}

func TestDOCXLinksAndHeaders(t *testing.T) {
	t.Parallel()
	body := `<w:p><w:hyperlink r:id="odd-id"><w:r><w:t>site</w:t></w:r></w:hyperlink></w:p>` +
		`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "mailto:sample.person@example.com"</w:instrText></w:r><w:r><w:t>mail</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> end</w:t></w:r></w:p>`
	header := `<w:hdr ` + wordNS + `>` + para("Sample Person") + `</w:hdr>`
	both := strings.Replace(rels("odd-id", "hyperlink", "https://example.com/", "External"), "</Relationships>", "", 1)
	for _, id := range []string{"1", "2"} {
		both += `<Relationship Id="h` + id + `" Type="x/header" Target="header` + id + `.xml"/>`
	}
	l := readBody(t, body, part{"word/_rels/document.xml.rels", both + "</Relationships>"},
		part{"word/header1.xml", header}, part{"word/header2.xml", header})
	if got, want := lines(l), "Sample Person\nsite\nmail\n end\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if l.Pages[0].Runs[0].Part != "header" {
		t.Errorf("first run = %+v, want the header", l.Pages[0].Runs[0])
	}
	links := l.Pages[0].Links
	if len(links) != 2 || links[0].URL != "https://example.com/" || links[1].URL != "mailto:sample.person@example.com" || links[1].X1 >= l.Pages[0].Runs[3].X1 {
		t.Errorf("links = %+v, want site and mail over their text", links)
	}
}

func TestDOCXLocalTemplateIsHarmless(t *testing.T) {
	t.Parallel()
	l := readBody(t, para("x"), part{"word/_rels/settings.xml.rels", rels("a", "attachedTemplate", "file:///C:/Templates/Normal.dotm", "External")})
	if got := lines(l); got != "x\n" {
		t.Errorf("text = %q, want x", got)
	}
}

// TestDOCXKeepsEveryWord: whatever structure words stand in, all come out once
// and in order.
func TestDOCXKeepsEveryWord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var words []string
		var build func(depth int) string
		build = func(depth int) string {
			var b strings.Builder
			for range rapid.IntRange(1, 3).Draw(t, "blocks") {
				if depth < 3 && rapid.Bool().Draw(t, "table") {
					b.WriteString("<w:tbl><w:tr><w:tc>" + build(depth+1) + "</w:tc><w:tc>" + build(depth+1) + "</w:tc></w:tr></w:tbl>")
					continue
				}
				word := rapid.StringMatching(`[a-zé]{1,12}( [a-z]{1,9})?`).Draw(t, "word")
				words = append(words, strings.Fields(word)...)
				b.WriteString(para(word))
			}
			return b.String()
		}
		body := build(0)
		data := docx(body)
		l, err := readDOCX(data)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(lines(l)); strings.Join(got, " ") != strings.Join(words, " ") {
			t.Errorf("words of %s = %q, want %q", body, got, words)
		}
		for _, r := range l.Pages[0].Runs {
			if r.X0 < 0 || r.X1 > a4Width || r.X1 < r.X0 || r.Y1 > l.Pages[0].Height+r.Size {
				t.Errorf("run %+v lies off the page", r)
			}
		}
	})
}

func FuzzReadDOCX(f *testing.F) {
	f.Add([]byte(para("Sample Person")), []byte(stylesXML), []byte(rels("a", "hyperlink", "https://example.com", "External")))
	f.Add([]byte("<w:tbl><w:tr><w:tc>"+para("x")+"</w:tc></w:tr></w:tbl>"), []byte("<w:styles/>"), []byte("<!DOCTYPE x>"))
	f.Fuzz(func(t *testing.T, body, styles, relations []byte) {
		data := zipFile(part{partTypes, typesXML},
			part{partDocument, "<w:document " + wordNS + "><w:body>" + string(body) + "</w:body></w:document>"},
			part{partStyles, string(styles)}, part{"word/_rels/document.xml.rels", string(relations)})
		l, err := readDOCX(data)
		if err != nil {
			if verdictOf(err) == "" {
				t.Errorf("readDOCX = %v, want a verdict", err)
			}
			return
		}
		for _, r := range l.Pages[0].Runs {
			if r.Text == "" || r.X1 < r.X0 {
				t.Errorf("run = %+v, want text with a width", r)
			}
		}
	})
}
