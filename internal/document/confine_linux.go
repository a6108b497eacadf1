package document

import (
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
	// The flag belongs to a thread, and Go has several by now.
	if _, _, errno := syscall.AllThreadsSyscall(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); errno != 0 && errno != syscall.ENOTSUP {
		return errno
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

// seal forbids writing files, once the compilation cache is filled.
func seal() error { return limit(unix.RLIMIT_FSIZE, 0) }

func limit(resource int, value uint64) error {
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value})
}
