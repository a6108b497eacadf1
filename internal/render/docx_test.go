package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// docxPart returns a part of the file, and checks that all parts are XML.
func docxPart(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	var found string
	for _, f := range z.File {
		names = append(names, f.Name)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if f.Name == name {
			found = string(text)
		}
	}
	want := []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "docProps/core.xml"}
	if !slices.Equal(names, want) {
		t.Errorf("parts = %v, want %v", names, want)
	}
	return found
}

func TestDOCXParts(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		data, err := render.DOCX(c.Resume, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		document, styles := docxPart(t, data, "word/document.xml"), docxPart(t, data, "word/styles.xml")
		for part := range strings.SplitSeq(document, `Style w:val="`) {
			id, _, _ := strings.Cut(part, `"`)
			if !strings.HasPrefix(part, "<?xml") && !strings.Contains(styles, `w:styleId="`+id+`"`) {
				t.Errorf("%s: style %q is not defined", c.Name, id)
			}
		}
		if strings.ContainsAny(styles, "{}") {
			t.Errorf("%s: styles hold a blank that was not filled", c.Name)
		}
	}
}

// TestDOCXHostile: signs of XML stay text, only web and mail links are made.
func TestDOCXHostile(t *testing.T) {
	t.Parallel()
	r := cv.Resume{Basics: cv.Basics{
		Name: `<w:p>&amp;"x"`, Email: `a@example.com"/><x`, URL: "javascript:alert(1)",
		Profiles: []cv.Profile{{URL: "file:///etc/passwd"}, {URL: "https://example.org/?a=1&b=2"}},
		Summary:  "control \x01\x02 end",
	}}
	data, err := render.DOCX(r, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if document := docxPart(t, data, "word/document.xml"); !strings.Contains(document, `&lt;w:p&gt;&amp;amp;&#34;x&#34;`) {
		t.Errorf("document.xml does not keep the name as text: %s", document)
	}
	relations := docxPart(t, data, "word/_rels/document.xml.rels")
	for _, scheme := range []string{"javascript:", "file:"} {
		if strings.Contains(relations, scheme) {
			t.Errorf("relationships link to %s", scheme)
		}
	}
	if !strings.Contains(relations, `Target="https://example.org/?a=1&amp;b=2" TargetMode="External"`) {
		t.Errorf("relationships = %s", relations)
	}
}
