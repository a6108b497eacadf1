//go:build unix

package document

import (
	"io/fs"
	"os"
	"syscall"
)

// private tells whether a directory is ours and nobody else can write to it.
func private(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
