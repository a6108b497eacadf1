// Command jobops is a private workbench for a job search: it reads a CV, shows
// how well it fits a job ad and why, proposes honest edits and writes the
// better CV. Without arguments it serves the workbench to this machine alone.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// cli is the command line; one field per subcommand, one file per field.
type cli struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Serve the workbench to this machine (the default)."`
	Doctor  doctorCmd  `cmd:"" help:"Show the effective configuration: what is on, what is off and why."`
	Version versionCmd `cmd:"" help:"Print the version."`
	Parse   parseCmd   `cmd:"" help:"Read CVs and write one JSON Resume each."`
	Match   matchCmd   `cmd:"" help:"Say how well a CV fits a job ad, and why."`
	Try     tryCmd     `cmd:"" help:"Do the whole job without a server: match, edits, better CV."`
	Backup  backupCmd  `cmd:"" help:"Copy the data folder and read the copy back, while it is served or not."`
	Migrate migrateCmd `cmd:"" help:"Bring a PostgreSQL database up to this program, as the login that owns it."`
	Keys    keysCmd    `cmd:"" help:"The master keys: how they stand, and their rotation."`
	Privacy privacyCmd `cmd:"" help:"What is promised to people, and whether it is kept."`
	User    userCmd    `cmd:"" help:"Accounts, where no mail is delivered."`
	Restore restoreCmd `cmd:"" help:"Put a backup into an empty data folder and check it."`

	Claims    claimsCmd    `cmd:"" hidden:"" help:"Measure the truth check with sets of lies and honest rewordings."`
	Attacks   attacksCmd   `cmd:"" hidden:"" help:"Measure what texts planted in ads and CVs get out of the tailoring."`
	Docworker docworkerCmd `cmd:"" hidden:"" help:"Read documents for another process."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "jobops: error: %v\n", err)
		os.Exit(status(err))
	}
}

func run(ctx context.Context) error {
	cobra.MousetrapHelpText = "" // a double click serves the workbench on Windows too
	return command("jobops", "A private workbench for a job search.", &cli{}).ExecuteContext(ctx)
}
