// Package e2e walks the program the way a person does: the built binary, a
// fresh data folder, Chromium with a fresh profile.
//
// Every page that is opened is watched. A script error, a breach of the
// Content-Security-Policy, a request to another host or a server error fails
// the test that caused it, whatever it was about. A page that is audited is
// also checked with axe-core and for sideways scrolling at 320 pixels.
// harness_test.go shows that each of these watchers sees what it watches for.
//
// The browser is the one JOBOPS_TEST_BROWSER names, or the Chromium of the
// system. "go test -update" writes the pictures in docs/images.
package e2e
