// Command testrun sets up what the tests need and runs them: it is what "make
// test" calls, from the root of the repository.
//
// It needs a C compiler (race detector), PostgreSQL (store tests) and Chromium
// (browser tests). As root on Debian it says so and installs what is missing
// with apt-get; elsewhere it names what it leaves out. With CI=true in the
// environment nothing may be left out: a missing program or a skipped test is
// then a failure.
//
// PostgreSQL is a throwaway server of its own, on a free port in a temporary
// folder, run by an unprivileged user and stopped on every way out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

func main() {
	ownTools := flag.Bool("tools", true, "run the tests of the tools too")
	race := flag.Bool("race", true, "run with the race detector")
	run := flag.String("run", "", "run only tests that match, as in go test -run")
	browser := flag.Bool("browser", true, "run the browser tests too")
	flag.Parse()
	packages := flag.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r := runner{ctx: ctx, out: os.Stdout, strict: os.Getenv("CI") == "true", env: os.Environ()}
	if err := r.test(plan{*race, *browser, *ownTools, *run, packages}); err != nil {
		fmt.Fprintln(os.Stderr, "testrun:", err)
		os.Exit(1)
	}
}

// runner holds one run: its environment grows by what was set up, left by what
// could not be.
type runner struct {
	ctx    context.Context
	out    io.Writer
	strict bool // CI: nothing may be left out
	env    []string
	left   []string // what was not tested, and why
}

// plan is what to run.
type plan struct {
	race, browser, tools bool
	run                  string
	packages             []string
}

func (r *runner) test(p plan) error {
	if err := r.install(); err != nil {
		return err
	}
	stop, err := r.postgres()
	if err != nil {
		return err
	}
	defer stop()

	// A package may take longer than the ten minutes of go test on a machine of two busy cores.
	args := []string{"-shuffle=on", "-timeout=20m"}
	if p.run != "" {
		args = append(args, "-run="+p.run)
	}
	var detector []string
	if p.race && r.canRace() {
		detector = []string{"-race"}
	}
	all := []string{"./..."}
	failed := r.goTest(".", slices.Concat(detector, args, p.packages))
	if p.tools {
		for _, dir := range toolsWithTests {
			failed = errors.Join(failed, r.goTest(dir, slices.Concat(args, all)))
		}
	}
	if p.browser && r.findBrowser() {
		failed = errors.Join(failed, r.goTest("tools/e2e", slices.Concat(args, []string{"-count=1"}, all)))
	}
	return errors.Join(failed, r.closing())
}

// toolsWithTests are the modules of their own that have tests.
var toolsWithTests = []string{"tools/testrun", "tools/faults"}

// closing tells what was left out; in CI that is a failure.
func (r *runner) closing() error {
	for _, what := range r.left {
		fmt.Fprintln(r.out, "not tested:", what)
	}
	if r.strict && len(r.left) > 0 {
		return fmt.Errorf("CI=true and not tested: %s", strings.Join(r.left, "; "))
	}
	return nil
}

func (r *runner) leaveOut(what string) { r.left = append(r.left, what) }
