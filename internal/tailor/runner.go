package tailor

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/task"
	"jobops/internal/usage"
)

// Runner has a language model propose edits and letters, as queued work that a
// person asks for, waits for and may cancel. What comes back is a proposal like
// any other: each edit goes through Check and stands in the tailoring, where the
// person decides.
//
//	offered, err := runner.Providers(ctx, me)               // names for the button
//	run, err := runner.Ask(ctx, me, tailoring, tailor.Ask{…}) // fault.PaymentRequired, Conflict, Restricted …
//	run, err = runner.Look(ctx, me, run.ID)                 // every few seconds, until run.State.Ended()
type Runner struct {
	RunnerParts
}

// RunnerParts are what a Runner is made of; all are needed but Model.
type RunnerParts struct {
	Tailor *Service
	Runs   Runs
	Model  Model // nil where none is configured
	Usage  *usage.Service
	// Slots is how many runs are at work at once; as many more may wait.
	Slots int
	Now   func() time.Time
}

// NewRunner returns a runner made of its parts.
func NewRunner(p RunnerParts) *Runner { return &Runner{p} }

// Ask is what a person asks for, with the providers that the button named.
type Ask struct {
	// Key makes a form that is sent twice ask once: a UUID of the page, "" for none.
	Key       string
	Kind      RunKind
	Providers []string // ids; any of those offered, in any order
	Employers bool     // hide the names of employers too
}

// What a person is told.
var (
	errNoModel   = fault.New(fault.NotFound, "model.none")
	errProviders = fault.New(fault.Conflict, "model.providers_changed")
	errUnnamed   = fault.New(fault.Invalid, "model.name_one")
	errClosed    = fault.New(fault.Conflict, "tailor.closed")
)

// Providers lists who may receive a person's text, in the order they are asked;
// none where no model is configured.
func (r *Runner) Providers(ctx context.Context, owner owner.ID) ([]Provider, error) {
	if r.Model == nil {
		return nil, nil
	}
	adult, err := r.Runs.Adult(ctx, owner)
	if err != nil {
		return nil, err
	}
	offered := slices.Clone(r.Model.Providers())
	return slices.DeleteFunc(offered, func(p Provider) bool { return p.Adults && adult.IsZero() }), nil
}

// AdultsOnly names the providers that are configured and not offered to people
// who have not stated that they are 18 or older.
func (r *Runner) AdultsOnly() []Provider {
	if r.Model == nil {
		return nil
	}
	all := slices.Clone(r.Model.Providers())
	return slices.DeleteFunc(all, func(p Provider) bool { return !p.Adults })
}

// Check asks a provider whether it is there, without anything of a person. The
// error says in plain English what is wrong and, of an address, which one to try.
func (r *Runner) Check(ctx context.Context, provider string) error {
	if r.Model == nil {
		return errNoModel
	}
	return r.Model.Check(ctx, provider)
}

// Adult tells when a person stated that they are 18 or older, zero never.
func (r *Runner) Adult(ctx context.Context, owner owner.ID) (time.Time, error) {
	return r.Runs.Adult(ctx, owner)
}

// SetAdult notes that statement, or takes it back.
func (r *Runner) SetAdult(ctx context.Context, owner owner.ID, adult bool) error {
	var at time.Time
	if adult {
		at = r.Now()
	}
	return r.Runs.SetAdult(ctx, owner, at)
}

// features says what a run counts as.
var features = map[RunKind]usage.Feature{EditsRun: usage.Optimisations, LetterRun: usage.Letters}

// Ask reserves a use and queues a run. The same key gives the same run again.
func (r *Runner) Ask(ctx context.Context, owner owner.ID, id ID, ask Ask) (Run, error) {
	feature, known := features[ask.Kind]
	if !known {
		return Run{}, fault.New(fault.Invalid, "error.form")
	}
	if had, err := r.asked(ctx, owner, ask.Key); err != nil || had.ID != "" {
		return had, err
	}
	named, err := r.named(ctx, owner, ask.Providers)
	if err != nil {
		return Run{}, err
	}
	t, err := r.Tailor.tailorings.Tailoring(ctx, owner, id)
	if err != nil {
		return Run{}, err
	}
	if t.Result != "" && ask.Kind == EditsRun {
		return Run{}, errClosed
	}
	pair, err := r.Tailor.Match(ctx, owner, t.Version, t.Posting)
	if err != nil {
		return Run{}, err
	}
	p := newPrompt(ask.Kind, pair, ask.Employers)
	now := r.Now()
	run := Run{
		ID: RunID(newID()), CV: t.CV, Tailoring: id, Kind: ask.Kind, State: RunAsked, Prompt: p.version, Asked: now, Seen: now,
		Content: RunContent{Providers: named, Employers: ask.Employers},
	}
	if ask.Key != "" {
		run.ID = RunID(ask.Key)
	}
	claim := r.Usage.Claim(feature, string(ask.Kind), string(run.ID), p.estimate())
	work := task.Task{Kind: task.RunModel, Owner: owner, Subject: string(run.ID)}
	return run, r.Runs.AskRun(ctx, owner, run, claim, r.most(), work)
}

// most is how many runs may be open at once.
func (r *Runner) most() int { return 2 * max(r.Slots, 1) }

// asked finds the run of a form that was sent before.
func (r *Runner) asked(ctx context.Context, owner owner.ID, key string) (Run, error) {
	if key == "" {
		return Run{}, nil
	}
	if _, err := uuid.Parse(key); err != nil || len(key) != 36 {
		return Run{}, fault.New(fault.Invalid, "error.form")
	}
	run, err := r.Runs.Run(ctx, owner, RunID(key))
	if fault.KindOf(err) == fault.NotFound {
		return Run{}, nil
	}
	return run, err
}

// named are the providers of a click that are offered, in the order they are
// asked. One that is not offered any more makes the page look again.
func (r *Runner) named(ctx context.Context, owner owner.ID, ids []string) ([]string, error) {
	offered, err := r.Providers(ctx, owner)
	if err != nil {
		return nil, err
	}
	if len(offered) == 0 {
		return nil, errNoModel
	}
	var named []string
	for _, p := range offered {
		if slices.Contains(ids, p.ID) {
			named = append(named, p.ID)
		}
	}
	for _, id := range ids {
		if !slices.Contains(named, id) {
			return nil, errProviders
		}
	}
	if len(named) == 0 {
		return nil, errUnnamed
	}
	return named, nil
}

// estimate is what a question may cost at most, in tokens; a token is three
// bytes or more in every language we read.
func (p *prompt) estimate() int64 {
	return int64((len(p.system)+len(p.user)+len(p.schema))/3 + p.answer)
}

// Look returns a run and notes that its person is still there.
func (r *Runner) Look(ctx context.Context, owner owner.ID, id RunID) (Run, error) {
	run, err := r.Runs.Run(ctx, owner, id)
	if err != nil || run.State.Ended() {
		return run, err
	}
	return run, r.Runs.SeeRun(ctx, owner, id, r.Now())
}

// Run returns a run.
func (r *Runner) Run(ctx context.Context, owner owner.ID, id RunID) (Run, error) {
	return r.Runs.Run(ctx, owner, id)
}

// List returns the runs of a tailoring, the newest first.
func (r *Runner) List(ctx context.Context, owner owner.ID, id ID) ([]Run, error) {
	return r.Runs.Runs(ctx, owner, id)
}

// Cancel ends a run that has not ended; the use is given back.
func (r *Runner) Cancel(ctx context.Context, owner owner.ID, id RunID) error {
	return r.cancel(ctx, owner, id, "model.cancelled")
}

func (r *Runner) cancel(ctx context.Context, owner owner.ID, id RunID, why string) error {
	run, err := r.Runs.Run(ctx, owner, id)
	if err != nil || run.State.Ended() {
		return err
	}
	from := run.State
	run.State, run.Reason, run.Ended = RunCancelled, why, r.Now()
	return ignoreConflict(r.Runs.MoveRun(ctx, owner, from, run, usage.Settlement{ID: string(run.ID), Unknown: from == RunOpen}))
}

// ignoreConflict is for what somebody else has ended first.
func ignoreConflict(err error) error {
	if k := fault.KindOf(err); k == fault.Conflict || k == fault.NotFound {
		return nil
	}
	return err
}

// idleAfter is how long a run may be open: longer than any task of it takes.
const idleAfter = 20 * time.Minute

// Sweep ends runs that a crash left open.
func (r *Runner) Sweep(ctx context.Context) error {
	before := r.Now().Add(-idleAfter)
	return r.endLost(ctx, func(o OpenRun) bool { return o.Asked.Before(before) })
}

// Resume ends what was at a provider when the program stopped. Call it at start:
// nothing is sent twice by itself.
func (r *Runner) Resume(ctx context.Context) error {
	return r.endLost(ctx, func(o OpenRun) bool { return o.State == RunOpen })
}

func (r *Runner) endLost(ctx context.Context, lost func(OpenRun) bool) error {
	open, err := r.Runs.OpenRuns(ctx)
	var failed []error
	for _, o := range open {
		if lost(o) {
			failed = append(failed, r.cancel(ctx, o.Owner, o.Run, "model.cut_off"))
		}
	}
	return errors.Join(append(failed, err)...)
}
