//go:build unix

package document

import (
	"os/exec"
	"syscall"
)

// isolate gives a child its own process group, so that a kill reaches all of it.
func isolate(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// kill ends a child at once.
func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// systemEnv is what the system needs in the environment of a child.
func systemEnv() []string { return nil }
