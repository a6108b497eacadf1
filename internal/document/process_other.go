//go:build !unix

package document

import (
	"os"
	"os/exec"
)

func isolate(*exec.Cmd) {}

// kill ends a child at once.
func kill(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

// systemEnv is what the system needs in the environment of a child: Windows
// finds its libraries through SYSTEMROOT.
func systemEnv() []string { return []string{"SYSTEMROOT=" + os.Getenv("SYSTEMROOT")} }
