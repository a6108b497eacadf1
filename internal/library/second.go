package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/task"
)

// Second is an outside reader of CVs. It is asked by a person's click only,
// which names it.
type Second interface {
	// Recipient is its id in the inventory.
	Recipient() string
	// Read hands a document over, through the ledger, and returns what was read
	// and the reader's own name for it.
	Read(ctx context.Context, owner owner.ID, d SecondDocument) (resume cv.Resume, remote string, err error)
	// Forget makes sure that nothing of a document is kept there; remote may be "".
	Forget(ctx context.Context, id, remote string) error
}

// SecondDocument is what is handed over. ID names it there and says nothing of
// the person.
type SecondDocument struct {
	ID     string
	CV     ID
	Format document.Format
	Data   []byte
}

// ErrUntaken marks an error of a Second that refused a document at the door, so
// that there is nothing to forget.
var ErrUntaken = errors.New("library: not taken")

// SecondState is how far a second reading has come.
type SecondState string

// The states of a second reading.
const (
	SecondAsked  SecondState = "asked"   // the person has clicked
	SecondOpen   SecondState = "sending" // it may have arrived there
	SecondDone   SecondState = "read"
	SecondFailed SecondState = "failed" // Reason says why
)

// Ended reports whether nothing more happens by itself.
func (s SecondState) Ended() bool { return s == SecondDone || s == SecondFailed }

// SecondReading is what an outside reader made of a CV; a CV has one, the last.
type SecondReading struct {
	ID        string // under which the document was sent
	CV        ID
	Recipient string
	State     SecondState
	Reason    string    // message key
	Resume    cv.Resume // sealed at rest under the CV's key
	Kept      []Keep    // what the person has decided to keep as it is; sealed
	Asked     time.Time
	Ended     time.Time
	Forgotten time.Time // when the reader confirmed that it keeps nothing
}

// Keep is one difference that a person has settled in favour of their CV.
type Keep struct {
	Path   cv.Path `json:"path"`
	Theirs string  `json:"theirs"`
}

// SecondContent is what of a second reading is sealed.
type SecondContent struct {
	Resume cv.Resume `json:"resume"`
	Kept   []Keep    `json:"kept,omitempty"`
}

// Seconds keeps second readings.
type Seconds interface {
	// AskSecond adds a second reading in place of an ended one and queues tasks;
	// fault.Conflict while one is under way.
	AskSecond(ctx context.Context, owner owner.ID, s SecondReading, tasks ...task.Task) error
	Second(ctx context.Context, owner owner.ID, id ID) (SecondReading, error)
	// UpdateSecond changes a second reading that is still in a state, and queues
	// tasks; fault.Conflict when it is not.
	UpdateSecond(ctx context.Context, owner owner.ID, from SecondState, s SecondReading, tasks ...task.Task) error
	// NoteForgotten notes when a reader confirmed that it keeps nothing.
	NoteForgotten(ctx context.Context, id string, at time.Time) error
	// May is fault.Restricted when a person's data may not be processed now.
	May(ctx context.Context, owner owner.ID, p inventory.Purpose) error
}

// Quota is what a plan allows of a paid reader.
type Quota interface {
	// Reserve sets one use apart; fault.PaymentRequired when none is left.
	Reserve(ctx context.Context, owner owner.ID, id string) error
	// Settle counts a reserved use, or gives it back.
	Settle(ctx context.Context, owner owner.ID, id string, used bool) error
}

// unlimited is the quota where no plan says otherwise.
type unlimited struct{}

// Reserve allows everything.
func (unlimited) Reserve(context.Context, owner.ID, string) error { return nil }

// Settle counts nothing.
func (unlimited) Settle(context.Context, owner.ID, string, bool) error { return nil }

var (
	errNoSecond = fault.New(fault.NotFound, "error.not_found")
	errAsked    = fault.New(fault.Conflict, "second.asked_already")
)

// askedFor is how long a click is good for: a reader that keeps saying "later"
// is given up after it.
const askedFor = time.Hour

// SecondTag begins the ids under which a person's documents are sent to an
// outside reader. It says nothing of them, and finds all of theirs there.
func SecondTag(owner owner.ID) string {
	sum := sha256.Sum256([]byte("second reading of " + owner))
	return hex.EncodeToString(sum[:12]) + "."
}

// SecondRecipient is the id of the outside reader, "" where none is configured.
func (s *Service) SecondRecipient() string {
	if s.second == nil {
		return ""
	}
	return s.second.Recipient()
}

// AskSecond queues a second reading of a CV, as a person asked who saw which
// recipient gets the file.
func (s *Service) AskSecond(ctx context.Context, owner owner.ID, id ID, recipient string) error {
	c, err := s.store.CV(ctx, owner, id)
	if err != nil {
		return err
	}
	if s.SecondRecipient() == "" || s.SecondRecipient() != recipient || c.State != Ready || c.Format == Imported {
		return errNoSecond
	}
	if err := s.seconds.May(ctx, owner, inventory.CVProcessing); err != nil {
		return err
	}
	one := SecondReading{ID: SecondTag(owner) + newID(), CV: id, Recipient: recipient, State: SecondAsked, Asked: s.now()}
	if err := s.quota.Reserve(ctx, owner, one.ID); err != nil {
		return err
	}
	err = s.seconds.AskSecond(ctx, owner, one, task.Task{Kind: task.SecondRead, Owner: owner, Subject: string(id)})
	if err == nil {
		return nil
	}
	if fault.KindOf(err) == fault.Conflict {
		err = errAsked
	}
	return errors.Join(err, s.quota.Settle(ctx, owner, one.ID, false))
}

// SecondOf returns the second reading of a CV; fault.NotFound when there is
// none.
func (s *Service) SecondOf(ctx context.Context, owner owner.ID, id ID) (SecondReading, error) {
	if _, err := s.store.CV(ctx, owner, id); err != nil {
		return SecondReading{}, err
	}
	return s.seconds.Second(ctx, owner, id)
}

// ReadSecond does the queued work of a second reading. A click sends a document
// once: what was cut off on the way is not sent again, only forgotten.
func (s *Service) ReadSecond(ctx context.Context, owner owner.ID, id ID) error {
	one, err := s.seconds.Second(ctx, owner, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && one.State.Ended() {
		return nil
	}
	if err != nil {
		return err
	}
	if one.State == SecondOpen || s.second == nil {
		return s.failSecond(ctx, owner, one, fault.New(fault.Unavailable, "second.cut_off"))
	}
	before := one.State
	one.State = SecondOpen
	if err := s.seconds.UpdateSecond(ctx, owner, before, one); err != nil {
		return ignoreConflict(err)
	}
	return s.sendSecond(ctx, owner, one)
}

// ignoreConflict is for work that another worker has taken or a deletion ended.
func ignoreConflict(err error) error {
	if k := fault.KindOf(err); k == fault.Conflict || k == fault.NotFound {
		return nil
	}
	return err
}

func (s *Service) sendSecond(ctx context.Context, owner owner.ID, one SecondReading) error {
	c, err := s.store.CV(ctx, owner, one.CV)
	if err != nil {
		return ignoreConflict(err)
	}
	data, err := s.files.Get(ctx, owner, one.CV)
	if err != nil {
		return ignoreConflict(err)
	}
	resume, remote, err := s.second.Read(ctx, owner, SecondDocument{one.ID, one.CV, c.Format, data})
	// What happened there is noted also when this task's time is over.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWait)
	defer cancel()
	if later, ok := errors.AsType[task.Later](err); ok && s.now().Sub(one.Asked) < askedFor {
		one.State = SecondAsked
		if err := s.seconds.UpdateSecond(ctx, owner, SecondOpen, one); err != nil {
			return ignoreConflict(err)
		}
		return later
	}
	if err != nil {
		return s.failSecond(ctx, owner, one, err)
	}
	one.State, one.Resume, one.Ended = SecondDone, resume, s.now()
	return s.endSecond(ctx, owner, one, s.second.Forget(ctx, one.ID, remote))
}

// endWait bounds what is done after a hand-over.
const endWait = 20 * time.Second

// failSecond ends a second reading with a reason a person may see.
func (s *Service) failSecond(ctx context.Context, owner owner.ID, one SecondReading, why error) error {
	before := one.State
	one.Ended = s.now()
	one.State, one.Reason = SecondFailed, "second.unavailable"
	if fault.KindOf(why) != "" {
		one.Reason, _ = fault.CodeOf(why)
	}
	if fault.KindOf(why) == fault.Restricted || errors.Is(why, ErrUntaken) {
		return s.finishSecond(ctx, owner, before, one)
	}
	return s.finishSecond(ctx, owner, before, one, forgetTask(one.ID))
}

// endSecond stores a second reading; when the reader did not confirm that it
// keeps nothing, a task goes on asking.
func (s *Service) endSecond(ctx context.Context, owner owner.ID, one SecondReading, unforgotten error) error {
	if unforgotten != nil {
		return s.finishSecond(ctx, owner, SecondOpen, one, forgetTask(one.ID))
	}
	one.Forgotten = s.now()
	return s.finishSecond(ctx, owner, SecondOpen, one)
}

func forgetTask(id string) task.Task { return task.Task{Kind: task.SecondForget, Subject: id} }

func (s *Service) finishSecond(ctx context.Context, owner owner.ID, from SecondState, one SecondReading, tasks ...task.Task) error {
	err := ignoreConflict(s.seconds.UpdateSecond(ctx, owner, from, one, tasks...))
	return errors.Join(err, s.quota.Settle(ctx, owner, one.ID, one.State == SecondDone))
}

// ForgetSecond does the queued work of making sure that nothing is kept.
func (s *Service) ForgetSecond(ctx context.Context, id string) error {
	if s.second == nil {
		return fmt.Errorf("library: forget %s: the reader is not configured any more", id)
	}
	if err := s.second.Forget(ctx, id, ""); err != nil {
		return err
	}
	return s.seconds.NoteForgotten(ctx, id, s.now())
}

// Differences lists what a second reading has otherwise than the CV of record
// and what nobody has settled yet.
func (s *Service) Differences(ctx context.Context, owner owner.ID, id ID) ([]cv.Disagreement, error) {
	one, err := s.SecondOf(ctx, owner, id)
	if err != nil || one.State != SecondDone {
		return nil, err
	}
	record, err := s.Record(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(cv.Disagree(record.Resume, one.Resume), func(d cv.Disagreement) bool {
		return slices.Contains(one.Kept, Keep{d.Path, d.Theirs})
	}), nil
}

// Settle decides one difference: with theirs the CV gets a version that has the
// other reading's text, else the CV stays and the difference is not shown again.
// path and theirs are the difference as the person saw it; when it is not there
// any more it is ErrOvertaken.
func (s *Service) Settle(ctx context.Context, owner owner.ID, id ID, path cv.Path, theirs string, take bool) (Version, error) {
	one, err := s.SecondOf(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	record, err := s.Record(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	open := cv.Disagree(record.Resume, one.Resume)
	i := slices.IndexFunc(open, func(d cv.Disagreement) bool { return d.Path == path && d.Theirs == theirs })
	if i < 0 {
		return Version{}, ErrOvertaken
	}
	if !take {
		one.Kept = append(one.Kept, Keep{path, theirs})
		return record, s.seconds.UpdateSecond(ctx, owner, SecondDone, one)
	}
	resume, err := open[i].Take(record.Resume, one.Resume)
	if err != nil {
		return Version{}, err
	}
	next := Version{ID: VersionID(newID()), CV: id, Parent: record.ID, Name: record.Name, Resume: resume, Created: s.now()}
	made, err := s.versions.FollowVersion(ctx, owner, next)
	if fault.KindOf(err) == fault.Conflict {
		return made, ErrOvertaken
	}
	return made, err
}
