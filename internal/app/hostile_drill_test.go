//go:build drill

package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"jobops/internal/document"
	"jobops/internal/document/documenttest"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// The hostile drill: how many files, from which seed, and what an answer may
// cost. Another seed gives other files; the table names the one that was used.
const (
	hostileFiles = 10_000
	hostileSeed  = 20261124
	answerLimit  = 5 * time.Second
	// childMemory is resident, in bytes: the memory limit of a child, 260 MiB,
	// which the runtime may exceed for a moment, and what lies outside it.
	childMemory = 320 << 20
)

// TestDrillHostileFiles reads changed files through a pool with children: each
// is read or refused with a verdict within the limit, no child grows beyond its
// bound, and good files read as before in between.
func TestDrillHostileFiles(t *testing.T) {
	t.Parallel()
	pool, err := document.NewPool(document.Options{Workers: 2, Queue: -1, CacheDir: cache})
	if err != nil {
		t.Fatal(err)
	}
	d := &hostileDrill{pool: pool, maker: documenttest.NewMaker(hostileSeed, hostileSeeds(t)), good: samplePDF(t)}
	want, err := d.pool.Read(t.Context(), "good.pdf", d.good)
	if err != nil {
		t.Fatal(err)
	}
	d.want = textOf(want)
	stop := watchChildren(t)
	d.run(t, hostileFiles)
	peak := stop()
	if err := pool.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	report(t, hostileSeed, d.answers, peak)
}

// hostileSeeds are the files that are changed: every sample CV as our renderer
// writes it, and what the kit makes by hand.
func hostileSeeds(t *testing.T) []documenttest.File {
	t.Helper()
	seeds := documenttest.Seeds()
	for _, c := range sample.CVs() {
		pdf, err := render.PDF(c.Resume, render.Options{})
		must(t, err)
		docx, err := render.DOCX(c.Resume, render.Options{})
		must(t, err)
		seeds = append(seeds, documenttest.File{Name: c.Name + ".pdf", Data: pdf}, documenttest.File{Name: c.Name + ".docx", Data: docx})
	}
	return seeds
}

// textOf joins the runs of a layout.
func textOf(l document.Layout) string {
	var b strings.Builder
	for _, p := range l.Pages {
		for _, r := range p.Runs {
			b.WriteString(r.Text + "\n")
		}
	}
	return b.String()
}

type hostileDrill struct {
	pool  *document.Pool
	maker *documenttest.Maker
	good  []byte
	want  string

	mu      sync.Mutex
	answers []hostileAnswer
}

type hostileAnswer struct {
	number  int
	file    documenttest.File
	size    int
	verdict string
	took    time.Duration
}

// run reads the files with as many callers as there are children.
func (d *hostileDrill) run(t *testing.T, files int) {
	numbers := make(chan int)
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for i := range numbers {
				d.read(t, i)
			}
		})
	}
	for i := range files {
		numbers <- i
	}
	close(numbers)
	group.Wait()
}

func (d *hostileDrill) read(t *testing.T, i int) {
	f := d.maker.File(i)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	start := time.Now()
	layout, err := d.pool.Read(ctx, f.Name, f.Data)
	took := time.Since(start)
	verdict := verdictIn(err)
	switch {
	case err == nil && len(layout.Pages) == 0:
		t.Errorf("file %d (%s): read without a page", i, f.Change)
	case err == nil:
		verdict = "read"
	case verdict == "":
		t.Errorf("file %d (%s): %v, want a verdict", i, f.Change, err)
		verdict = "error"
	}
	if took > answerLimit {
		t.Errorf("file %d (%s): answered %q after %v, want %v at most", i, f.Change, verdict, took, answerLimit)
	}
	size := len(f.Data)
	f.Data = nil
	d.mu.Lock()
	d.answers = append(d.answers, hostileAnswer{i, f, size, verdict, took})
	d.mu.Unlock()
	const every = 100
	if i%every == 0 {
		if got, err := d.pool.Read(ctx, "good.pdf", d.good); err != nil || textOf(got) != d.want {
			t.Errorf("a good file after %d (%s): %v, or another text than before", i, f.Change, err)
		}
	}
}

// verdictIn returns the verdict that an error carries, "" for none.
func verdictIn(err error) string {
	code, _ := fault.CodeOf(err)
	verdict, ok := strings.CutPrefix(code, "upload.")
	if err == nil || !ok {
		return ""
	}
	return verdict
}

// watchChildren notes the largest resident size, in bytes, that any reader of
// this process reaches, until stop is called; the kernel keeps the peak of each
// (VmHWM), so that none is missed between two looks. Other systems give 0.
func watchChildren(t *testing.T) (stop func() (peak int)) {
	if runtime.GOOS != "linux" {
		return func() int { return 0 }
	}
	done, ended, peak := make(chan struct{}), make(chan struct{}), 0
	go func() {
		defer close(ended)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				peak = max(peak, largestChild())
			}
		}
	}()
	return func() int {
		close(done)
		<-ended
		if peak == 0 || peak > childMemory {
			t.Errorf("largest child = %d MiB, want more than 0 and at most %d", peak>>20, childMemory>>20)
		}
		return peak
	}
}

// largestChild looks at the readers that this process has started.
func largestChild() int {
	own := fmt.Sprintf("PPid:\t%d\n", os.Getpid())
	peak := 0
	statuses, _ := filepath.Glob("/proc/[0-9]*/status") // the pattern is well formed
	for _, path := range statuses {
		// A process that is being started shares this one's memory until it runs
		// a program of its own, so its command is looked at first.
		command, err := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		if err != nil || !strings.Contains(string(command), document.Command) {
			continue
		}
		status, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(status), own) {
			continue // gone, or somebody else's
		}
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		kib := 0
		if _, err := fmt.Sscan(rest, &kib); err == nil {
			peak = max(peak, kib<<10)
		}
	}
	return peak
}

// report prints the counts by verdict, times and the slowest files.
func report(t *testing.T, seed int, answers []hostileAnswer, peak int) {
	t.Helper()
	byVerdict := map[string][]time.Duration{}
	for _, a := range answers {
		byVerdict[a.verdict] = append(byVerdict[a.verdict], a.took)
		byVerdict["all"] = append(byVerdict["all"], a.took)
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "verdict\tfiles\tp50 ms\tp99 ms\tmax ms\t")
	for _, v := range slices.Sorted(maps.Keys(byVerdict)) {
		times := byVerdict[v]
		slices.Sort(times)
		at := func(share float64) float64 {
			return float64(times[int(share*float64(len(times)-1))].Microseconds()) / 1000
		}
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.1f\t\n", v, len(times), at(.5), at(.99), at(1))
	}
	w.Flush()
	slices.SortFunc(answers, func(x, y hostileAnswer) int { return cmp.Compare(y.took, x.took) })
	fmt.Fprintln(&b, "slowest:")
	for _, a := range answers[:min(10, len(answers))] {
		fmt.Fprintf(&b, "  %7.1f ms  %-12s %8d bytes  file %d: %s\n", float64(a.took.Microseconds())/1000, a.verdict, a.size, a.number, a.file.Change)
	}
	t.Logf("seed %d, %d files, largest child %d MiB\n%s", seed, len(answers), peak>>20, b.String())
}

// hostileUploads is how many of the files take the whole way of an upload.
const hostileUploads = 1_000

// TestDrillHostileUploads sends changed files the way a person does: into the
// database, the store of files and the queue. A refused file leaves nothing
// behind, one that was read goes without a trace when it is deleted. It changes
// the folder for temporary files, so it runs alone.
func TestDrillHostileUploads(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	a, who := open(t)
	upload(t, a, who, "warm.pdf", samplePDF(t))
	must(t, deleteAll(t, a, who))
	maker := documenttest.NewMaker(hostileSeed+1, hostileSeeds(t))
	before := runtime.NumGoroutine()
	stop := watchChildren(t)
	var answers []hostileAnswer
	for i := range hostileUploads {
		f := maker.File(i)
		start := time.Now()
		verdict := string(refusal(t, a, who, canary+filepath.Ext(f.Name), f.Data))
		took := time.Since(start)
		if took > answerLimit {
			t.Errorf("upload %d (%s): answered %q after %v, want %v at most", i, f.Change, verdict, took, answerLimit)
		}
		if verdict == "" {
			verdict = "read"
			must(t, deleteAll(t, a, who))
		}
		leavesNothing(t, a, who, fmt.Sprintf("upload %d (%s), %s", i, f.Change, verdict))
		answers = append(answers, hostileAnswer{i, documenttest.File{Change: f.Change}, len(f.Data), verdict, took})
	}
	report(t, hostileSeed+1, answers, stop())
	holdsNoneOf(t, a.Config.Data, canary, "example.com")
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("temporary files = %v, %v, want none", left, err)
	}
	if n := runtime.NumGoroutine(); n > before+20 {
		t.Errorf("goroutines = %d, %d before", n, before)
	}
}

// canary is the name of every file that is sent.
const canary = "canary-of-the-drill"

func deleteAll(t *testing.T, a *App, who owner.ID) error {
	t.Helper()
	cvs, err := a.Library.CVs(t.Context(), who)
	for _, c := range cvs {
		err = errors.Join(err, a.Library.Delete(t.Context(), who, c.ID))
	}
	return err
}

// leavesNothing looks for rows, objects and keys of a file that is gone.
func leavesNothing(t *testing.T, a *App, who owner.ID, what string) {
	t.Helper()
	if cvs, err := a.Library.CVs(t.Context(), who); err != nil || len(cvs) != 0 {
		t.Errorf("%s: CVs = %d, %v, want none", what, len(cvs), err)
	}
	if n := files(t, a, "cv"); n != 0 {
		t.Errorf("%s: stored files = %d, want 0", what, n)
	}
	if n := files(t, a, "keys"); n != 1 {
		t.Errorf("%s: keys = %d, want the account's alone", what, n)
	}
	for _, table := range []string{"cvs", "versions"} {
		var n int
		if err := a.DB.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s: rows of %s = %d, %v, want 0", what, table, n, err)
		}
	}
}

// holdsNoneOf looks for words of the files, in clear, in everything below a
// folder.
func holdsNoneOf(t *testing.T, folder string, words ...string) {
	t.Helper()
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, word := range words {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s holds %q", path, word)
			}
		}
		return err
	}))
}
