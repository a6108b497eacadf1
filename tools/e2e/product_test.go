package e2e

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// binary builds the program once, in the folder binaryDir.
var (
	binaryDir string
	binary    = sync.OnceValues(func() (string, error) {
		var err error
		if binaryDir, err = os.MkdirTemp("", "jobops-e2e-bin-"); err != nil {
			return "", err
		}
		path := filepath.Join(binaryDir, "jobops")
		cmd := exec.Command("go", "build", "-o", path, "./cmd/jobops")
		cmd.Dir = filepath.Join("..", "..")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("go build: %w: %s", err, out)
		}
		return path, nil
	})
)

func removeBinary() {
	if binaryDir != "" {
		os.RemoveAll(binaryDir)
	}
}

// warmCache is a folder with the reader compiled, so that not every server of
// the tests has to do it again.
var warmCache = sync.OnceValues(func() (string, error) {
	path, err := binary()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(binaryDir, "cache")
	if out, err := exec.Command(path, "docworker", dir).CombinedOutput(); err != nil {
		return "", fmt.Errorf("docworker: %w: %s", err, out)
	}
	return dir, nil
})

// jobops runs one command of the program to its end and returns what it prints.
func jobops(t testing.TB, args ...string) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("jobops %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// product is a running "jobops serve --local" on an empty data folder.
type product struct {
	origin string // http://localhost:PORT
	entry  string // path and query of the link it printed
	data   string
}

var link = regexp.MustCompile(`http://localhost:\d+/\S*`)

// serve starts the program with its reader compiled and waits for its link.
func serve(t testing.TB, env ...string) product {
	t.Helper()
	cache, err := warmCache()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	if err := os.CopyFS(filepath.Join(data, "cache"), os.DirFS(cache)); err != nil {
		t.Fatal(err)
	}
	return serveIn(t, data, env...)
}

// serveIn starts the program on a data folder, empty or not.
func serveIn(t testing.TB, data string, env ...string) product {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "serve", "--local", "--data", data, "--addr", "localhost:0")
	cmd.Env = append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the server said: %s", said.String())
		}
	})
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if l := link.FindString(lines.Text()); l != "" {
				found <- l
			}
		}
	}()
	select {
	case l, ok := <-found:
		if !ok {
			t.Fatalf("the server ended without a link: %s", said.String())
		}
		u, err := url.Parse(l)
		if err != nil {
			t.Fatal(err)
		}
		return product{origin: u.Scheme + "://" + u.Host, entry: u.RequestURI(), data: data}
	case <-time.After(patience):
		t.Fatal("the server printed no link")
	}
	return product{}
}
