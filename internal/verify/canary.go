package verify

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/seal"
)

// canaryLeavesNothing takes an account from birth to erasure. Its export must
// hold every word it wrote and every declared field; sealed words must rest
// nowhere in clear; after the erasure no word may rest anywhere, in any encoding,
// and no key. The words are searched before too: a search that finds nothing
// then would prove nothing later.
func canaryLeavesNothing(ctx context.Context, s *System, f *Findings) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	p, err := s.canaryPerson(ctx)
	if err != nil {
		return err
	}
	born := s.Now().Add(-time.Minute)
	keys, err := s.texts(ctx, `SELECT id FROM key_refs WHERE owner_id = $1`, p.id)
	if err != nil {
		return err
	}
	if err := s.exported(ctx, f, p); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := s.control(ctx, f, p, born); err != nil {
		return err
	}
	if err := s.site.Erase(ctx, p.id); err != nil {
		return fmt.Errorf("erasure: %w", err)
	}
	s.site.whole, s.site.people = nil, slices.DeleteFunc(s.site.people, func(other *person) bool { return other == p })
	for _, id := range keys {
		if _, err := s.Objects.Get(ctx, seal.Prefix+id); fault.KindOf(err) != fault.NotFound {
			f.broken("key %s of an erased account is still there", id)
		}
	}
	left, err := s.search(ctx, p, born)
	for place, words := range left {
		f.broken("%s still holds %s of an erased account", place, listed(words))
	}
	f.note("%d words in %d encodings searched", len(p.canaries), len(encodings(strings.Repeat("a", 16))))
	return errors.Join(err, s.rowsGone(ctx, f, p))
}

// exported downloads the export as the person would and looks for every word and
// every declared field in it.
func (s *System) exported(ctx context.Context, f *Findings, p *person) error {
	a, err := s.site.ask(ctx, http.MethodPost, "/settings/privacy/export", p.session, sameSite)
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		return fmt.Errorf("the answer (%d) is no ZIP", a.status)
	}
	all, data, err := unpacked(archive)
	if err != nil {
		return err
	}
	for in, word := range p.canaries {
		if !bytes.Contains(all, []byte(word)) {
			f.broken("the export lacks %s", in)
		}
	}
	return s.fields(ctx, f, p, data)
}

// unpacked is the content of every file of an export, and data.json.
func unpacked(archive *zip.Reader) (all []byte, data map[string][]map[string]any, err error) {
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(io.LimitReader(r, reply))
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, nil, err
		}
		all = append(all, content...)
		if entry.Name != "data.json" {
			continue
		}
		var top map[string]json.RawMessage
		if err := json.Unmarshal(content, &top); err != nil {
			return nil, nil, errors.New("data.json is no JSON object")
		}
		data = map[string][]map[string]any{}
		for name, raw := range top {
			var records []map[string]any
			if json.Unmarshal(raw, &records) == nil {
				data[name] = records
			}
		}
	}
	return all, data, nil
}

// fields compares the records of an export with the declared columns and with
// the number of rows.
func (s *System) fields(ctx context.Context, f *Findings, p *person, data map[string][]map[string]any) error {
	n := 0
	for _, g := range s.Inventory.Groups() {
		rows, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s = $1`, g.Table.Name, g.Table.Subject.Path), p.id)
		if err != nil {
			return err
		}
		if int64(len(data[g.Name])) != rows && g.Where == "" {
			f.broken("the export holds %d records of %s, there are %d rows", len(data[g.Name]), g.Table.Name, rows)
		}
		for _, c := range g.Columns {
			n++
			if !hasField(data[g.Name], c) {
				f.broken("the export lacks %s.%s", g.Table.Name, c.Name)
			}
		}
	}
	f.note("%d declared columns in the export", n)
	return nil
}

func hasField(records []map[string]any, c inventory.Column) bool {
	_, field, _ := strings.Cut(c.Export, ".")
	for _, r := range records {
		if _, ok := r[field]; ok {
			return true
		}
	}
	return false
}

// control searches before the erasure: words in plain columns must be found,
// sealed ones must not.
func (s *System) control(ctx context.Context, f *Findings, p *person, born time.Time) error {
	there, err := s.search(ctx, p, born)
	if err != nil {
		return err
	}
	plain := map[string]bool{"ad title": false, "ad company": false, "ad text": false, "application company": false, "application title": false}
	for place, words := range there {
		for _, word := range words {
			in, _, _ := strings.Cut(word, " (")
			_, known := plain[in]
			if known {
				plain[in] = true
			} else if !strings.Contains(in, ".") { // a column that addRow filled may be plain
				f.broken("%s holds %s in clear", place, word)
			}
		}
	}
	for in, seen := range plain {
		if !seen {
			return fmt.Errorf("the search does not find the %s that is there, so it proves nothing", in)
		}
	}
	return nil
}

// encodings are the ways in which a word could rest.
func encodings(word string) map[string][]byte {
	all := map[string][]byte{"raw": []byte(word), "hex": []byte(hex.EncodeToString([]byte(word))), "upper case": []byte(strings.ToUpper(word))}
	for shift := range 3 {
		// The letters at the ends depend on what stands beside the word.
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + word))
		if len(text) > 12 {
			all[fmt.Sprintf("base64+%d", shift)] = []byte(text[4 : len(text)-4])
		}
	}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(word)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all["utf-16le"], all["utf-16be"] = little, big
	return all
}

// search looks for the words of a person in every store: the pages of the
// database, the files of the folder that are younger than the person, the log.
func (s *System) search(ctx context.Context, p *person, born time.Time) (map[string][]string, error) {
	found := map[string][]string{}
	look := func(place string, data []byte) {
		if words := p.find(data); len(words) > 0 {
			found[place] = append(found[place], words...)
		}
	}
	if s.site.Log != nil {
		look("the log", []byte(s.site.Log.String()))
	}
	return found, errors.Join(s.searchDatabase(ctx, look), s.searchFolder(look, born))
}

func (s *System) searchDatabase(ctx context.Context, look func(string, []byte)) error {
	if db, ok := s.DB.(*dbx.SQLite); ok {
		if err := s.emptyLog(ctx, db); err != nil {
			return err
		}
		// The pages come through the engine: another reader of the file in this
		// process would drop its locks.
		return s.each(ctx, func(r dbx.Row) error {
			var page []byte
			err := r.Scan(&page)
			look("a page of the database", page)
			return err
		}, `SELECT data FROM sqlite_dbpage`)
	}
	for table := range s.Inventory.Tables() {
		err := s.each(ctx, func(r dbx.Row) error {
			var row string
			err := r.Scan(&row)
			look("a row of "+table, []byte(row))
			return err
		}, `SELECT CAST(t AS text) FROM `+table+` t`)
		if err != nil {
			return err
		}
	}
	return nil
}

// emptyLog moves the write-ahead log into the database, where deleted rows are
// overwritten; it waits for readers at work.
func (s *System) emptyLog(ctx context.Context, db *dbx.SQLite) error {
	for range 50 {
		if err := s.site.Compact(ctx); err != nil {
			return err
		}
		info, err := os.Stat(db.Path() + "-wal")
		if os.IsNotExist(err) || err == nil && info.Size() == 0 {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the write-ahead log of the database is in use without a pause; try again")
}

func (s *System) searchFolder(look func(string, []byte), born time.Time) error {
	return filepath.WalkDir(s.Folder.Path, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return gone(err)
		}
		info, err := d.Info()
		if err != nil || info.ModTime().Before(born) || strings.HasPrefix(d.Name(), "jobops.db") {
			return gone(err)
		}
		data, err := os.ReadFile(path)
		look("file "+filepath.Base(path), data)
		return gone(err)
	})
}

// gone turns "does not exist" into success: files come and go.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// rowsGone counts what still names an erased account.
func (s *System) rowsGone(ctx context.Context, f *Findings, p *person) error {
	for _, t := range s.personal() {
		n, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s = $1`, t.Name, t.Subject.Path), p.id)
		if err != nil {
			return err
		}
		if n > 0 {
			f.broken("%d rows of %s still name an erased account", n, t.Name)
		}
	}
	return nil
}
