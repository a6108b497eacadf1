package verify

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/seal"
)

// underWay is the age below which a file or key may belong to an upload, and a
// destroyed key to a deletion, that is still going on.
const underWay = 15 * time.Minute

// objectsMatchRows compares the object store with the rows both ways, and the
// data folder with what belongs into it.
func objectsMatchRows(ctx context.Context, s *System, f *Findings) error {
	for _, class := range s.Inventory.Blobs {
		if err := classMatchesRows(ctx, s, f, class); err != nil {
			return err
		}
	}
	return nothingElseLies(s, f)
}

func classMatchesRows(ctx context.Context, s *System, f *Findings, class inventory.Blob) error {
	there := map[string]bool{}
	before := s.Now().Add(-underWay)
	var old []string
	for o, err := range s.Objects.List(ctx, class.Prefix) {
		if err != nil {
			return err
		}
		there[o.Name] = true
		if o.Modified.Before(before) {
			old = append(old, o.Name)
		}
	}
	// Table, column and condition are part of the declaration.
	rows, err := s.texts(ctx, "SELECT "+class.Column+" FROM "+class.Table+" WHERE "+class.Present)
	if err != nil {
		return err
	}
	leaving, err := s.leaving(ctx, class)
	if err != nil {
		return err
	}
	vouched := map[string]bool{}
	for _, name := range rows {
		vouched[class.Prefix+name] = true
		if !there[class.Prefix+name] && !leaving[class.Prefix+name] {
			f.broken("object %s%s is missing; a row of %s names it", class.Prefix, name, class.Table)
		}
	}
	for _, name := range old {
		if !vouched[name] && !leaving[name] {
			f.broken("object %s belongs to no row of %s", name, class.Table)
		}
	}
	f.note("%d objects %s", len(there), class.Prefix)
	if class.Protect == "wrapped" {
		return nil
	}
	return envelopes(ctx, s, f, class, there)
}

// leaving are the objects of one class whose key is destroyed and that a deletion
// may be about to remove: the wrapped keys, and what they sealed.
func (s *System) leaving(ctx context.Context, class inventory.Blob) (map[string]bool, error) {
	column := "subject_id"
	if class.Prefix == seal.Prefix {
		column = "id"
	}
	names, err := s.texts(ctx, "SELECT "+column+" FROM key_refs WHERE state = $1 AND destroyed_at > $2",
		seal.Destroyed, dbx.Micros(s.Now().Add(-underWay)))
	leaving := make(map[string]bool, len(names))
	for _, name := range names {
		leaving[class.Prefix+name] = true
	}
	return leaving, err
}

// envelopes looks at the first bytes of a sample: a file in clear has no
// envelope around it.
func envelopes(ctx context.Context, s *System, f *Findings, class inventory.Blob, names map[string]bool) error {
	n := 0
	for name := range names {
		if n++; n > sampled {
			break
		}
		data, err := s.Objects.Get(ctx, name)
		if fault.KindOf(err) == fault.NotFound {
			continue // deleted since the listing
		}
		if err != nil {
			return err
		}
		if _, err := seal.KeyID(data); err != nil {
			f.broken("object %s is not sealed", name)
		}
	}
	return nil
}

// nothingElseLies walks the data folder: a file that no declaration speaks of is
// one that nothing erases.
func nothingElseLies(s *System, f *Findings) error {
	return filepath.WalkDir(s.Folder.Path, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil // gone meanwhile
			}
			return err
		}
		rel, err := filepath.Rel(s.Folder.Path, path)
		if err != nil || rel == "." {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			return folderBelongs(s, f, rel)
		}
		return fileBelongs(s, f, rel, d)
	})
}

func folderBelongs(s *System, f *Findings, rel string) error {
	if slices.Contains(s.Folder.Own, rel+"/") {
		return fs.SkipDir
	}
	prefix, below := strings.CutPrefix(rel, "blobs/")
	if rel == "blobs" || below && slices.Contains(s.Inventory.BlobPrefixes(), prefix+"/") {
		return nil
	}
	f.broken("folder %s is not declared", rel)
	return fs.SkipDir
}

func fileBelongs(s *System, f *Findings, rel string, d fs.DirEntry) error {
	info, err := d.Info()
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	switch name, object := strings.CutPrefix(rel, "blobs/"); {
	case strings.HasPrefix(filepath.Base(rel), ".") && s.Now().Sub(info.ModTime()) < underWay:
	case strings.HasPrefix(filepath.Base(rel), "."):
		f.broken("file %s was left behind by a writer that died", rel)
	case !object && !slices.Contains(s.Folder.Own, rel), object && !strings.Contains(name, "/"):
		f.broken("file %s is not declared", rel)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		f.broken("%s", fmt.Sprintf("file %s may be read by others (mode %04o)", rel, info.Mode().Perm()))
	}
	return nil
}
