package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/seal"
	"jobops/internal/store"
)

// errLeftOut says that a check was not asked for.
var errLeftOut = errors.New("left out")

// sampled is how many rows of a table a check opens.
const sampled = 1000

// System is the instance that is looked at. Everything is read; what the live
// checks write they remove again.
type System struct {
	Inventory  *inventory.Inventory
	Configured []string // settings that make a recipient receive something
	DB         dbx.DB
	Folder     Folder
	Objects    *blob.Disk
	Ring       *seal.Keyring
	Keys       *seal.Keeper
	Served     bool     // another process works on the folder
	Logs       []string // files of log lines that the operator keeps
	Attested   bool     // the operator vouches for the log settings of the database server
	Last       *Report  // the run before, nil for none
	Now        func() time.Time
	// Start gives the running instance to the live checks. Nil where there is none.
	Start func(ctx context.Context) (*Site, error)

	site *Site
}

// Folder is the data folder.
type Folder struct {
	Path    string
	Blobs   string   // folder of objects within it
	Keyring string   // file
	Own     []string // names that belong in it; one that ends in "/" is a folder looked at elsewhere
}

// hash is the SHA-256 of the declaration in force.
func (s *System) hash() string {
	if s.Inventory.Version == inventory.Load().Version {
		return inventory.Hash()
	}
	return "not the built-in declaration"
}

// schemaHash is the SHA-256 of the live schema, "" when it cannot be read.
func (s *System) schemaHash(ctx context.Context) string {
	columns, err := store.Catalog(ctx, s.DB)
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, c := range columns {
		fmt.Fprintln(sum, c.Table, c.Name, c.Type, c.NotNull)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// binaryHash is the SHA-256 of the running program, "" when it cannot be read.
func binaryHash() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// seen is the database as the checks see it: everybody's rows, unchanged.
func (s *System) seen() dbx.DB { return dbx.As(s.DB, dbx.Sight{Reach: dbx.Check}) }

// count returns the one number of a query.
func (s *System) count(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = s.seen().QueryRow(ctx, query, args...).Scan(&n)
	return n, err
}

// each scans the rows of a query.
func (s *System) each(ctx context.Context, scan func(dbx.Row) error, query string, args ...any) error {
	rows, err := s.seen().Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts returns the one text column of a query.
func (s *System) texts(ctx context.Context, query string, args ...any) (all []string, err error) {
	err = s.each(ctx, func(r dbx.Row) error {
		var text string
		err := r.Scan(&text)
		all = append(all, text)
		return err
	}, query, args...)
	return all, err
}

// personal are our tables whose rows are somebody's.
func (s *System) personal() []inventory.Table {
	return slices.DeleteFunc(slices.Clone(s.Inventory.OwnTables), func(t inventory.Table) bool { return t.Subject.Path == "" })
}

// listed joins the first names of a list.
func listed(names []string) string {
	if len(names) > 5 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:5], ", "), len(names)-5)
	}
	return strings.Join(names, ", ")
}
