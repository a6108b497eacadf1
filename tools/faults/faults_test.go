package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// bench is what all tests share: the built program and an instance that one
// person has used, stopped.
type bench struct{ dir, program, golden string }

// set is made at the first use and removed by TestMain.
var set = sync.OnceValues(func() (b bench, err error) {
	if b.dir, err = os.MkdirTemp("", "jobops-faults-"); err != nil {
		return b, err
	}
	b.program, b.golden = filepath.Join(b.dir, "jobops"), filepath.Join(b.dir, "golden")
	build := exec.Command("go", "build", "-o", b.program, "./cmd/jobops")
	build.Dir = filepath.Join("..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return b, fmt.Errorf("go build: %w: %s", err, out)
	}
	s, err := b.serve(b.golden)
	if err != nil {
		return b, err
	}
	return b, errors.Join(s.use(), s.stop())
})

func TestMain(m *testing.M) {
	code := m.Run()
	if b, err := set(); err == nil {
		os.RemoveAll(b.dir)
	}
	os.Exit(code)
}

func ready(t *testing.T) bench {
	t.Helper()
	b, err := set()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// copied is a copy of the instance; the compiled reader is left out where no
// document is read.
func (b bench) copied(t *testing.T, cache bool) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(b.golden)); err != nil {
		t.Fatal(err)
	}
	if !cache {
		if err := os.RemoveAll(filepath.Join(dir, "cache")); err != nil {
			t.Fatal(err)
		}
	}
	// CopyFS makes files and folders readable by everybody.
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		if err == nil {
			return os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// server is a running program.
type server struct {
	cmd    *exec.Cmd
	origin string
	client *http.Client
	data   string
}

var link = regexp.MustCompile(`http://localhost:\d+/\S*`)

// serve starts the program on a folder and signs in.
func (b bench) serve(data string, args ...string) (*server, error) {
	cmd := exec.Command(b.program, append([]string{"serve", "--data", data, "--addr", "localhost:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var said []byte
	buffer := make([]byte, 4096)
	for link.Find(said) == nil || !bytes.HasSuffix(said, []byte("\n")) {
		n, err := out.Read(buffer)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("the server said %q: %w", said, err), cmd.Wait())
		}
		said = append(said, buffer[:n]...)
	}
	go io.Copy(io.Discard, out)
	u, err := url.Parse(link.FindString(string(said)))
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, origin: u.Scheme + "://" + u.Host, client: &http.Client{Jar: jar}, data: data}
	return s, s.ask(http.MethodGet, u.String())
}

func (s *server) ask(method, url string) error {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return fmt.Errorf("%s %s = %d", method, url, resp.StatusCode)
	}
	return nil
}

// use gives the person a CV, an ad and waits until it is read and the first purge
// has run.
func (s *server) use() error { return s.useIn("") }

// useIn does the same on the database of a URL.
func (s *server) useIn(database string) error {
	if err := s.ask(http.MethodPost, s.origin+"/sample"); err != nil {
		return err
	}
	i, err := open(s.data, database)
	if err != nil {
		return err
	}
	defer i.close()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		n, err := i.text(context.Background(), `SELECT CAST((SELECT count(*) FROM versions) * (SELECT count(*) FROM purge_runs) AS text)`)
		if err == nil && n != "0" {
			return nil
		}
	}
	return errors.New("the sample was not read within a minute")
}

func (s *server) stop() error {
	return errors.Join(s.cmd.Process.Signal(os.Interrupt), s.cmd.Wait())
}

// report is what the program prints with --json.
type report struct {
	exit    int
	Outcome string
	Results []struct {
		ID, Outcome, Why string
		Broken           []string
	}
}

// verify runs the checks.
func (b bench) verify(t *testing.T, data string, args ...string) report {
	t.Helper()
	cmd := exec.Command(b.program, append([]string{"privacy", "verify", "--json", "--data", data}, args...)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	r := report{exit: cmd.ProcessState.ExitCode()}
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("verify %q = exit %d and no report: %s", args, r.exit, said.String())
	}
	return r
}

// red lists the checks that found something.
func (r report) red() (ids []string) {
	for _, result := range r.Results {
		if result.Outcome == "broken" {
			ids = append(ids, result.ID)
		}
	}
	return ids
}

// names reports whether a check names a culprit.
func (r report) names(check, culprit string) bool {
	for _, result := range r.Results {
		if result.ID == check && strings.Contains(strings.Join(result.Broken, "\n"), culprit) {
			return true
		}
	}
	return false
}

func (r report) String() string {
	var b strings.Builder
	for _, result := range r.Results {
		if result.Outcome != "holds" {
			fmt.Fprintf(&b, "%s %s %s %q; ", result.ID, result.Outcome, result.Why, result.Broken)
		}
	}
	return b.String()
}

// asked are the arguments under which a fault shows.
func (f fault) asked(data string) []string {
	args := []string{"--static"}
	if f.check == "V8" {
		args = []string{"--live"}
	}
	if _, err := os.Stat(data + ".log"); err == nil {
		args = append(args, "--log", data+".log")
	}
	if _, err := os.Stat(data + ".operator"); err == nil {
		args = append(args, "--operator", data+".operator", "--affinda-key-file", data+".key", "--affinda-workspace", "w")
	}
	return args
}

// TestEveryFaultIsCaughtByItsCheck breaks an instance in each way; the check must
// notice and name the culprit. What only one check notices passes when that check
// is left out, so each check is needed.
func TestEveryFaultIsCaughtByItsCheck(t *testing.T) {
	t.Parallel()
	b := ready(t)
	var mu sync.Mutex
	alone := map[string]bool{} // checks that were the only one to notice a fault
	t.Run("faults", func(t *testing.T) {
		for _, f := range faults {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				data := b.copied(t, f.check == "V8")
				if err := inject(t.Context(), f.name, data, ""); err != nil {
					t.Fatalf("inject = %v", err)
				}
				if f.name == "purge-stopped" {
					hold(t, data)
				}
				args := f.asked(data)
				r := b.verify(t, data, args...)
				if r.exit != 1 || !r.names(f.check, f.culprit) {
					t.Fatalf("verify after %q = exit %d, %v, want %s to name %q", f.what, r.exit, r, f.check, f.culprit)
				}
				if slices.Equal(r.red(), []string{f.check}) {
					mu.Lock()
					defer mu.Unlock()
					if alone[f.check] {
						return
					}
					alone[f.check] = true
					passes(t, b, f.check, data, args)
				}
			})
		}
	})
	for _, check := range []string{"V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V10", "V11", "V13"} {
		if !alone[check] {
			t.Errorf("no fault is noticed by %s alone: it could be left out", check)
		}
	}
}

// passes shows that without its check a fault is not noticed, and that a run
// without a check is not green all the same.
func passes(t *testing.T, b bench, check, data string, args []string) {
	t.Helper()
	r := b.verify(t, data, append(args, "--without", check)...)
	if r.exit != 2 || len(r.red()) > 0 {
		t.Errorf("verify without %s = exit %d, %v, want the fault to pass and the run to be unchecked", check, r.exit, r)
	}
}

// TestCleanRunsAreGreen repeats the checks on an instance without a fault; the
// drill does so fifty times.
func TestCleanRunsAreGreen(t *testing.T) {
	t.Parallel()
	b := ready(t)
	staysGreen(t, b, b.copied(t, true), 3)
}

func staysGreen(t *testing.T, b bench, data string, times int) {
	t.Helper()
	for n := range times {
		if r := b.verify(t, data); r.exit != 0 {
			t.Fatalf("run %d = exit %d, %v, want green", n+1, r.exit, r)
		}
	}
}
