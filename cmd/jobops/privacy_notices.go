package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"jobops/internal/privacy"
)

// noticesCmd is the list of recipients to be told something (Art. 19 GDPR), for
// whoever writes to them.
type noticesCmd struct {
	List noticesListCmd `cmd:"" default:"withargs" help:"List the notices that wait, the oldest first."`
	Sent noticesSentCmd `cmd:"" help:"Note that a notice was sent."`
}

type noticesListCmd struct{ office }

// Run lists the notices that wait.
func (c *noticesListCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		waiting, err := g.Waiting(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, n := range waiting {
			state := "waiting"
			if g.Late(n) {
				state = "OVERDUE"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\tsince %s\t%s\n", n.ID, n.Processor, n.Event, about(n), n.Queued.Local().Format(time.DateOnly), state)
		}
		return w.Flush()
	})
}

// about says by id what a notice is about.
func about(n privacy.Notice) string {
	if n.Subject == "" {
		return "account " + string(n.Owner)
	}
	return "CV " + n.Subject
}

type noticesSentCmd struct {
	office
	ID string `arg:"" help:"Id of the notice, as listed."`
}

// Run notes that a notice was sent.
func (c *noticesSentCmd) Run(ctx context.Context) error {
	return c.register(ctx, func(g *privacy.Register) error {
		err := g.Told(ctx, c.ID)
		if err == nil {
			fmt.Println("Noted. The person sees the day on their page.")
		}
		return err
	})
}
