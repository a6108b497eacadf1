package tailor

import (
	"context"
	"errors"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/usage"
)

const (
	// leftAfter is how long a person may not have looked before they count as gone.
	leftAfter = 45 * time.Second
	lookEvery = 2 * time.Second
	// endWait bounds what is noted after an answer, also when time is up.
	endWait = 20 * time.Second
)

// errGone is why a question is given up while it is open.
var errGone = errors.New("tailor: nobody waits for this run")

// Work does the queued work of a run. A click asks once: what was cut off on the
// way is not sent again.
func (r *Runner) Work(ctx context.Context, owner owner.ID, id RunID) error {
	run, err := r.Runs.Run(ctx, owner, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && run.State.Ended() {
		return nil
	}
	if err != nil {
		return err
	}
	if run.State == RunOpen || r.Model == nil {
		return r.cancel(ctx, owner, id, "model.cut_off")
	}
	if r.Now().Sub(run.Seen) >= leftAfter {
		return r.cancel(ctx, owner, id, "model.left")
	}
	run.State = RunOpen
	if err := r.Runs.MoveRun(ctx, owner, RunAsked, run, usage.Settlement{}); err != nil {
		return ignoreConflict(err)
	}
	answer, done, failed := r.ask(ctx, owner, &run)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWait)
	defer cancel()
	run.Provider, run.Model, run.In, run.Out, run.Cost = answer.Provider, answer.Model, answer.In, answer.Out, answer.Cost
	if failed != nil {
		return r.fail(end, owner, run, failed)
	}
	return r.finish(end, owner, run, done)
}

// ask asks the model and reads its answer into the run. done is what the
// tailoring gets.
func (r *Runner) ask(ctx context.Context, owner owner.ID, run *Run) (Answer, []Edit, error) {
	if err := r.Runs.May(ctx, owner, inventory.AIOptimisation); err != nil {
		return Answer{}, nil, err
	}
	t, err := r.Tailor.tailorings.Tailoring(ctx, owner, run.Tailoring)
	if err != nil {
		return Answer{}, nil, err
	}
	pair, err := r.Tailor.Match(ctx, owner, t.Version, t.Posting)
	if err != nil {
		return Answer{}, nil, err
	}
	said, err := r.Tailor.Statements(ctx, owner, t.CV, pair.Version.Resume)
	if err != nil {
		return Answer{}, nil, err
	}
	p := newPrompt(run.Kind, pair, run.Content.Employers)
	ctx, stop := r.watch(ctx, owner, run.ID)
	defer stop()
	answer, err := r.Model.Ask(ctx, owner, Question{
		Run: run.ID, CV: run.CV, Providers: run.Content.Providers, System: p.system, User: p.user, Name: p.name, Schema: p.schema, Answer: p.answer,
	})
	if err != nil {
		return answer, nil, err
	}
	edits, err := p.read(run, answer, said)
	return answer, edits, err
}

// read checks an answer and puts it into the run.
func (p *prompt) read(run *Run, a Answer, said []Statement) (edits []Edit, err error) {
	reply, err := p.decode(a.Text)
	if err != nil {
		return nil, err
	}
	if run.Kind == LetterRun {
		run.Content.Letter, run.Content.Dropped, err = p.letter(reply, said)
		return nil, err
	}
	edits, run.Content.Dropped, err = p.edits(reply, run.ID, said)
	run.Content.Edits = edits
	return edits, err
}

// watch gives a context that ends when the run is cancelled, its CV is gone or
// the person has left.
func (r *Runner) watch(ctx context.Context, owner owner.ID, id RunID) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		every := time.NewTicker(lookEvery)
		defer every.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-every.C:
			}
			if r.gone(ctx, owner, id) {
				cancel(errGone)
				return
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}

func (r *Runner) gone(ctx context.Context, owner owner.ID, id RunID) bool {
	run, err := r.Runs.Run(ctx, owner, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && run.State != RunOpen {
		return true
	}
	if err != nil || r.Now().Sub(run.Seen) < leftAfter {
		return false
	}
	return r.cancel(ctx, owner, id, "model.left") == nil
}

// fail ends a run with a reason a person may see; the use is given back, tokens
// that were spent stay counted.
func (r *Runner) fail(ctx context.Context, owner owner.ID, run Run, why error) error {
	run.State, run.Ended = RunFailed, r.Now()
	run.Reason = "model.unavailable"
	if fault.KindOf(why) != "" {
		run.Reason, _ = fault.CodeOf(why)
	}
	err := ignoreConflict(r.Runs.MoveRun(ctx, owner, RunOpen, run, run.settlement(false)))
	// The CV may have gone meanwhile, and its runs with it.
	err = errors.Join(err, ignoreConflict(r.Usage.Settle(ctx, owner, run.settlement(false))))
	if fault.KindOf(why) == "" && !errors.Is(why, errGone) && !errors.Is(why, context.Canceled) && !errors.Is(why, context.DeadlineExceeded) {
		return errors.Join(why, err) // our own bug belongs into the log
	}
	return err
}

func (r Run) settlement(used bool) usage.Settlement {
	return usage.Settlement{ID: string(r.ID), Used: used, In: r.In, Out: r.Out, Cost: r.Cost}
}

// finish ends a run with its edits in the tailoring. A tailoring that was saved
// meanwhile stays as it is; the run still shows what came.
func (r *Runner) finish(ctx context.Context, owner owner.ID, run Run, edits []Edit) error {
	run.State, run.Ended = RunDone, r.Now()
	err := r.Runs.FinishRun(ctx, owner, run, run.settlement(true), func(t *Tailoring) error {
		if t.Result == "" {
			t.take(edits, r.Now())
		}
		return nil
	})
	switch fault.KindOf(err) {
	case fault.Restricted:
		return r.fail(ctx, owner, run, err)
	case fault.NotFound: // the CV went meanwhile, and with it all but the use
		return ignoreConflict(r.Usage.Settle(ctx, owner, run.settlement(false)))
	}
	return ignoreConflict(err)
}

// take puts the edits of a run in front, in place of earlier ones of a model for
// the same lines that nobody has decided on.
func (t *Tailoring) take(edits []Edit, now time.Time) {
	kept := slices.DeleteFunc(slices.Clone(t.Edits), func(old Edit) bool {
		return old.Run != "" && t.Choices[old.ID].Decision == Undecided &&
			slices.ContainsFunc(edits, func(e Edit) bool { return e.Path == old.Path })
	})
	fresh := slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool {
		return slices.ContainsFunc(kept, func(old Edit) bool { return old.ID == e.ID })
	})
	t.Edits, t.Updated = append(fresh, kept...), now
}
