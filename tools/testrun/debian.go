package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// need is a program the tests use and the Debian package that brings it.
type need struct {
	program string
	pkg     string
	what    string
}

var (
	compiler = need{"gcc", "gcc", "the race detector"}
	server   = need{"postgres", "postgresql", "the store on PostgreSQL"}
	chromium = need{"chromium", "chromium", "the pages in a browser"}
)

// install brings what is missing, where that is possible.
func (r *runner) install() error {
	var missing []string
	for _, n := range []need{compiler, server, chromium} {
		if n.find() == "" {
			missing = append(missing, n.pkg)
		}
	}
	if len(missing) == 0 || os.Geteuid() != 0 || !exists("/etc/debian_version") {
		return nil
	}
	if slices.Contains(missing, compiler.pkg) {
		missing = append(missing, "libc6-dev")
	}
	fmt.Fprintln(r.out, "testrun: installing with apt-get:", strings.Join(missing, " "))
	if err := r.apt("update"); err != nil {
		return err
	}
	return r.apt(append([]string{"install", "--no-install-recommends"}, missing...)...)
}

func (r *runner) apt(args ...string) error {
	cmd := exec.CommandContext(r.ctx, "apt-get", append([]string{"-qq", "-y"}, args...)...)
	cmd.Env = append(r.env, "DEBIAN_FRONTEND=noninteractive")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("apt-get %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// find returns the path of the program, or "". Debian keeps the programs of
// the PostgreSQL server out of PATH, a desktop may call Chromium otherwise.
func (n need) find() string {
	names := []string{n.program}
	if n == chromium {
		names = append(names, "chromium-browser", "google-chrome", "google-chrome-stable",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
	}
	for _, name := range names {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + n.program)
	if len(found) == 0 {
		return ""
	}
	return slices.Max(found)
}

func (r *runner) canRace() bool {
	if compiler.find() != "" || os.Getenv("CC") != "" {
		return true
	}
	r.leaveOut(compiler.what + " (no C compiler)")
	return false
}

// findBrowser names the browser to the tests, in JOBOPS_TEST_BROWSER.
func (r *runner) findBrowser() bool {
	path := os.Getenv("JOBOPS_TEST_BROWSER")
	if path == "" {
		path = chromium.find()
	}
	if path == "" {
		r.leaveOut(chromium.what + " (no Chromium)")
		return false
	}
	r.env = append(r.env, "JOBOPS_TEST_BROWSER="+path)
	return true
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
