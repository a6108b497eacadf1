package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"jobops/internal/app"
)

type doctorCmd struct {
	place
	Addr string `help:"Address that serve would listen on." env:"JOBOPS_ADDR" placeholder:"localhost:7310"`
	// Serving others comes with accounts; until then only doctor reads the file.
	Operator string `help:"File of who would run it for others (see internal/inventory/operator.example.yaml)." env:"JOBOPS_OPERATOR" type:"path"`
}

// Run prints the effective configuration and fails when something is wrong.
func (c *doctorCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	config.Addr, config.Operator = c.Addr, c.Operator
	ok := true
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, f := range app.Doctor(ctx, config) {
		ok = ok && f.OK
		fmt.Fprintf(w, "%s\t%s\t%s\n", mark(f.OK), f.What, f.Says)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !ok {
		return errors.New("something is wrong: see the lines that do not begin with ok")
	}
	return nil
}

func mark(ok bool) string {
	if ok {
		return "ok"
	}
	return "!!"
}
