package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// Importer puts exported rows and objects back.
type Importer struct {
	store   *Store
	objects seal.Objects
}

// NewImporter returns the importer of a store's people.
func NewImporter(s *Store, objects seal.Objects) *Importer { return &Importer{s, objects} }

// AddKey makes the key of a row that has one of its own; fault.Conflict when the
// row is here already.
func (m *Importer) AddKey(ctx context.Context, owner owner.ID, t inventory.Table, row string) error {
	kind, _ := t.Sealing()
	_, err := m.store.keys.NewKey(ctx, owner, seal.Kind(kind), row)
	return err
}

// DropKey destroys a key made by AddKey with the objects sealed under it.
func (m *Importer) DropKey(ctx context.Context, owner owner.ID, t inventory.Table, row string) error {
	kind, _ := t.Sealing()
	failed := m.store.shred(ctx, owner, seal.Kind(kind), row)
	for _, class := range inventory.Load().Blobs {
		if class.Table == t.Name && class.Column == t.RowKey() {
			failed = errors.Join(failed, m.objects.Delete(ctx, class.Prefix+row))
		}
	}
	return failed
}

// AddObject seals and stores an object of a row made by AddKey.
func (m *Importer) AddObject(ctx context.Context, owner owner.ID, class inventory.Blob, name string, data []byte) error {
	kind := strings.TrimPrefix(class.Protect, "seal_")
	key, err := m.store.keyFor(ctx, owner, seal.Kind(kind), name)
	if err != nil {
		return err
	}
	envelope, err := m.store.keys.Seal(ctx, key, seal.Place{Column: class.Prefix, Row: name, Owner: owner}, data)
	if err != nil {
		return err
	}
	return m.objects.Put(ctx, class.Prefix+name, envelope)
}

// AddRows adds what fill passes on in one transaction.
func (m *Importer) AddRows(ctx context.Context, owner owner.ID, fill func(add func(g inventory.Group, values []any) error) error) error {
	err := m.addRows(ctx, owner, fill)
	if dbx.Refused(err) {
		return errImport // a row names another that is not there, say
	}
	return err
}

// errImport tells a person that rows do not fit together.
var errImport = fault.New(fault.Invalid, "rights.import.broken")

func (m *Importer) addRows(ctx context.Context, owner owner.ID, fill func(add func(g inventory.Group, values []any) error) error) error {
	return m.store.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if err := m.store.allowed(ctx, tx, "", owner, inventory.Applications); err != nil {
			return err // ads and drafts come in too
		}
		keys := map[string]string{}
		err := fill(func(g inventory.Group, values []any) error {
			if g.Table.Root() {
				return m.change(ctx, tx, owner, g, values)
			}
			return m.add(ctx, tx, owner, g, values, keys)
		})
		if err != nil {
			return err
		}
		if err := ownReferences(ctx, tx, owner); fault.KindOf(err) == fault.NotFound {
			return errImport
		} else if err != nil {
			return err
		}
		return nil
	})
}

// change gives an account what its person chose: the rest is the account's own.
func (m *Importer) change(ctx context.Context, tx dbx.Tx, owner owner.ID, g inventory.Group, values []any) error {
	for i, c := range g.Columns {
		if c.Source != "user" || c.Sealed() {
			continue // name and address are those of the account that imports
		}
		query := "UPDATE " + g.Table.Name + " SET " + c.Name + " = $1 WHERE " + g.Table.RowKey() + " = $2"
		if _, err := tx.Exec(ctx, query, values[i], owner); err != nil {
			return err
		}
	}
	return nil
}

func (m *Importer) add(ctx context.Context, tx dbx.Tx, owner owner.ID, g inventory.Group, values []any, keys map[string]string) error {
	at := func(column string) string {
		for i, c := range g.Columns {
			if c.Name == column {
				return fmt.Sprint(values[i])
			}
		}
		return string(owner) // the account's own key
	}
	names, args := []string{g.Table.Subject.Path}, []any{owner}
	var b box
	if kind, column := g.Table.Sealing(); kind != "" {
		subject := at(column)
		if keys[subject] == "" {
			id, err := keyIn(ctx, tx, owner, seal.Kind(kind), subject)
			if fault.KindOf(err) == fault.NotFound {
				return errImport // the row names a CV that does not come with it
			}
			if err != nil {
				return err
			}
			keys[subject] = id
		}
		b = box{m.store.keys, keys[subject], owner, at(g.Table.RowKey())}
		if g.Table.OwnKey() {
			names, args = append(names, "key_id"), append(args, b.key)
		}
	}
	for i, c := range g.Columns {
		value, err := sealed(ctx, b, g.Table, c, values[i])
		if err != nil {
			return err
		}
		names, args = append(names, c.Name), append(args, value)
	}
	n, err := tx.Exec(ctx, insert(g.Table, names), args...)
	if err == nil && n == 0 && g.Table.RowKey() == "id" {
		return fault.Conflict
	}
	return err
}

// insert builds the statement from names of the inventory. A row that is here
// already is left as it is: an error would end the transaction on PostgreSQL.
func insert(t inventory.Table, names []string) string {
	places := make([]string, len(names))
	for i := range names {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	return "INSERT INTO " + t.Name + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(places, ", ") + ") ON CONFLICT DO NOTHING"
}

func sealed(ctx context.Context, b box, t inventory.Table, c inventory.Column, value any) (any, error) {
	if !c.Sealed() || value == nil {
		return value, nil
	}
	var plain []byte
	switch v := value.(type) {
	case string:
		plain = []byte(v)
	case json.RawMessage:
		plain = v
	}
	return b.keys.Seal(ctx, b.key, b.at(t.Name+"."+c.Name), plain)
}
