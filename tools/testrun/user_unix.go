//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	osuser "os/user"
	"strconv"
	"syscall"
)

// user is another account to run a program as; the zero user is oneself.
type user struct {
	uid, gid uint32
}

// unprivileged is "postgres" or "nobody" when this process is root.
func unprivileged() user {
	if os.Geteuid() != 0 {
		return user{}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := osuser.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return user{uint32(uid), uint32(gid)}
		}
	}
	return user{}
}

func (u user) own(paths ...string) error {
	if u == (user{}) {
		return nil
	}
	var errs []error
	for _, p := range paths {
		errs = append(errs, os.Chown(p, int(u.uid), int(u.gid)))
	}
	return errors.Join(errs...)
}

// apply lets cmd run as the user, in a process group of its own: a Ctrl-C in
// the terminal reaches this program alone, which then stops the server.
func (u user) apply(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if u != (user{}) {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: u.uid, Gid: u.gid}
	}
}
