package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// event is one line of "go test -json", see "go doc test2json".
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// goTest runs the tests of one module and prints one line per package, and
// everything a failed test or package said. Skipped tests are left out.
func (r *runner) goTest(dir string, args []string) error {
	fmt.Fprintf(r.out, "%s: go test %s\n", dir, strings.Join(args, " "))
	cmd := exec.CommandContext(r.ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, r.env, os.Stderr
	if slices.Contains(args, "-race") {
		cmd.Env = append(r.env, "CGO_ENABLED=1") // the race detector is a C library
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	r.follow(out)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%s: go test: %w", dir, err)
	}
	return nil
}

// follow reads the events of a run and prints what a person needs.
func (r *runner) follow(events io.Reader) {
	said := map[string][]string{} // output by package and test
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(r.out, lines.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch {
		case e.Action == "build-output", isClosing(e):
			fmt.Fprint(r.out, e.Output)
		case e.Action == "output" && !isProgress(e.Output):
			said[key] = append(said[key], e.Output)
		case e.Action == "fail":
			fmt.Fprint(r.out, strings.Join(said[key], ""))
			delete(said, key)
		case e.Action == "skip" && e.Test != "":
			r.leaveOut(key + ": " + reason(said[key]))
			delete(said, key)
		case e.Action == "pass":
			delete(said, key)
		}
	}
}

// isClosing reports the last line of a package: "ok", "FAIL", "no test files".
func isClosing(e event) bool {
	return e.Action == "output" && e.Test == "" &&
		(strings.HasPrefix(e.Output, "ok ") || strings.HasPrefix(e.Output, "FAIL\t"))
}

// isProgress reports lines that only say what is being run.
func isProgress(line string) bool {
	return line == "FAIL\n" || strings.HasPrefix(line, "=== ")
}

// reason is what a test said before it skipped, on one line.
func reason(output []string) string {
	for _, line := range output {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "--- ") {
			return line
		}
	}
	return "skipped"
}
