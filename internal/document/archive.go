package document

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Limits of a DOCX, counted over bytes really read and never over the sizes
// that the file declares.
const (
	maxEntries  = 2000
	maxPart     = 16 << 20
	maxInflated = 50 << 20
	maxRatio    = 100
)

// Parts of a DOCX (ECMA-376, part 1).
const (
	partTypes     = "[Content_Types].xml"
	partDocument  = "word/document.xml"
	partStyles    = "word/styles.xml"
	partNumbering = "word/numbering.xml"
)

// archive is the zip file around a DOCX. Parts are found by their exact names.
type archive struct {
	parts map[string]*zip.File
	files []*zip.File
	read  int // bytes inflated so far
}

// openZIP opens an archive of any kind.
func openZIP(data []byte) (*archive, error) {
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, Refuse(Broken)
	}
	if len(reader.File) > maxEntries {
		return nil, Refuse(Bomb)
	}
	a := &archive{parts: make(map[string]*zip.File, len(reader.File)), files: reader.File}
	for _, f := range reader.File {
		if _, twice := a.parts[f.Name]; twice {
			return nil, Refuse(Broken)
		}
		a.parts[f.Name] = f
	}
	return a, nil
}

// Unpack reads the entries of an archive that are wanted, by name, within the
// limits of a DOCX. A name that leads out of the archive, entries that share
// bytes and parts that grow beyond measure are refused; errors are faults of
// Refuse.
func Unpack(data []byte, want func(name string) bool) (map[string][]byte, error) {
	a, err := openZIP(data)
	if err != nil {
		return nil, err
	}
	if a.overlaps() {
		return nil, Refuse(Bomb)
	}
	parts := map[string][]byte{}
	for _, f := range a.files {
		if !utf8Path(f.Name) || !f.Mode().IsRegular() && !f.Mode().IsDir() {
			return nil, Refuse(Broken)
		}
		if f.Mode().IsDir() || !want(f.Name) {
			continue
		}
		if parts[f.Name], err = a.part(f.Name); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// openDOCX opens an archive and looks for what makes it a DOCX.
func openDOCX(data []byte) (*archive, error) {
	a, err := openZIP(data)
	if err != nil {
		return nil, err
	}
	if a.parts[partTypes] == nil || a.parts[partDocument] == nil {
		return nil, Refuse(a.otherType())
	}
	return a, nil
}

// otherType is the verdict on an archive that is no DOCX: an office file or
// archive of another kind is unsupported, a torso is broken.
func (a *archive) otherType() Verdict {
	if len(a.parts) == 0 || a.parts[partTypes] != nil && len(a.parts) < 3 {
		return Broken
	}
	return Unsupported
}

// check refuses names, nestings and overlaps that no word processor writes.
func (a *archive) check() error {
	for _, f := range a.files {
		if v := suspicious(f); v != "" {
			return Refuse(v)
		}
	}
	if a.overlaps() {
		return Refuse(Bomb)
	}
	types, err := a.part(partTypes)
	if err != nil {
		return err
	}
	if bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
		return Refuse(Unsupported)
	}
	return nil
}

// suspicious returns the verdict on a single entry, "" for a good one.
func suspicious(f *zip.File) Verdict {
	name := strings.ToLower(f.Name)
	base := path.Base(name)
	switch {
	case !utf8Path(f.Name), !f.Mode().IsRegular() && !f.Mode().IsDir():
		return Unsupported
	case strings.HasPrefix(base, "vbaproject"), strings.HasPrefix(base, "vbadata"),
		strings.HasPrefix(name, "word/embeddings/"), strings.HasPrefix(name, "word/activex/"):
		return Unsupported
	}
	switch path.Ext(base) {
	case ".zip", ".docx", ".docm", ".jar", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".htm", ".html", ".svgz", ".pdf", ".gz", ".7z", ".rar":
		return Unsupported
	}
	return ""
}

// utf8Path tells whether a name is a plain relative path.
func utf8Path(name string) bool {
	name = strings.TrimSuffix(name, "/")
	return fs.ValidPath(name) && !strings.ContainsAny(name, "\\:\x00")
}

// overlaps tells whether entries share bytes, the trick of the densest bombs.
func (a *archive) overlaps() bool {
	type span struct{ from, to int64 }
	var spans []span
	for _, f := range a.files {
		from, err := f.DataOffset()
		if err != nil {
			return true
		}
		spans = append(spans, span{from, from + int64(f.CompressedSize64)})
	}
	slices.SortFunc(spans, func(x, y span) int { return cmp.Compare(x.from, y.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return true
		}
	}
	return false
}

// part inflates one part; nil when there is none.
func (a *archive) part(name string) ([]byte, error) {
	f := a.parts[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, Refuse(Broken)
	}
	defer r.Close()
	limit := min(maxPart, maxInflated-a.read)
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	a.read += len(data)
	switch {
	case len(data) > limit, tooDense(len(data), f.CompressedSize64):
		return nil, Refuse(Bomb)
	case err != nil && !errors.Is(err, io.EOF):
		return nil, Refuse(Broken)
	}
	return data, nil
}

// tooDense tells whether a part of some size was packed beyond what text
// reaches; small parts may be as dense as they like.
func tooDense(size int, packed uint64) bool {
	const small = 1 << 20
	return size > small && uint64(size) > maxRatio*packed
}
