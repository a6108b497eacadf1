package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// hold locks a data folder as a running server does.
func hold(t *testing.T, data string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(data, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Fatal(err)
	}
}
