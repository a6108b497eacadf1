package privacy

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/task"
)

// StepKind says what a step of an erasure does.
type StepKind string

// The kinds of steps. All may be repeated.
const (
	StepKeys      StepKind = "keys"      // destroy every key of the person: nothing sealed opens any more
	StepTasks     StepKind = "tasks"     // take their work out of the queue
	StepObjects   StepKind = "objects"   // delete the objects below the prefix Target
	StepRows      StepKind = "rows"      // delete the rows of the table Target
	StepAccount   StepKind = "account"   // delete the account's row, or keep it restricted
	StepCompact   StepKind = "compact"   // make deleted rows leave the database's log
	StepRecipient StepKind = "recipient" // have the processor Target erase what it got
)

// Step is one step of an erasure with its proof.
type Step struct {
	Number  int
	Kind    StepKind
	Target  string
	Removed int64     // rows, objects, keys or tasks
	Done    time.Time // zero while open
	Until   time.Time // when a recipient forgets by itself, zero elsewhere
	Tries   int       // that failed
}

// Erasure is the deletion of one account.
type Erasure struct {
	ID    string
	Owner owner.ID // None once it is done
	Keep  bool     // the account's row stays for GraceDays, restricted
	Asked time.Time
	Done  time.Time
	Steps []Step
}

// GraceDays is how long the row of a deleted account stays when its person does
// not choose otherwise: so long they can prove that it was theirs.
const GraceDays = 30

// Erasures keeps the plans and their proof.
type Erasures interface {
	// BeginErasure marks the account as going, ends its sessions, adds the steps
	// planned from the ledger as it is then and queues the task, in one
	// transaction; fault.Conflict when the account is not active.
	BeginErasure(ctx context.Context, e Erasure, receipt []byte, first task.Task, plan func([]Disclosure) []Step) error
	Erasure(ctx context.Context, id string) (Erasure, error)
	ErasureByReceipt(ctx context.Context, receipt []byte) (Erasure, error)
	// EndStep keeps what a try removed as the proof of a step, which is over when
	// Done is not zero.
	EndStep(ctx context.Context, id string, s Step) error
	// EndErasure notes the end and empties the owner.
	EndErasure(ctx context.Context, id string, at time.Time) error
	// OpenErasures names those asked for before a time and not done.
	OpenErasures(ctx context.Context, before time.Time) ([]string, error)
}

// Eraser carries out the steps of this instance.
type Eraser interface {
	// Act does a step, which may be repeated, and returns how much it removed.
	Act(ctx context.Context, e Erasure, s Step) (removed int64, err error)
}

// Forgetter has a processor erase what it got of a person. Repeating it is no
// error.
type Forgetter interface {
	Forget(ctx context.Context, owner owner.ID) (removed int64, err error)
}

// Delete begins the deletion of a person's account and destroys their keys
// before it returns. The rest follows in the background and survives any crash.
// It returns the secret under which the receipt is found. A second call for the
// same account is fault.Conflict. When the keys could not be destroyed at once
// the error is not nil, the receipt is valid and the task destroys them.
func (s *Service) Delete(ctx context.Context, owner owner.ID, keep bool) (receipt string, err error) {
	e := Erasure{ID: newID(), Owner: owner, Keep: keep, Asked: s.now()}
	secret := make([]byte, 32)
	rand.Read(secret)
	receipt = base64.RawURLEncoding.EncodeToString(secret)
	work := task.Task{Kind: task.EraseAccount, Subject: e.ID}
	plan := func(lines []Disclosure) []Step {
		e.Steps = s.plan(lines)
		return e.Steps
	}
	if err := s.erasures.BeginErasure(ctx, e, receiptHash(receipt), work, plan); err != nil {
		if fault.KindOf(err) == fault.Conflict {
			return "", fault.New(fault.Conflict, "rights.erase.begun")
		}
		return "", fmt.Errorf("privacy: erase: %w", err)
	}
	// A person who closes the page now has still asked for it.
	return receipt, s.step(context.WithoutCancel(ctx), e, e.Steps[0])
}

// plan turns the declared order into steps: keys first, recipients last, since
// one that does not answer must not hold up the rest.
func (s *Service) plan(lines []Disclosure) []Step {
	steps := []Step{{Kind: StepKeys}}
	var after []Step
	for _, p := range s.inv.ErasePlan("account_delete") {
		switch {
		case p.Blobs != "":
			steps = append(steps, Step{Kind: StepObjects, Target: p.Blobs})
		case p.Table == s.inv.Accounts():
			after = append(after, Step{Kind: StepAccount, Target: p.Table}, Step{Kind: StepCompact})
		case p.How == "shred":
			after = slices.Insert(after, 0, Step{Kind: StepRows, Target: p.Table})
		default:
			steps = append(steps, Step{Kind: StepRows, Target: p.Table})
		}
	}
	steps = slices.Insert(steps, 1, Step{Kind: StepTasks})
	steps = append(append(steps, after...), recipients(lines)...)
	for i := range steps {
		steps[i].Number = i + 1
	}
	return steps
}

// recipients are the processors of the ledger, each with the latest day on which
// it forgets by itself.
func recipients(lines []Disclosure) []Step {
	var steps []Step
	for _, d := range lines {
		at := slices.IndexFunc(steps, func(s Step) bool { return s.Target == d.Processor })
		if at < 0 {
			steps, at = append(steps, Step{Kind: StepRecipient, Target: d.Processor}), len(steps)
		}
		if d.Expires.After(steps[at].Until) {
			steps[at].Until = d.Expires
		}
	}
	return steps
}

// Erase does the steps of an erasure that are open, in order. It may be repeated
// and run twice at once. A step that fails ends it, unless it is a recipient's.
func (s *Service) Erase(ctx context.Context, id string) error {
	e, err := s.erasures.Erasure(ctx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && !e.Done.IsZero() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("privacy: erase: %w", err)
	}
	var failed error
	for _, step := range e.Steps {
		if !step.Done.IsZero() {
			continue
		}
		if err := s.step(ctx, e, step); err != nil {
			failed = errors.Join(failed, err)
			if step.Kind != StepRecipient {
				return failed
			}
		}
	}
	if failed != nil {
		return failed
	}
	return s.erasures.EndErasure(ctx, id, s.now())
}

// step acts and keeps the proof. Between the two a crash only means that it is
// done again.
func (s *Service) step(ctx context.Context, e Erasure, step Step) error {
	var err error
	step.Removed, err = s.act(ctx, e, step)
	if err != nil {
		step.Tries++
		err = fmt.Errorf("privacy: erasure %s, step %d %s %s: %w", e.ID, step.Number, step.Kind, step.Target, err)
		return errors.Join(err, s.erasures.EndStep(ctx, e.ID, step))
	}
	step.Done = s.now()
	return s.erasures.EndStep(ctx, e.ID, step)
}

func (s *Service) act(ctx context.Context, e Erasure, step Step) (int64, error) {
	if step.Kind != StepRecipient {
		return s.eraser.Act(ctx, e, step)
	}
	p, ok := s.inv.Processor(step.Target)
	if !ok || p.Erase.Mode != "api" {
		return 0, nil // it ends by itself; the receipt says when
	}
	forget := s.forget[step.Target]
	if forget == nil && !step.Until.IsZero() && step.Until.Before(s.now()) {
		return 0, nil // no way to ask any more, and it has forgotten by itself
	}
	if forget == nil {
		return 0, fmt.Errorf("no way to have %s erase", step.Target)
	}
	return forget.Forget(ctx, e.Owner)
}

// eraseAgain is how long the queue's task has before a sweep looks after an
// erasure too. An erasure is never given up.
const eraseAgain = 10 * time.Minute

// Sweep goes on with erasures that a crash or a failure left open.
func (s *Service) Sweep(ctx context.Context) error {
	ids, err := s.erasures.OpenErasures(ctx, s.now().Add(-eraseAgain))
	if err != nil {
		return fmt.Errorf("privacy: sweep: %w", err)
	}
	var failed []error
	for _, id := range ids {
		failed = append(failed, s.Erase(ctx, id))
	}
	return errors.Join(failed...)
}

// Receipt returns the erasure that a receipt belongs to; fault.NotFound for an
// invented one.
func (s *Service) Receipt(ctx context.Context, receipt string) (Erasure, error) {
	return s.erasures.ErasureByReceipt(ctx, receiptHash(receipt))
}

func receiptHash(receipt string) []byte {
	h := sha256.Sum256([]byte(receipt))
	return h[:]
}

// StepTitle says what a step is about in the words of the inventory, the zero
// Text where it has none.
func (s *Service) StepTitle(step Step) inventory.Text {
	for _, p := range s.inv.ErasePlan("account_delete") {
		if step.Target != "" && (p.Table == step.Target || p.Blobs == step.Target) {
			return p.Title
		}
	}
	return inventory.Text{}
}
