package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"jobops/internal/app"
	"jobops/internal/verify"
)

// privacyCmd groups what has to do with people's rights.
type privacyCmd struct {
	Verify  verifyCmd  `cmd:"" help:"Check that the instance keeps what its privacy page promises."`
	Export  exportCmd  `cmd:"" help:"Write everything kept of you as one ZIP."`
	Import  importCmd  `cmd:"" help:"Read such a ZIP into an instance; stop its server first."`
	Request requestCmd `cmd:"" help:"Keep the register of requests that arrive by e-mail or post."`
	Notices noticesCmd `cmd:"" help:"List what recipients are still to be told, and note what was sent."`
}

type verifyCmd struct {
	place
	Static   bool     `help:"Only look at what rests: schema, rows, files, keys." xor:"mode"`
	Live     bool     `help:"Only look at what answers: an account from birth to erasure, every route, every page." xor:"mode"`
	JSON     bool     `help:"Print the report as JSON." name:"json"`
	URL      string   `help:"Running instance of this data to ask (http://localhost:7310). Default: one is started for it." name:"url"`
	Log      []string `help:"Log file to look at too; may be repeated." type:"existingfile"`
	Operator string   `help:"File of who runs it for others." env:"JOBOPS_OPERATOR" type:"path"`
	Attested bool     `help:"The log settings of the database server were checked by hand (see docs/operations.md)."`
	Without  []string `help:"Checks to leave out, which is never green." hidden:""`
}

// red is the end of a run that is not green, with its exit status.
type red struct{ status int }

// Error names what the status means.
func (r red) Error() string {
	if r.status == 1 {
		return "a promise is broken: see the lines that begin with !!"
	}
	return "not everything could be checked, which is not green: see the lines that begin with ??"
}

// ExitCode is the exit status of the program.
func (r red) ExitCode() int { return r.status }

// blind is a run that could not look at anything.
type blind struct{ error }

// ExitCode says that nothing could be checked.
func (blind) ExitCode() int { return 2 }

// Run checks an instance and exits with 0 when all holds, 1 when a promise is
// broken, 2 when something could not be checked.
func (c *verifyCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return blind{err}
	}
	config.Operator = c.Operator
	report, err := app.Verify(ctx, config, app.Verification{Mode: c.mode(), URL: c.URL, Logs: c.Log, Attested: c.Attested, Without: c.Without})
	if report.Results == nil {
		return blind{err}
	}
	if err := errors.Join(err, c.print(os.Stdout, report)); err != nil {
		return blind{err}
	}
	if status := report.Exit(); status != 0 {
		return red{status}
	}
	return nil
}

func (c *verifyCmd) mode() verify.Mode {
	switch {
	case c.Static:
		return verify.Static
	case c.Live:
		return verify.Live
	}
	return verify.All
}

func (c *verifyCmd) print(w io.Writer, r verify.Report) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, result := range r.Results {
		fmt.Fprintf(t, "%s\t%s\t%s\n", sign(result.Outcome), result.ID, result.Promise)
		for _, culprit := range result.Broken {
			fmt.Fprintf(t, "\t\t  broken: %s\n", culprit)
		}
		if result.Why != "" {
			fmt.Fprintf(t, "\t\t  not checked: %s\n", strings.ReplaceAll(result.Why, "\n", "; "))
		}
	}
	fmt.Fprintf(t, "\nInventory %s, %s, program %.12s, in %d ms.\n", r.Inventory.Version, r.Engine, r.Binary, r.Ended.Sub(r.Started).Milliseconds())
	return t.Flush()
}

func sign(o verify.Outcome) string {
	return map[verify.Outcome]string{verify.Holds: "ok", verify.Broken: "!!", verify.Unchecked: "??"}[o]
}
