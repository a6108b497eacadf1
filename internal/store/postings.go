package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/posting"
	"jobops/internal/tailor"
)

// AddPosting keeps a posting's text and what lists show; the rest is read from
// the text again.
func (s *Store) AddPosting(ctx context.Context, owner owner.ID, p tailor.Saved) error {
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO postings (id, owner_id, title, company, location, text, created_at, url, reached, structured, page_hash, retrieved_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, p.ID, owner, p.Posting.Title, p.Posting.Company, p.Posting.Location,
			p.Posting.Text, dbx.Micros(p.Created), p.Page.URL, p.Page.Reached, p.Page.Structured, p.Page.Hash, dbx.Micros(p.Page.Retrieved))
		return err
	})
}

// UpdatePosting changes text, title, company and location.
func (s *Store) UpdatePosting(ctx context.Context, owner owner.ID, p tailor.Saved) error {
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		return found(tx.Exec(ctx, `UPDATE postings SET text = $1, title = $2, company = $3, location = $4 WHERE owner_id = $5 AND id = $6`,
			p.Posting.Text, p.Posting.Title, p.Posting.Company, p.Posting.Location, owner, p.ID))
	})
}

// SetPostingCV notes the CV chosen for a posting; fault.NotFound when one of the
// two is not the owner's.
func (s *Store) SetPostingCV(ctx context.Context, owner owner.ID, id tailor.PostingID, cv library.ID) error {
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		return found(tx.Exec(ctx, `UPDATE postings SET cv_id = $1 WHERE owner_id = $2 AND id = $3
			AND EXISTS (SELECT 1 FROM cvs WHERE cvs.id = $1 AND cvs.owner_id = $2)`, cv, owner, id))
	})
}

const postingColumns = `id, title, company, location, text, cv_id, created_at, url, reached, structured, page_hash, retrieved_at FROM postings`

func scanPosting(r dbx.Row) (tailor.Saved, error) {
	var p tailor.Saved
	var title, company, location, text string
	var cv *library.ID
	err := r.Scan(&p.ID, &title, &company, &location, &text, &cv, (*dbx.Micros)(&p.Created),
		&p.Page.URL, &p.Page.Reached, &p.Page.Structured, &p.Page.Hash, (*dbx.Micros)(&p.Page.Retrieved))
	if cv != nil {
		p.CV = *cv
	}
	p.Posting = posting.Read(text)
	p.Posting.Title, p.Posting.Company, p.Posting.Location = title, company, location
	return p, notFound(err)
}

// Posting returns a kept posting.
func (s *Store) Posting(ctx context.Context, owner owner.ID, id tailor.PostingID) (tailor.Saved, error) {
	return scanPosting(s.of(owner).QueryRow(ctx, `SELECT `+postingColumns+` WHERE owner_id = $1 AND id = $2`, owner, id))
}

// Postings lists a person's postings, the newest first.
func (s *Store) Postings(ctx context.Context, owner owner.ID) ([]tailor.Saved, error) {
	return rowsOf(ctx, s.of(owner), scanPosting, `SELECT `+postingColumns+` WHERE owner_id = $1 ORDER BY created_at DESC, id DESC`, owner)
}

// DeletePosting deletes a posting with the tailorings for it.
func (s *Store) DeletePosting(ctx context.Context, owner owner.ID, id tailor.PostingID) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM postings WHERE owner_id = $1 AND id = $2`, owner, id))
}
