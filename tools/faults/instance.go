package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "modernc.org/sqlite"             // registers "sqlite"
)

// instance is the data of a stopped program.
type instance struct {
	folder   string
	db       *sql.DB
	postgres bool
}

func open(folder, url string) (*instance, error) {
	driver, source := "pgx", url
	if url == "" {
		driver, source = "sqlite", filepath.Join(folder, "jobops.db")
		if _, err := os.Stat(source); err != nil {
			return nil, err
		}
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &instance{folder, db, url != ""}, nil
}

func (i *instance) close() { _ = i.db.Close() }

// exec runs statements with foreign keys off, as a restore or another tool would.
func (i *instance) exec(ctx context.Context, statements string) error {
	off := `PRAGMA foreign_keys = OFF`
	if i.postgres {
		off = `SET session_replication_role = replica`
	}
	if _, err := i.db.ExecContext(ctx, off); err != nil {
		return err
	}
	empty := "x''"
	if i.postgres {
		empty = "''"
	}
	values := strings.NewReplacer("{now}", micros(0), "{old}", micros(-72*time.Hour), "{ahead}", micros(72*time.Hour), "{empty}", empty)
	for _, s := range strings.Split(statements, ";;") {
		if _, err := i.db.ExecContext(ctx, values.Replace(s)); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(s), err)
		}
	}
	return nil
}

func micros(d time.Duration) string { return fmt.Sprint(time.Now().Add(d).UnixMicro()) }

// text is the one text a query gives.
func (i *instance) text(ctx context.Context, query string) (s string, err error) {
	err = i.db.QueryRowContext(ctx, query).Scan(&s)
	return s, err
}

// schema replaces words in the definition of a table, which SQLite has no
// statement for.
func (i *instance) schema(ctx context.Context, table, from, to string) error {
	return i.exec(ctx, fmt.Sprintf(`PRAGMA writable_schema = ON;;
		UPDATE sqlite_master SET sql = replace(sql, '%s', '%s') WHERE name = '%s';;
		PRAGMA writable_schema = OFF`, from, to, table))
}

// object is the path of the only, or of some, object below a prefix.
func (i *instance) object(prefix string) (string, error) {
	entries, err := os.ReadDir(filepath.Join(i.folder, "blobs", prefix))
	if err != nil || len(entries) == 0 {
		return "", errors.Join(err, fmt.Errorf("no object below %s", prefix))
	}
	return filepath.Join(i.folder, "blobs", prefix, entries[0].Name()), nil
}

// cvKey is the id of the key of a CV.
func (i *instance) cvKey(ctx context.Context) (string, error) {
	return i.text(ctx, `SELECT id FROM key_refs WHERE kind = 'cv' LIMIT 1`)
}

// write puts a file of some age into the folder.
func (i *instance) write(name, content string, age time.Duration) error {
	path := filepath.Join(i.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		return err
	}
	at := time.Now().Add(-age)
	return os.Chtimes(path, at, at)
}

// operator writes the file of whoever runs it for others, with an agreement with
// the outside reader, beside the folder.
func (i *instance) operator(agreement string) error {
	text := "controller: {name: Sample Ltd}\n"
	if agreement != "" {
		text += "agreements: {affinda: " + agreement + "}\n"
	}
	return errors.Join(os.WriteFile(i.folder+".operator", []byte(text), 0o600), os.WriteFile(i.folder+".key", []byte("not a key\n"), 0o600))
}

// change rewrites a file.
func change(path string, f func([]byte) []byte) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, f(data), 0o600)
}

// resealed seals a text for a place under the key of a CV, by the format that
// docs/decisions/0006 describes: a person with the keyring could do it.
func (i *instance) resealed(ctx context.Context, column, row, owner string, value []byte) ([]byte, error) {
	id, err := i.cvKey(ctx)
	if err != nil {
		return nil, err
	}
	var ring struct {
		Epochs []struct {
			ID  string
			Key []byte
		}
	}
	var wrapped struct {
		Epoch   string
		Wrapped []byte
	}
	for path, into := range map[string]any{"keyring": &ring, "blobs/keys/" + id: &wrapped} {
		data, err := os.ReadFile(filepath.Join(i.folder, path))
		if err == nil {
			err = json.Unmarshal(data, into)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, e := range ring.Epochs {
		if e.ID != wrapped.Epoch {
			continue
		}
		dek, err := unseal(e.Key, wrapped.Wrapped, []byte("keys/"+id+"\x00"+e.ID))
		if err != nil {
			return nil, err
		}
		raw, err := hex.DecodeString(strings.ReplaceAll(id, "-", ""))
		if err != nil {
			return nil, err
		}
		head := append([]byte("JOSV\x01"), raw...)
		bound := head[:len(head):len(head)]
		for _, part := range []string{column, row, owner} {
			bound = append(append(bound, 0, 0, 0, byte(len(part))), part...)
		}
		return sealed(dek, head, value, bound)
	}
	return nil, fmt.Errorf("no epoch %s", wrapped.Epoch)
}

func gcm(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func unseal(key, data, bound []byte) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	n := aead.NonceSize()
	return aead.Open(nil, data[:n], data[n:], bound)
}

func sealed(key, head, value, bound []byte) ([]byte, error) {
	aead, err := gcm(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(append(append([]byte{}, head...), nonce...), nonce, value, bound), nil
}
