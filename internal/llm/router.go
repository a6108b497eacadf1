package llm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/tailor"
)

// Local is the id of a model on the operator's own machine, which is no
// recipient and has no line in the ledger.
const Local = "local"

// Provider is a client with its place in the order and its limits.
type Provider struct {
	ID       string // of the inventory, or Local
	Name     string
	Host     string
	Model    string
	Adults   bool // only for people who stated that they are 18 or older
	Client   Client
	Deadline time.Duration // of one question, all tries included
	Slots    int           // questions at once, 0 for as many as the router has
	Context  int           // tokens that question and answer may have together, 0 unknown
	Keeps    time.Duration // how long the provider keeps a question
	Region   string        // where it works on it, "" unknown
	Price    Price
}

// Price is in dollars for a million tokens; zero is not known.
type Price struct{ In, Out float64 }

// cost is an estimate in millionths of a dollar.
func (p Price) cost(in, out int64) int64 { return int64(float64(in)*p.In + float64(out)*p.Out + 0.5) }

// Ledger notes each hand-over and refuses what may not be; it is privacy.Ledger.
type Ledger interface {
	Disclose(ctx context.Context, owner owner.ID, d privacy.Disclosure, payload []byte, send func(context.Context) error) error
}

// Router asks providers in order: a tailor.Model.
type Router struct {
	providers []*routed
	ledger    Ledger
	slots     chan struct{}
	now       func() time.Time
	pause     time.Duration // before a second try, where the provider asks for none
}

type routed struct {
	Provider
	breaker breaker
	slots   chan struct{} // nil for the router's
}

// secondTry is the pause before it; longestPause what a provider may ask for
// within one question, beyond which the next one is asked.
const (
	secondTry    = 500 * time.Millisecond
	longestPause = 5 * time.Second
	tries        = 2
)

// NewRouter returns a router that has slots questions open at once.
func NewRouter(ledger Ledger, slots int, now func() time.Time, providers ...Provider) *Router {
	r := &Router{ledger: ledger, slots: make(chan struct{}, max(slots, 1)), now: now, pause: secondTry}
	for _, p := range providers {
		one := &routed{Provider: p}
		if p.Slots > 0 {
			one.slots = make(chan struct{}, p.Slots)
		}
		r.providers = append(r.providers, one)
	}
	return r
}

// Providers lists who is configured, in the order they are asked.
func (r *Router) Providers() []tailor.Provider {
	var all []tailor.Provider
	for _, p := range r.providers {
		all = append(all, tailor.Provider{ID: p.ID, Name: p.Name, Model: p.Model, Host: p.Host, Local: p.ID == Local, Adults: p.Adults})
	}
	return all
}

// checkTimeout bounds one look at a provider.
const checkTimeout = 10 * time.Second

// Check asks a provider whether it is there.
func (r *Router) Check(ctx context.Context, provider string) error {
	at := slices.IndexFunc(r.providers, func(p *routed) bool { return p.ID == provider })
	if at < 0 {
		return fault.NotFound
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return r.providers[at].Client.Check(ctx)
}

// errBusy is said while every provider rests.
var errBusy = &Error{Kind: Overloaded}

// Ask returns the first answer of the providers that a question names.
func (r *Router) Ask(ctx context.Context, owner owner.ID, q tailor.Question) (tailor.Answer, error) {
	if err := hold(ctx, r.slots); err != nil {
		return tailor.Answer{}, err
	}
	defer func() { <-r.slots }()
	var spent tailor.Answer
	var failed error = errBusy
	for _, p := range r.providers {
		if !slices.Contains(q.Providers, p.ID) {
			continue
		}
		answer, err := r.askOne(ctx, owner, p, q)
		spent.In, spent.Out, spent.Cost = spent.In+answer.In, spent.Out+answer.Out, spent.Cost+answer.Cost
		if err == nil {
			answer.In, answer.Out, answer.Cost = spent.In, spent.Out, spent.Cost
			return answer, nil
		}
		failed = worse(failed, err)
		if !passesOn(err) || ctx.Err() != nil {
			break
		}
	}
	return spent, worded(failed)
}

// hold takes a slot or gives up with the context.
func hold(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// worse keeps the error that says most: one of a provider that was really asked.
func worse(before, now error) error {
	if errors.Is(now, errBusy) {
		return before
	}
	return now
}

// passesOn tells whether the next provider is asked: when this one has no
// capacity or does not answer, never for what it answered.
func passesOn(err error) bool {
	e, ok := errorsAs[*Error](err)
	return ok && slices.Contains([]Kind{Overloaded, Limited, Capacity, Timeout, Unreachable, Broken}, e.Kind)
}

// askOne asks one provider, twice where it may help.
func (r *Router) askOne(ctx context.Context, owner owner.ID, p *routed, q tailor.Question) (tailor.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, p.Deadline)
	defer cancel()
	if p.slots != nil {
		if err := hold(ctx, p.slots); err != nil {
			return tailor.Answer{}, unspoken(err)
		}
		defer func() { <-p.slots }()
	}
	if p.Context > 0 && (len(q.System)+len(q.User)+len(q.Schema))/3+q.Answer > p.Context {
		return tailor.Answer{}, &Error{Kind: TooLong}
	}
	answer := tailor.Answer{Provider: p.ID, Model: p.Model}
	for try := 1; ; try++ {
		if !p.breaker.allow(r.now()) {
			return answer, errBusy
		}
		reply, err := r.try(ctx, owner, p, q)
		p.noteEnd(r.now(), err)
		answer.In, answer.Out = answer.In+reply.In, answer.Out+reply.Out
		answer.Cost = p.Price.cost(answer.In, answer.Out)
		if err == nil {
			answer.Text = reply.Text
			if reply.Model != "" {
				answer.Model = reply.Model
			}
			return answer, nil
		}
		wait, again := r.again(err)
		if !again || try == tries || !sleep(ctx, wait) {
			return answer, err
		}
	}
}

// unspoken is the error of a wait that ended before anything was sent.
func unspoken(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &Error{Kind: Timeout}
	}
	return err
}

// again tells whether a second try may help, and after how long: not after a
// deadline or an answer that was not the right one.
func (r *Router) again(err error) (time.Duration, bool) {
	e, ok := errorsAs[*Error](err)
	if !ok || !slices.Contains([]Kind{Overloaded, Limited, Unreachable, Broken}, e.Kind) || e.After > longestPause {
		return 0, false
	}
	if e.Kind == Broken && e.Status == 200 {
		return 0, false // it was cut or is of no known form: it cost what it cost
	}
	return max(e.After, r.pause+rand.N(r.pause/2+1)), true
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// noteEnd tells the breaker what a try says about the provider: an answer that
// is not usable comes from one that works.
func (p *routed) noteEnd(now time.Time, err error) {
	e, ok := errorsAs[*Error](err)
	switch {
	case err == nil, ok && !passesOn(err):
		p.breaker.note(now, true, 0)
	case ok && e.After > longestPause:
		p.breaker.note(now, false, e.After)
	case ok:
		p.breaker.note(now, false, 0)
	default: // the person left, or the ledger refused
		p.breaker.release()
	}
}

// try asks once, through the ledger where somebody receives something.
func (r *Router) try(ctx context.Context, owner owner.ID, p *routed, q tailor.Question) (reply Reply, err error) {
	send := func(ctx context.Context) error {
		reply, err = p.Client.Ask(ctx, Request{System: q.System, User: q.User, Name: q.Name, Schema: q.Schema, MaxTokens: q.Answer}, nil)
		return err
	}
	if p.ID == Local {
		return reply, send(ctx)
	}
	d := privacy.Disclosure{
		Processor: p.ID, Purpose: inventory.AIOptimisation, Classes: []string{"cv_text_pseudonymised", "posting_text"},
		Subject: string(q.CV), Model: p.Model, Region: p.Region, Expires: r.now().Add(p.Keeps),
	}
	err = r.ledger.Disclose(ctx, owner, d, []byte(q.System+q.User+string(q.Schema)), send)
	return reply, err
}

// sentences are what a person is told, by what went wrong.
var sentences = map[Kind]error{
	Overloaded:  fault.New(fault.Unavailable, "model.overloaded"),
	Limited:     fault.New(fault.Unavailable, "model.overloaded"),
	Capacity:    fault.New(fault.Unavailable, "model.capacity"),
	Timeout:     fault.New(fault.Unavailable, "model.timeout"),
	Unreachable: fault.New(fault.Unavailable, "model.unreachable"),
	Broken:      fault.New(fault.Unavailable, "model.cut"),
	Key:         fault.New(fault.Unavailable, "model.key"),
	Unknown:     fault.New(fault.Unavailable, "model.unknown"),
	Refused:     fault.New(fault.Unsupported, "model.refused"),
	Truncated:   fault.New(fault.Unavailable, "model.truncated"),
	TooLong:     fault.New(fault.TooLarge, "model.too_long"),
	Invalid:     fault.New(fault.Unavailable, "model.invalid"),
}

// worded gives an error the sentence that belongs to it.
func worded(err error) error {
	if e, ok := errorsAs[*Error](err); ok {
		return fmt.Errorf("%w: %w", sentences[e.Kind], e)
	}
	return err
}
