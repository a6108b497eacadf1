// Package task describes background work: a kind and the ids it needs.
//
// A task is queued in the same transaction as the rows it follows from. Its
// ids are stored in clear, so a task never carries text a person wrote.
package task

import (
	"time"

	"jobops/internal/owner"
)

// Kind names one sort of background work, such as "read_cv".
type Kind string

// The kinds of work that exist. Each has exactly one handler in package worker.
const (
	// ReadCV reads an uploaded original into a structured CV; Subject is the CV id.
	ReadCV Kind = "read_cv"
	// EraseAccount carries out the steps of an erasure; Subject is its id.
	EraseAccount Kind = "erase_account"
	// Sweep removes what a crash left behind; it has no owner and no subject.
	Sweep Kind = "sweep"
	// Purge deletes what has reached its declared period; no owner, no subject.
	Purge Kind = "purge"
	// SecondRead has a CV read by an outside reader; Subject is the CV's id.
	SecondRead Kind = "second_read"
	// SecondForget makes sure that the outside reader has kept nothing; Subject is
	// the id under which the document was sent, which names nobody, and there is no
	// owner, for it outlives the CV and the account.
	SecondForget Kind = "second_forget"
	// RunModel asks a language model; Subject is the run's id.
	RunModel Kind = "run_model"
	// RotateKeys replaces the master key where the operator switched that on; no
	// owner, no subject.
	RotateKeys Kind = "rotate_keys"
	// SettleProof sends the mail that a request about an address asks for;
	// Subject is the id of the proof.
	SettleProof Kind = "settle_proof"
	// SendMail delivers a message; Subject is its id.
	SendMail Kind = "send_mail"
)

// Kinds lists every kind, for the worker's registration and its test.
func Kinds() []Kind {
	return []Kind{ReadCV, EraseAccount, Sweep, Purge, SecondRead, SecondForget, RunModel, RotateKeys, SettleProof, SendMail}
}

// Task is one unit of background work.
type Task struct {
	Kind    Kind
	Owner   owner.ID // None for work that belongs to nobody
	Subject string   // id of the row the work is about
}

// Later is the error of a task that is to be done again after a while, as a
// recipient asked; it counts as no failure.
type Later struct{ After time.Duration }

// Error says how long.
func (l Later) Error() string { return "later: in " + l.After.String() }
