//go:build drill

package main

import "testing"

// TestDrillFiftyCleanRunsAreGreen runs everything fifty times on one instance.
func TestDrillFiftyCleanRunsAreGreen(t *testing.T) {
	t.Parallel()
	b := ready(t)
	staysGreen(t, b, b.copied(t, true), 50)
}
