package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"jobops/internal/app"
)

// keysCmd groups what has to do with the keys of an instance.
type keysCmd struct {
	Status keyStatusCmd `cmd:"" default:"withargs" help:"Show the epochs of the keyring and how many keys each wraps."`
	Rotate rotateCmd    `cmd:"" help:"Replace the master key and wrap every key anew, while the program serves or not."`
}

type keyStatusCmd struct{ place }

// Run prints how the keys stand and fails when one is missing.
func (c *keyStatusCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	st, err := app.Keys(ctx, config)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, e := range st.Epochs {
		state := "old: a rotation was stopped; run keys rotate again"
		if e.Current {
			state = "current"
		}
		fmt.Fprintf(w, "epoch\t%s\t%s\t%d keys\t%s\n", e.ID, e.Created.Format(time.RFC3339), st.Wrapped[e.ID], state)
	}
	fmt.Fprintf(w, "keys\t%d in use\t%d without a record (being made, or left over)\t\t\n", st.Live, st.Unclaimed)
	if err := w.Flush(); err != nil {
		return err
	}
	if n := len(st.Missing); n > 0 {
		return fmt.Errorf("%d keys are missing, and what they sealed with them: %s", n, strings.Join(st.Missing, ", "))
	}
	return nil
}

type rotateCmd struct{ place }

// Run rotates the keys and says what is left to do.
func (c *rotateCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	done, err := app.RotateKeys(ctx, config)
	if done.Resumed {
		fmt.Println("Went on with a rotation that was stopped.")
	}
	if done.Epoch != "" {
		fmt.Printf("Epoch %s; keys wrapped anew: %d; old epochs dropped: %d.\n", done.Epoch, done.Wrapped, done.Dropped)
	}
	if err != nil {
		return err
	}
	if n := len(done.Left); n > 0 {
		return errors.New("keys that were being made still need the old epoch; run it again in a quarter of an hour")
	}
	fmt.Println("Replace every copy of the keyring now: an old copy still opens old copies of the keys.")
	return nil
}
