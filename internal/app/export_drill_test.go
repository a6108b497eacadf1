//go:build drill

package app

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/i18n"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/sample"
	"jobops/internal/store/storetest"
)

// What the drill keeps of one person, and what its export may cost.
const (
	drillFiles  = 500
	drillRows   = 10_000
	drillMemory = 64 << 20
	drillFirst  = time.Second
)

// TestDrillExportInConstantMemory exports 500 files of 1 MiB, ten of them 10 MiB,
// and 10,000 rows, and prints memory and time. Not parallel: it measures the
// memory of the process.
func TestDrillExportInConstantMemory(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c := Config{Data: t.TempDir(), Cache: cache}
			if server := storetest.Server(t); engine == "postgres" && server != "" {
				c.DatabaseURL = storetest.Schema(t, server)
			}
			a, who := openWith(t, c)
			exportDrill(t, a, who)
		})
	}
}

func exportDrill(t *testing.T, a *App, who owner.ID) {
	t.Helper()
	fillWith(t, a, who)
	debug.FreeOSMemory()
	idle := resident()
	peak, stop := watch(t.Context())
	sink := &firstByte{began: time.Now()}
	if err := a.Privacy.Export(t.Context(), who, privacy.Sheet{Language: i18n.English, Page: []byte("sheet")}, sink); err != nil {
		t.Fatalf("Export = %v", err)
	}
	took := time.Since(sink.began)
	over := int64(stop(peak)) - int64(idle)
	t.Logf("export of %d files and %d rows: %d MB in %v, first byte after %v, %d MB over idle (%d MB)",
		drillFiles, drillRows, sink.n>>20, took.Round(time.Millisecond), sink.first.Round(time.Microsecond), over>>20, idle>>20)
	if over > drillMemory || sink.first > drillFirst {
		t.Errorf("memory over idle = %d MB, first byte after %v; want at most %d MB and %v", over>>20, sink.first, drillMemory>>20, drillFirst)
	}
}

// resident is the memory that the program holds.
func resident() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// watch notes the largest memory until stop is called with what it returned.
func watch(ctx context.Context) (peak chan uint64, stop func(chan uint64) uint64) {
	ctx, cancel := context.WithCancel(ctx)
	peak = make(chan uint64, 1)
	go func() {
		most := uint64(0)
		for ctx.Err() == nil {
			most = max(most, resident())
			time.Sleep(2 * time.Millisecond)
		}
		peak <- most
	}()
	return peak, func(p chan uint64) uint64 { cancel(); return <-p }
}

// firstByte counts what is written and throws it away.
type firstByte struct {
	began time.Time
	first time.Duration
	n     int64
}

func (f *firstByte) Write(p []byte) (int, error) {
	if f.n == 0 {
		f.first = time.Since(f.began)
	}
	f.n += int64(len(p))
	return len(p), nil
}

// fillWith imports an archive made while it is read: a row for each CV, the rest
// versions.
func fillWith(t *testing.T, a *App, who owner.ID) {
	t.Helper()
	archive, err := os.Create(filepath.Join(t.TempDir(), "export.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	z := zip.NewWriter(archive)
	ids := make([]string, drillFiles)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7()).String()
	}
	data, err := z.Create("data.json")
	if err != nil {
		t.Fatal(err)
	}
	writeData(t, data, ids)
	for i, id := range ids {
		f, err := z.CreateHeader(&zip.FileHeader{Name: "originals/" + id + ".pdf", Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		size := int64(1 << 20)
		if i%50 == 0 {
			size = 10 << 20
		}
		if _, err := io.CopyN(f, rand.Reader, size); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	size, err := archive.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(archive, size)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	count, err := a.Privacy.Import(t.Context(), who, r)
	if err != nil || count.Added["cv"]+count.Added["version"] != drillRows {
		t.Fatalf("Import = %v, %v", count, err)
	}
	t.Logf("import of %d MB: %v", size>>20, time.Since(began).Round(time.Millisecond))
}

func writeData(t *testing.T, w io.Writer, ids []string) {
	t.Helper()
	resume, err := json.Marshal(sample.For("en").Resume)
	if err != nil {
		t.Fatal(err)
	}
	const at = `"2026-11-24T00:00:00Z"`
	fmt.Fprint(w, `{"format": "jobops-export", "format_version": 1, "cv": [`)
	for i, id := range ids {
		fmt.Fprintf(w, `%s{"id": %q, "state": "ready", "file_name": "cv.pdf", "format": "pdf", "size": 1, "pages": 1, "language": "en", "reading": null, "created": %s, "updated": %s}`, comma(i), id, at, at)
	}
	fmt.Fprint(w, `], "version": [`)
	for i := range drillRows - len(ids) {
		fmt.Fprintf(w, `%s{"id": %q, "cv": %q, "parent": null, "posting": null, "number": %d, "name": "", "resume": %s, "created": %s}`,
			comma(i), uuid.Must(uuid.NewV7()), ids[i%len(ids)], 1+i/len(ids), resume, at)
	}
	fmt.Fprint(w, `]}`)
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}
