//go:build drill

package document

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"jobops/internal/document/documenttest"
)

// The hostile drill: how many files, from which seed, and what an answer may
// cost. Another seed gives other files; the table names the one that was used.
const (
	hostileFiles = 10_000
	hostileSeed  = 20261124
	answerLimit  = 5 * time.Second
	childMemory  = 256 << 20 // resident, bytes
)

// TestDrillHostileFiles reads changed files through a pool with children: each
// is read or refused with a verdict within the limit, no child grows beyond its
// bound, and good files read as before in between.
func TestDrillHostileFiles(t *testing.T) {
	t.Parallel()
	seeds, err := documenttest.Seeds()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"latex.pdf", "latexot1.pdf", "linearised.pdf", "objectstreams.pdf", "lo.pdf", "single.pdf", "encrypted-owner.pdf", "lo.docx"} {
		seeds = append(seeds, documenttest.File{Name: name, Data: fixture(t, name)})
	}
	d := &hostileDrill{pool: newPool(t, Options{Workers: 2, Queue: -1}), maker: documenttest.NewMaker(hostileSeed, seeds), good: fixture(t, "latexot1.pdf")}
	want, err := d.pool.Read(t.Context(), "good.pdf", d.good)
	if err != nil {
		t.Fatal(err)
	}
	d.want = lines(want)
	stop := d.watchMemory(t)
	d.run(t, hostileFiles)
	stop()
	d.report(t)
}

type hostileDrill struct {
	pool  *Pool
	maker *documenttest.Maker
	good  []byte
	want  string

	mu      sync.Mutex
	answers []hostileAnswer
	peak    int // resident bytes of the largest child
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
	verdict := string(verdictOf(err))
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
		if got, err := d.pool.Read(ctx, "good.pdf", d.good); err != nil || lines(got) != d.want {
			t.Errorf("a good file after %d (%s): %v, or another text than before", i, f.Change, err)
		}
	}
}

// watchMemory notes the largest resident size that any child reaches; the
// kernel keeps the peak of each (VmHWM), so that none is missed between looks.
func (d *hostileDrill) watchMemory(t *testing.T) (stop func()) {
	if runtime.GOOS != "linux" {
		return func() { t.Log("memory of the children: not measured on this system") }
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-done:
				return
			case <-tick.C:
				d.look()
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		if d.peak == 0 || d.peak > childMemory {
			t.Errorf("largest child = %d MiB, want more than 0 and at most %d", d.peak>>20, childMemory>>20)
		}
	}
}

func (d *hostileDrill) look() {
	d.pool.mu.Lock()
	children := slices.Clone(d.pool.idle)
	for child := range d.pool.busy {
		children = append(children, child)
	}
	d.pool.mu.Unlock()
	for _, child := range children {
		d.peak = max(d.peak, residentPeak(child))
	}
}

// residentPeak returns the most memory that a child has held, in bytes; 0 when
// it is gone.
func residentPeak(child *process) int {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(child.cmd.Process.Pid), "status"))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib := 0
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		return 0
	}
	return kib << 10
}

// report prints the counts by verdict, times and the slowest files.
func (d *hostileDrill) report(t *testing.T) {
	byVerdict := map[string][]time.Duration{}
	for _, a := range d.answers {
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
	slices.SortFunc(d.answers, func(x, y hostileAnswer) int { return cmp.Compare(y.took, x.took) })
	fmt.Fprintln(&b, "slowest:")
	for _, a := range d.answers[:min(10, len(d.answers))] {
		fmt.Fprintf(&b, "  %7.1f ms  %-12s %8d bytes  file %d: %s\n", float64(a.took.Microseconds())/1000, a.verdict, a.size, a.number, a.file.Change)
	}
	t.Logf("seed %d, %d files, largest child %d MiB\n%s", hostileSeed, len(d.answers), d.peak>>20, b.String())
}
