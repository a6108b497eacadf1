// Package blob keeps sealed files and wrapped keys: whole objects of at most
// MaxSize bytes under random names.
//
// A name is a prefix that the inventory declares ("cv/", "keys/") and letters
// nobody chose: names of uploaded files never become part of a path. Bytes come
// in sealed; the package neither encrypts nor looks at them.
//
//	disk, err := blob.OpenDisk(dir)
//	name := blob.NewName("cv/")
//	err = disk.Put(ctx, name, envelope)
//
// Disk keeps objects as files. Another store has to pass package blobtest.
package blob

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"jobops/internal/inventory"
)

// MaxSize is the largest object in bytes: a sealed value of 32 MiB and its envelope.
const MaxSize = 32<<20 + 1<<10

// ErrName says that an object name is malformed or its prefix not declared in
// the inventory.
var ErrName = errors.New("blob: undeclared or malformed name")

// Object is one entry of a listing.
type Object struct {
	Name     string // with its prefix
	Size     int64  // bytes
	Modified time.Time
}

// nameForm is what follows the prefix: random hex or a UUID.
var nameForm = regexp.MustCompile(`^[0-9a-f][0-9a-f-]{7,63}$`)

// NewName returns an unused name: the prefix and 128 random bits in hex.
func NewName(prefix string) string {
	var b [16]byte
	rand.Read(b[:])
	return prefix + hex.EncodeToString(b[:])
}

// checkName splits a name into its declared prefix and the rest.
func checkName(name string) (prefix, rest string, err error) {
	i := strings.LastIndexByte(name, '/') + 1
	prefix, rest = name[:i], name[i:]
	if err := checkPrefix(prefix); err != nil {
		return "", "", err
	}
	if !nameForm.MatchString(rest) {
		return "", "", fmt.Errorf("%w under %s", ErrName, prefix)
	}
	return prefix, rest, nil
}

func checkPrefix(prefix string) error {
	if !slices.Contains(inventory.Load().BlobPrefixes(), prefix) {
		return fmt.Errorf("%w: prefix %.20q", ErrName, prefix)
	}
	return nil
}
