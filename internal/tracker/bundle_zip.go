package tracker

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// record is what the ZIP of a bundle says about itself.
type record struct {
	Company  string        `json:"company,omitempty"`
	Title    string        `json:"title,omitempty"`
	Frozen   time.Time     `json:"frozen"`
	Ad       *adRecord     `json:"ad,omitempty"`
	CV       *fileRecord   `json:"cv,omitempty"`
	Letter   *fileRecord   `json:"letter,omitempty"`
	Score    *scoreRecord  `json:"score,omitempty"`
	Contents []zippedEntry `json:"contents"`
}

type adRecord struct {
	URL       string    `json:"url,omitempty"`
	Reached   string    `json:"reached,omitempty"`
	Retrieved time.Time `json:"retrieved,omitzero"`
	SHA256    string    `json:"sha256"`
}

type fileRecord struct {
	Version int    `json:"version,omitempty"`
	SHA256  string `json:"sha256"`
	Gone    bool   `json:"gone,omitempty"` // the CV it was sealed under is deleted
}

type scoreRecord struct {
	Score  int    `json:"score"`
	Method string `json:"method"`
}

// zippedEntry is a file of the ZIP with what is in it.
type zippedEntry struct {
	Name   string `json:"name"`
	Holds  string `json:"holds"`
	SHA256 string `json:"sha256"`
	data   []byte
}

// WriteZIP writes a bundle with the bytes of its files as a ZIP: the files as
// they were sent, the ad, the answers, and bundle.json with hashes, score and
// dates. The entries carry the time of freezing.
func (b Bundle) WriteZIP(w io.Writer, f Facts) error {
	z := zip.NewWriter(w)
	r := b.record(f)
	about, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("tracker: describe a bundle: %w", err)
	}
	for _, e := range append([]zippedEntry{{Name: "bundle.json", data: about}}, r.Contents...) {
		to, err := z.CreateHeader(&zip.FileHeader{Name: e.Name, Method: zip.Deflate, Modified: b.Frozen.UTC()})
		if err != nil {
			return fmt.Errorf("tracker: write a bundle: %w", err)
		}
		if _, err := to.Write(e.data); err != nil {
			return fmt.Errorf("tracker: write a bundle: %w", err)
		}
	}
	return z.Close()
}

func (b Bundle) record(f Facts) record {
	r := record{Company: f.Company, Title: f.Title, Frozen: b.Frozen.UTC(), Contents: b.entries()}
	if b.AdHash != "" {
		r.Ad = &adRecord{b.Content.Ad.URL, b.Content.Ad.Reached, b.Content.Ad.Retrieved, b.AdHash}
	}
	if b.CVHash != "" {
		_, there := b.File(CVPart)
		r.CV = &fileRecord{b.Version, b.CVHash, !there}
	}
	if b.LetterHash != "" {
		_, there := b.File(LetterPart)
		r.Letter = &fileRecord{SHA256: b.LetterHash, Gone: !there}
	}
	if b.Method != "" {
		r.Score = &scoreRecord{b.Score, b.Method}
	}
	return r
}

// entries are the files of the ZIP. Folders keep two of one name apart.
func (b Bundle) entries() []zippedEntry {
	var all []zippedEntry
	add := func(name, holds string, data []byte) {
		if len(data) > 0 {
			all = append(all, zippedEntry{name, holds, printOf(data), data})
		}
	}
	for _, part := range []Part{CVPart, LetterPart} {
		if f, ok := b.File(part); ok {
			add(string(part)+"/"+f.Name, string(part), f.Data)
		}
	}
	add("ad.txt", "ad", []byte(b.Content.Ad.Text))
	add("ad.jsonld", "ad as structured data", []byte(b.Content.Ad.Structured))
	add("answers.txt", "answers", []byte(b.Content.Answers))
	return all
}
