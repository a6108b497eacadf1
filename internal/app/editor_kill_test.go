//go:build unix

package app

import (
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/owner"
)

// Environment of the child of TestPeerDefect23_EditorSurvivesKill.
const (
	killData    = "JOBOPS_TEST_KILL_DATA"
	killVersion = "JOBOPS_TEST_KILL_VERSION"
	killOwner   = "JOBOPS_TEST_KILL_OWNER"
)

// TestPeerDefect23_EditorSurvivesKill: a process that edits is killed as soon as
// it was told that its text is kept; another one finds the text, and the steps to
// undo it.
func TestPeerDefect23_EditorSurvivesKill(t *testing.T) {
	t.Parallel()
	if data := os.Getenv(killData); data != "" {
		editAndDie(t, data)
		return
	}
	a, who := open(t)
	u := upload(t, a, who, "sample.pdf", samplePDF(t))
	c, err := a.Library.CV(t.Context(), who, u.CV)
	if err != nil {
		t.Fatal(err)
	}
	config := a.Config
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestPeerDefect23_EditorSurvivesKill$")
	cmd.Env = append(os.Environ(), killData+"="+config.Data, killVersion+"="+string(c.Latest), killOwner+"="+string(who))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended with %v: %s", err, out)
	}
	again, err := Open(t.Context(), config, a.Log)
	if err != nil {
		t.Fatalf("Open after the kill = %v", err)
	}
	t.Cleanup(func() { _ = again.Close() })
	w, err := again.Library.Work(t.Context(), who, c.Latest)
	if err != nil || w.Draft.Resume.Basics.Label != "Kept before the kill" || len(w.History.Undo) != 1 {
		t.Errorf("Work after the kill = %q with %d steps, %v", w.Draft.Resume.Basics.Label, len(w.History.Undo), err)
	}
}

// editAndDie keeps one change and kills its own process.
func editAndDie(t *testing.T, data string) {
	t.Helper()
	a, err := Open(t.Context(), Config{Data: data, Cache: cache}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Library.Edit(t.Context(), owner.ID(os.Getenv(killOwner)), library.VersionID(os.Getenv(killVersion)), 0, "",
		func(d *library.Draft) error { return d.Type(cv.Path("/basics/label"), "Kept before the kill") })
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
