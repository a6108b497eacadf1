package privacy

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// Disclosure is one hand-over of a person's data to a recipient: what sort of
// data, never the data.
type Disclosure struct {
	ID        string            `json:"id"`
	Processor string            `json:"recipient"` // id of the inventory
	Purpose   inventory.Purpose `json:"purpose"`
	Classes   []string          `json:"data_classes"` // of the inventory
	Subject   string            `json:"about"`        // id of the CV it was about, "" for none
	Model     string            `json:"model"`        // of a language model, else ""
	Region    string            `json:"region"`       // where the recipient works on it, "" unknown
	Bytes     int64             `json:"bytes"`        // of the payload
	Hash      []byte            `json:"hash"`         // SHA-256 of the payload
	Result    Result            `json:"result"`
	Sent      time.Time         `json:"sent"`
	Expires   time.Time         `json:"expires,omitzero"` // when the recipient has forgotten it, zero unknown
}

// Result is how a hand-over ended.
type Result string

// The results. One that stays Open was cut off: it may have arrived.
const (
	Open   Result = "open"
	Sent   Result = "sent"
	Failed Result = "failed"
)

// Disclosures keeps the ledger.
type Disclosures interface {
	// AddDisclosure adds a line unless the person has processing for its purpose
	// restricted or objects to it: fault.Restricted.
	AddDisclosure(ctx context.Context, owner owner.ID, d Disclosure) error
	EndDisclosure(ctx context.Context, owner owner.ID, id string, r Result) error
	// Disclosures lists a person's, the newest first.
	Disclosures(ctx context.Context, owner owner.ID) ([]Disclosure, error)
}

// Ledger records who received which categories of a person's data, when and
// why. Whoever hands data to a processor does it through Disclose.
type Ledger struct {
	inv        *inventory.Inventory
	configured []string
	store      Disclosures
	now        func() time.Time
}

// NewLedger returns the ledger; configured are the settings in force, see
// inventory.Recipients.
func NewLedger(inv *inventory.Inventory, configured []string, store Disclosures, now func() time.Time) *Ledger {
	return &Ledger{inv, configured, store, now}
}

// endWait bounds the note of how a hand-over ended, also after a cancelled one.
const endWait = 5 * time.Second

// Disclose writes a line with size and hash of the payload, lets send hand the
// payload over, and notes how that ended. Nothing is sent that the inventory
// does not declare (a plain error) or that the person has restricted or objects
// to (fault.Restricted). d needs Processor, Purpose and Classes; Subject, Model,
// Region and Expires where they are known.
func (l *Ledger) Disclose(ctx context.Context, owner owner.ID, d Disclosure, payload []byte, send func(context.Context) error) error {
	if err := l.declared(d); err != nil {
		return err
	}
	hash := sha256.Sum256(payload)
	d.ID, d.Bytes, d.Hash, d.Result, d.Sent = newID(), int64(len(payload)), hash[:], Open, l.now()
	if err := l.store.AddDisclosure(ctx, owner, d); err != nil {
		return fmt.Errorf("privacy: ledger: %w", err)
	}
	failed := send(ctx)
	result := Sent
	if failed != nil {
		result = Failed
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWait)
	defer cancel()
	if err := l.store.EndDisclosure(end, owner, d.ID, result); err != nil {
		return errors.Join(failed, fmt.Errorf("privacy: ledger: end %s: %w", d.ID, err))
	}
	return failed
}

// Of lists a person's disclosures, the newest first.
func (l *Ledger) Of(ctx context.Context, owner owner.ID) ([]Disclosure, error) {
	return l.store.Disclosures(ctx, owner)
}

// declared refuses what the inventory does not allow, in words for the log.
func (l *Ledger) declared(d Disclosure) error {
	recipients := l.inv.Recipients(l.configured...)
	at := slices.IndexFunc(recipients, func(p inventory.Processor) bool { return p.ID == d.Processor })
	if at < 0 {
		return fmt.Errorf("privacy: ledger: %q is no configured recipient", d.Processor)
	}
	for _, class := range d.Classes {
		if !slices.Contains(recipients[at].Sends, class) {
			return fmt.Errorf("privacy: ledger: %s is not declared to get %q", d.Processor, class)
		}
	}
	for _, a := range l.inv.Happening(l.configured...) {
		if a.ID == d.Purpose && slices.Contains(a.Recipients, d.Processor) && len(d.Classes) > 0 {
			return nil
		}
	}
	return fmt.Errorf("privacy: ledger: %s gets nothing for %q", d.Processor, d.Purpose)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
