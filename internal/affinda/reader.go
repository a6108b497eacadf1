package affinda

import (
	"context"
	"time"

	"jobops/internal/cv"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// Recipient is Affinda's id in the inventory.
const Recipient = "affinda"

// region is where the documents are worked on.
const region = "EU"

// Ledger notes each hand-over and refuses what may not be; it is
// privacy.Ledger.
type Ledger interface {
	Disclose(ctx context.Context, owner owner.ID, d privacy.Disclosure, payload []byte, send func(context.Context) error) error
}

// Reader is a client behind the ledger: a library.Second.
type Reader struct {
	client *Client
	ledger Ledger
	now    func() time.Time
}

// NewReader returns the reader.
func NewReader(c *Client, l Ledger, now func() time.Time) *Reader { return &Reader{c, l, now} }

// Recipient is Affinda's id in the inventory.
func (r *Reader) Recipient() string { return Recipient }

// Read hands a document to Affinda and returns what it read.
func (r *Reader) Read(ctx context.Context, owner owner.ID, d library.SecondDocument) (cv.Resume, string, error) {
	var doc Document
	err := r.ledger.Disclose(ctx, owner, privacy.Disclosure{
		Processor: Recipient, Purpose: inventory.CVProcessing, Classes: []string{"cv_document"},
		Subject: string(d.CV), Region: region, Expires: r.now().Add(Timeout),
	}, d.Data, func(ctx context.Context) error {
		var err error
		doc, err = r.client.Read(ctx, d.ID, string(d.Format), d.Data)
		return err
	})
	return doc.Resume, doc.Identifier, err
}

// Timeout bounds one reading; Affinda deletes a document as soon as it is read.
const Timeout = 90 * time.Second

// Forget makes sure that nothing of a document is kept.
func (r *Reader) Forget(ctx context.Context, id, remote string) error {
	return r.client.Forget(ctx, id, remote)
}

// Eraser has Affinda erase what it got of a person: a privacy.Forgetter.
type Eraser struct{ client *Client }

// NewEraser returns the eraser.
func NewEraser(c *Client) *Eraser { return &Eraser{c} }

// Forget deletes every document of a person, and returns how many there were.
func (e *Eraser) Forget(ctx context.Context, owner owner.ID) (int64, error) {
	return e.client.ForgetAll(ctx, library.SecondTag(owner))
}
