package document

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/document/documenttest"
	"jobops/internal/fault"
)

// shared is the pool of most tests. Its first document fills the cache; a test
// that needs no child, as in a fuzzing worker, does not start one.
var shared = sync.OnceValue(func() *Pool {
	p, err := NewPool(Options{Workers: 2, Queue: -1, CacheDir: documenttest.CacheDir()})
	if err != nil {
		panic(err)
	}
	warm := pdfPages(line(50, 700, "Sample Person"))
	if _, err := p.Read(context.Background(), "a.pdf", warm); err != nil {
		panic(err)
	}
	return p
})

func TestMain(m *testing.M) {
	MaybeChild()
	os.Exit(m.Run()) // the child of shared ends with its standard input
}

// newPool starts a pool that ends with the test.
func newPool(tb testing.TB, o Options) *Pool {
	tb.Helper()
	shared()
	o.CacheDir = documenttest.CacheDir()
	p, err := NewPool(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.Close(); err != nil {
			tb.Error(err)
		}
	})
	return p
}

func TestReadsAfterKill(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1, Deadline: time.Minute})
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latex.pdf")); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := p.Read(context.Background(), "slow.pdf", slowPDF())
		done <- err
	}()
	for range 2 { // a crash is tried again once, in a fresh child
		onlyChild(t, p).end()
	}
	if err := <-done; !errors.Is(err, Refuse(Broken)) && verdictOf(err) != Broken {
		t.Errorf("Read with killed children = %v, want %v", err, Broken)
	}
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latex.pdf")); err != nil {
		t.Errorf("Read after a kill: %v", err)
	}
}

// onlyChild waits for a child that is at work.
func onlyChild(t *testing.T, p *Pool) *process {
	t.Helper()
	for range 1000 {
		p.mu.Lock()
		for child := range p.busy {
			if !child.dead() {
				p.mu.Unlock()
				time.Sleep(20 * time.Millisecond)
				return child
			}
		}
		p.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no child at work after 10 s")
	return nil
}

// dead tells whether the child was ended.
func (p *process) dead() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

func TestDeadlineKills(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1, Deadline: 3 * time.Second})
	if _, err := p.Read(t.Context(), "slow.pdf", slowPDF()); verdictOf(err) != Bomb {
		t.Errorf("Read of an endless file = %v, want %v", err, Bomb)
	}
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latexot1.pdf")); err != nil {
		t.Errorf("Read after the deadline: %v", err)
	}
}

func TestCancelStopsReading(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1, Deadline: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if _, err := p.Read(ctx, "slow.pdf", slowPDF()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Read of a cancelled file = %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	p := newPool(t, Options{Workers: 1, Queue: 1, Deadline: time.Minute})
	var group sync.WaitGroup
	slow := func() { _, _ = p.Read(ctx, "slow.pdf", slowPDF()) }
	group.Go(slow)
	onlyChild(t, p)
	group.Go(slow)
	waiting := 0
	for range 500 {
		p.mu.Lock()
		waiting = p.waiting
		p.mu.Unlock()
		if waiting > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if waiting != 1 {
		t.Fatalf("%d callers wait, want 1", waiting)
	}
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latex.pdf")); verdictOf(err) != Busy {
		t.Errorf("Read with a full queue = %v, want %v", err, Busy)
	}
	cancel()
	group.Wait()
}

func TestClosedPool(t *testing.T) {
	t.Parallel()
	p, err := NewPool(Options{CacheDir: documenttest.CacheDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latex.pdf")); !errors.Is(err, ErrClosed) {
		t.Errorf("Read after Close = %v, want %v", err, ErrClosed)
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 3, Queue: -1})
	want, err := p.Read(t.Context(), "a.pdf", fixture(t, "latex.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			got, err := p.Read(context.Background(), "a.pdf", fixture(t, "latex.pdf"))
			if err != nil || lines(got) != lines(want) {
				t.Errorf("Read = %q, %v, want the same as before", lines(got), err)
			}
		})
	}
	group.Wait()
}

func TestChildIsReplaced(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1})
	data := docx(para("Sample Person, invented for a test"))
	for i := range childDocuments + 2 {
		if _, err := p.Read(t.Context(), "a.docx", data); err != nil {
			t.Fatalf("document %d: %v", i, err)
		}
	}
}

// TestChildHasNoEnvironment reads what the kernel knows about a child. It sets
// a variable, so it cannot run in parallel.
func TestChildHasNoEnvironment(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	t.Setenv("JOBOPS_DATABASE_URL", "postgres://canary@example.org/x")
	p := newPool(t, Options{Workers: 1})
	if _, err := p.Read(t.Context(), "a.pdf", fixture(t, "latexot1.pdf")); err != nil {
		t.Fatal(err)
	}
	child := idleChild(t, p)
	environ := procFile(t, child, "environ")
	if want := "GOMAXPROCS=2\x00GOMEMLIMIT=260MiB\x00"; environ != want {
		t.Errorf("environment of a child = %q, want %q", environ, want)
	}
	if status := procFile(t, child, "status"); !strings.Contains(status, "NoNewPrivs:\t1\n") {
		t.Errorf("a child may gain privileges:\n%s", status)
	}
	limits := procFile(t, child, "limits")
	for name, value := range map[string]string{"Max cpu time": "60", "Max open files": "64", "Max core file size": "0", "Max file size": "0"} {
		if !hasLimit(limits, name, value) {
			t.Errorf("limit %q of a child is not %s:\n%s", name, value, limits)
		}
	}
	files, err := os.ReadDir(filepath.Join("/proc", fmt.Sprint(child.cmd.Process.Pid), "fd"))
	if err != nil || len(files) > 12 {
		t.Errorf("a child has %d open files, %v, want few", len(files), err)
	}
}

func idleChild(t *testing.T, p *Pool) *process {
	t.Helper()
	for range 500 {
		p.mu.Lock()
		if len(p.idle) > 0 {
			child := p.idle[0]
			p.mu.Unlock()
			return child
		}
		p.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no idle child")
	return nil
}

func procFile(t *testing.T, child *process, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(child.cmd.Process.Pid), name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func hasLimit(limits, name, value string) bool {
	for line := range strings.Lines(limits) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			fields := strings.Fields(rest)
			return len(fields) > 1 && fields[0] == value && fields[1] == value
		}
	}
	return false
}

// verdictOf returns the verdict that an error carries, "" for none.
func verdictOf(err error) Verdict {
	code, _ := fault.CodeOf(err)
	verdict, _ := strings.CutPrefix(code, verdictPrefix)
	return Verdict(verdict)
}

func TestUsableCache(t *testing.T) {
	t.Parallel()
	open := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "a", "b")
	cases := map[string]string{"": "", fresh: fresh}
	if runtime.GOOS != "windows" {
		cases[open] = ""
	}
	for dir, want := range cases {
		if got := usableCache(dir); got != want {
			t.Errorf("usableCache(%q) = %q, want %q", dir, got, want)
		}
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1})
	png, err := p.Preview(t.Context(), fixture(t, "single.pdf"), 1, 60)
	if err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
		t.Errorf("Preview = %d bytes, %v, want a PNG", len(png), err)
	}
	for _, page := range []int{-1, 2, MaxPages} {
		if _, err := p.Preview(t.Context(), fixture(t, "single.pdf"), page, 60); !errors.Is(err, fault.NotFound) {
			t.Errorf("Preview of page %d = %v, want %v", page, err, fault.NotFound)
		}
	}
	if _, err := p.Preview(t.Context(), []byte("no pdf"), 0, 60); verdictOf(err) != Broken {
		t.Errorf("Preview of no PDF = %v, want %v", err, Broken)
	}
}
