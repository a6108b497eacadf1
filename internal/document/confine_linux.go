package document

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Limits of a child. The Go runtime and the WebAssembly engine reserve 1.8 GiB
// of addresses in the whole program, 2.2 GiB while they fill the compilation
// cache for the first time; with less the child cannot start. What a document
// may use is bounded by the engine's own memory limit, this is the wall behind.
const (
	limitAddresses = 3 << 30
	limitSeconds   = 60
	limitFiles     = 64
)

// confine takes rights away from the process before it sees a file.
func confine() error {
	if err := noNewPrivileges(); err != nil {
		return err
	}
	if !raceEnabled {
		if err := limit(unix.RLIMIT_AS, limitAddresses); err != nil {
			return err
		}
	}
	if err := limit(unix.RLIMIT_CPU, limitSeconds); err != nil {
		return err
	}
	if err := limit(unix.RLIMIT_NOFILE, limitFiles); err != nil {
		return err
	}
	return limit(unix.RLIMIT_CORE, 0)
}

// noNewPrivileges sets the flag of that name, which belongs to a thread, on all
// threads. A program built with cgo cannot do that; it sets the flag on one
// thread and executes itself anew, since the flag stays and the others go.
func noNewPrivileges() error {
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0)
	if errno == 0 {
		return nil
	}
	if errno != syscall.ENOTSUP {
		return errno
	}
	if set, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0); err != nil || set == 1 {
		return err
	}
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(self, os.Args, os.Environ())
}

// seal forbids writing files, once the compilation cache is filled.
func seal() error { return limit(unix.RLIMIT_FSIZE, 0) }

func limit(resource int, value uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value})
}
