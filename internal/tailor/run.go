package tailor

import (
	"context"
	"encoding/json"
	"time"

	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/task"
	"jobops/internal/usage"
)

// RunID names a run: one question to a language model.
type RunID string

// RunKind is what a run asks for.
type RunKind string

// The kinds of runs.
const (
	EditsRun  RunKind = "edits"  // other words for lines of the CV
	LetterRun RunKind = "letter" // a letter to go with it
)

// RunState is how far a run has come.
type RunState string

// The states of a run.
const (
	RunAsked     RunState = "asked"     // the person has clicked
	RunOpen      RunState = "sending"   // it may have arrived at a provider
	RunDone      RunState = "done"      // its edits are in the tailoring
	RunFailed    RunState = "failed"    // Reason says why; nothing was charged
	RunCancelled RunState = "cancelled" // by the person, or because they left
)

// Ended reports whether nothing more happens by itself.
func (s RunState) Ended() bool { return s != RunAsked && s != RunOpen }

// Run is one question to a model and what became of it.
type Run struct {
	ID        RunID
	CV        library.ID
	Tailoring ID
	Kind      RunKind
	State     RunState
	Reason    string // message key, with RunFailed and RunCancelled
	Provider  string // id of who answered, "" before
	Model     string
	Prompt    string // version of the prompt
	In, Out   int64  // tokens read and written
	Cost      int64  // estimate in millionths of a dollar, 0 unknown
	Content   RunContent
	Asked     time.Time
	Seen      time.Time // when the person was last there to wait for it
	Ended     time.Time
}

// RunContent is what of a run is sealed.
type RunContent struct {
	Providers []string `json:"providers"`           // named at the click, in order
	Employers bool     `json:"employers,omitempty"` // employers were hidden too
	Edits     []Edit   `json:"edits,omitempty"`     // as they came, checked
	Letter    *Letter  `json:"letter,omitempty"`
	Dropped   int      `json:"dropped,omitempty"` // proposals that could not be used
}

// Letter is the draft of a letter. Each paragraph is checked like a summary of
// the CV: what it claims beyond CV and ad is named.
type Letter struct {
	Paragraphs []Paragraph `json:"paragraphs"`
}

// Paragraph is one of a letter.
type Paragraph struct {
	Text      string  `json:"text"`
	Claims    []Claim `json:"claims,omitempty"` // what neither CV nor ad supports
	Checked   int     `json:"checked"`
	Supported bool    `json:"supported"`
}

// Runs keeps the runs.
type Runs interface {
	// AskRun reserves the use, adds the run and queues tasks, all or nothing. It is
	// fault.PaymentRequired when the plan allows no more, fault.Conflict while
	// another run of the person is open and fault.Unavailable when more than most
	// are open at all.
	AskRun(ctx context.Context, owner owner.ID, r Run, c usage.Claim, most int, tasks ...task.Task) error
	Run(ctx context.Context, owner owner.ID, id RunID) (Run, error)
	// Runs lists those of a tailoring, the newest first.
	Runs(ctx context.Context, owner owner.ID, id ID) ([]Run, error)
	// MoveRun changes the state of a run that is still in another, and settles its
	// use when the new one ends it; fault.Conflict when it is not.
	MoveRun(ctx context.Context, owner owner.ID, from RunState, r Run, s usage.Settlement) error
	// FinishRun ends an open run, changes its tailoring and settles its use, all or
	// nothing; fault.Conflict when the run is not open any more.
	FinishRun(ctx context.Context, owner owner.ID, r Run, s usage.Settlement, change func(*Tailoring) error) error
	RunPresence
}

// RunPresence keeps who is still waiting for a run.
type RunPresence interface {
	// SeeRun notes that the person is there.
	SeeRun(ctx context.Context, owner owner.ID, id RunID, at time.Time) error
	// OpenRuns lists runs of anybody that have not ended.
	OpenRuns(ctx context.Context) ([]OpenRun, error)
	// Adult tells when a person stated that they are 18 or older, zero never.
	Adult(ctx context.Context, owner owner.ID) (time.Time, error)
	SetAdult(ctx context.Context, owner owner.ID, at time.Time) error
	// May is fault.Restricted while a person does not want a purpose.
	May(ctx context.Context, owner owner.ID, p inventory.Purpose) error
}

// OpenRun names a run that has not ended.
type OpenRun struct {
	Owner owner.ID
	Run   RunID
	State RunState
	Asked time.Time
}

// Provider is a language model that may be asked.
type Provider struct {
	ID     string // of the inventory, or "local"
	Name   string // as people know it
	Model  string
	Host   string // where the text goes
	Local  bool   // a machine of whoever runs this instance: no recipient
	Adults bool   // only for people who stated that they are 18 or older
}

// Question is what a model is asked. It holds the data of one person only,
// without names and contact details.
type Question struct {
	Run       RunID
	CV        library.ID
	Providers []string // that may be asked, in order
	System    string   // instructions, the same for everybody
	User      string   // the data, between delimiters
	Name      string   // of the schema
	Schema    json.RawMessage
	Answer    int // tokens that the answer may have
}

// Answer is what a model said.
type Answer struct {
	Provider, Model string
	Text            string // JSON, not yet looked at
	In, Out         int64  // tokens of all tries
	Cost            int64  // estimate in millionths of a dollar
}

// Model asks language models in their order, within their limits and through the
// ledger. Errors are faults a person may see.
type Model interface {
	// Providers lists who is configured, in the order they are asked.
	Providers() []Provider
	// Ask returns the first answer. With an error, In and Out still say what was
	// spent.
	Ask(ctx context.Context, owner owner.ID, q Question) (Answer, error)
	// Check asks a provider whether it is there, without anything of a person, and
	// says in plain English what is wrong: it is for whoever runs the instance.
	Check(ctx context.Context, provider string) error
}
