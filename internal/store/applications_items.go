package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/tracker"
)

// AddItem keeps an item of an application that is not deleted.
func (s *Store) AddItem(ctx context.Context, owner owner.ID, i tracker.Item) error {
	body, err := s.sealItem(ctx, owner, i)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error { return insertItem(ctx, tx, owner, i, body) })
}

func insertItem(ctx context.Context, tx dbx.Tx, owner owner.ID, i tracker.Item, body []byte) error {
	return found(tx.Exec(ctx, `INSERT INTO application_items (id, owner_id, application_id, kind, due_at, done, body, created_at, updated_at)
		SELECT CAST($1 AS text), a.owner_id, a.id, CAST($2 AS text), CAST($3 AS bigint), CAST($4 AS bigint), $5, CAST($6 AS bigint), CAST($7 AS bigint)
		FROM applications a WHERE a.owner_id = $8 AND a.id = $9 AND a.deleted_at IS NULL`,
		i.ID, i.Kind, dbx.Micros(i.At), flag(i.Done), body, dbx.Micros(i.Created), dbx.Micros(i.Updated), owner, i.Application))
}

// flag stores a yes or no as 1 or 0.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (s *Store) sealItem(ctx context.Context, owner owner.ID, i tracker.Item) ([]byte, error) {
	b, err := s.accountBox(ctx, owner, string(i.ID))
	if err != nil {
		return nil, err
	}
	return b.json(ctx, itemBody, i.Body)
}

// UpdateItem changes time, state and content of an item.
func (s *Store) UpdateItem(ctx context.Context, owner owner.ID, i tracker.Item) error {
	body, err := s.sealItem(ctx, owner, i)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		return found(tx.Exec(ctx, `UPDATE application_items SET due_at = $1, done = $2, body = $3, updated_at = $4
			WHERE owner_id = $5 AND id = $6 AND application_id = $7 AND kind = $8`,
			dbx.Micros(i.At), flag(i.Done), body, dbx.Micros(i.Updated), owner, i.ID, i.Application, i.Kind))
	})
}

// SetItemDone changes whether an item is done.
func (s *Store) SetItemDone(ctx context.Context, owner owner.ID, id tracker.ItemID, done bool) error {
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		return found(tx.Exec(ctx, `UPDATE application_items SET done = $1, updated_at = $2 WHERE owner_id = $3 AND id = $4`,
			flag(done), dbx.Micros(s.now()), owner, id))
	})
}

// DeleteItem deletes an item.
func (s *Store) DeleteItem(ctx context.Context, owner owner.ID, id tracker.ItemID) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM application_items WHERE owner_id = $1 AND id = $2`, owner, id))
}

const itemColumns = `i.id, i.application_id, i.kind, i.due_at, i.done, i.body, i.created_at, i.updated_at FROM application_items i
	JOIN applications a ON a.id = i.application_id AND a.deleted_at IS NULL`

// sealedItem is a row of application_items as it is stored.
type sealedItem struct {
	tracker.Item
	body []byte
}

func scanItem(r dbx.Row) (sealedItem, error) {
	var i sealedItem
	var done int
	err := r.Scan(&i.ID, &i.Application, &i.Kind, (*dbx.Micros)(&i.At), &done, &i.body, (*dbx.Micros)(&i.Created), (*dbx.Micros)(&i.Updated))
	i.Done = done != 0
	return i, notFound(err)
}

func (s *Store) openItems(ctx context.Context, owner owner.ID, rows []sealedItem, err error) ([]tracker.Item, error) {
	if err != nil {
		return nil, err
	}
	items := make([]tracker.Item, len(rows))
	for n, row := range rows {
		if err := (box{keys: s.keys, owner: owner, row: string(row.ID)}).openJSON(ctx, itemBody, row.body, &row.Body); err != nil {
			return nil, err
		}
		items[n] = row.Item
	}
	return items, nil
}

// ItemsOf lists the items of an application, the oldest first.
func (s *Store) ItemsOf(ctx context.Context, owner owner.ID, id tracker.ID) ([]tracker.Item, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanItem, `SELECT `+itemColumns+` WHERE i.owner_id = $1 AND i.application_id = $2 ORDER BY i.id`, owner, id)
	return s.openItems(ctx, owner, rows, err)
}

// Notes returns the notes of each application as one text, the oldest first.
func (s *Store) Notes(ctx context.Context, owner owner.ID) (map[tracker.ID]string, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanItem, `SELECT `+itemColumns+` WHERE i.owner_id = $1 AND i.kind = $2 ORDER BY i.id`, owner, tracker.Note)
	items, err := s.openItems(ctx, owner, rows, err)
	notes := map[tracker.ID]string{}
	for _, i := range items {
		if notes[i.Application] != "" {
			notes[i.Application] += "\n\n"
		}
		notes[i.Application] += i.Body.Text
	}
	return notes, err
}
