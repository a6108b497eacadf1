// Package task describes background work: a kind and the ids it needs.
//
// A task is queued in the same transaction as the rows it follows from. Its
// ids are stored in clear, so a task never carries text a person wrote.
package task

import "jobops/internal/owner"

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
)

// Kinds lists every kind, for the worker's registration and its test.
func Kinds() []Kind { return []Kind{ReadCV, EraseAccount, Sweep, Purge} }

// Task is one unit of background work.
type Task struct {
	Kind    Kind
	Owner   owner.ID // None for work that belongs to nobody
	Subject string   // id of the row the work is about
}
