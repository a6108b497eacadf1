// Package house holds the rules of this repository that a compiler does not
// check: which package may import which, that every package and exported name
// is explained, that files stay small, and what never belongs into a commit.
//
// It has only tests. They read the source tree with go/parser and start no
// other program, so that the test cache sees every file they depend on. A rule
// that turns out to be wrong is changed here, in the open, with its reason.
package house
