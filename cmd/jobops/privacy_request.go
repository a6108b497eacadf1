package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"jobops/internal/app"
	"jobops/internal/privacy"
)

// requestCmd is the register of requests, for whoever answers them.
type requestCmd struct {
	Add    requestAddCmd    `cmd:"" help:"Note a request that arrived; prints its number and the day it is due."`
	List   requestListCmd   `cmd:"" default:"1" help:"List the register, the next due first."`
	Extend requestExtendCmd `cmd:"" help:"Give a request two months more, for a reason the person is told."`
	Answer requestAnswerCmd `cmd:"" help:"Close a request with its outcome."`
}

// office is the instance whose register it is.
type office struct {
	place
	Operator string `help:"File of who runs it for others; days end in its time zone." env:"JOBOPS_OPERATOR" type:"path"`
}

// register opens the register of an instance and closes it behind f.
func (p office) register(ctx context.Context, f func(*privacy.Register) error) (err error) {
	config, err := p.config()
	if err != nil {
		return err
	}
	config.Operator = p.Operator
	a, err := app.Beside(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := f(a.Register); err != nil {
		return inWords(err)
	}
	return nil
}

type requestAddCmd struct {
	office
	Kind     string    `arg:"" help:"What is asked for." enum:"access,rectify,erase,restrict,port,object,other"`
	Channel  string    `help:"How it arrived: email, post, self_service." default:"email"`
	Identity string    `help:"How it is known who asks: none, signed_in, known_address, asked." default:"known_address"`
	Received time.Time `help:"Day of arrival, 2026-11-24. Default: now." format:"2006-01-02"`
}

// Run notes a request.
func (c *requestAddCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		if c.Received.IsZero() {
			c.Received = time.Now()
		}
		r, err := g.Receive(ctx, c.Kind, c.Channel, c.Identity, c.Received)
		if err == nil {
			fmt.Printf("Request %d, answer by the end of %s. Write the number on the letter; the register holds no name.\n", r.Number, g.LastDay(r).Format(time.DateOnly))
		}
		return err
	})
}

type requestListCmd struct{ office }

// Run lists the register.
func (c *requestListCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		all, err := g.Requests(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, r := range all {
			fmt.Fprintf(w, "%d\t%s\t%s\treceived %s\tdue %s\t%s\n", r.Number, r.Kind, r.Channel, r.Received.Format(time.DateOnly), g.LastDay(r).Format(time.DateOnly), standing(g, r))
		}
		return w.Flush()
	})
}

// standing says how a request stands today.
func standing(g *privacy.Register, r privacy.Request) string {
	if !r.Answered.IsZero() {
		return r.Outcome + " " + r.Answered.Format(time.DateOnly)
	}
	switch days, overdue := g.Reminder(r); {
	case overdue:
		return "OVERDUE"
	case days > 0:
		return fmt.Sprintf("open, day %d has passed", days)
	}
	return "open"
}

type requestExtendCmd struct {
	office
	Number int    `arg:"" help:"Number of the request."`
	Reason string `arg:"" help:"Why (Art. 12(3) GDPR)." enum:"complexity,number"`
}

// Run extends a request.
func (c *requestExtendCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		r, err := g.Extend(ctx, c.Number, c.Reason)
		if err == nil {
			fmt.Printf("Request %d, answer by the end of %s. Tell the person now, with the reason.\n", r.Number, g.LastDay(r).Format(time.DateOnly))
		}
		return err
	})
}

type requestAnswerCmd struct {
	office
	Number  int    `arg:"" help:"Number of the request."`
	Outcome string `arg:"" help:"How it ended." enum:"granted,partly,refused,withdrawn"`
}

// Run closes a request.
func (c *requestAnswerCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		r, err := g.Answer(ctx, c.Number, c.Outcome)
		if err == nil && r.Outcome == "refused" {
			fmt.Println("A refusal names its reasons, the supervisory authority and the way to a court.")
		}
		return err
	})
}
