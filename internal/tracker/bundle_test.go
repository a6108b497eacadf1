package tracker

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestZIPOfABundle(t *testing.T) {
	t.Parallel()
	pdf := []byte("%PDF-1.7 \xff")
	b := Bundle{
		Frozen: time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC), Version: 2, CVHash: printOf(pdf), LetterHash: printOf([]byte("gone")), AdHash: printOf([]byte("We seek a cook.")),
		Score: 71, Method: "2026.3", Content: BundleContent{Ad: Ad{Text: "We seek a cook.", Structured: "{}", URL: "https://jobs.example.com/1"}, Answers: "In May."},
		Files: []BundleFile{{CV: "c", Part: CVPart, Format: "pdf", Name: "cv.pdf", Data: pdf}},
	}
	var out bytes.Buffer
	if err := b.WriteZIP(&out, Facts{Company: "Example Works", Title: "Cook"}); err != nil {
		t.Fatalf("WriteZIP = %v", err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(data)
	}
	var about record
	if err := json.Unmarshal([]byte(got["bundle.json"]), &about); err != nil {
		t.Fatal(err)
	}
	delete(got, "bundle.json")
	want := map[string]string{"cv/cv.pdf": string(pdf), "ad.txt": "We seek a cook.", "ad.jsonld": "{}", "answers.txt": "In May."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	if about.Company != "Example Works" || about.CV == nil || about.CV.Gone || about.Letter == nil || !about.Letter.Gone || about.Score.Score != 71 || len(about.Contents) != 4 {
		t.Errorf("bundle.json = %+v, want the CV there, the letter gone, score 71 and 4 files", about)
	}
}
