//go:build !unix

package document

import "io/fs"

// private trusts the access rights of the user's profile.
func private(fs.FileInfo) bool { return true }
