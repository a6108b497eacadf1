package app

import (
	"os"
	"strings"
	"testing"
)

// Serve refuses data without its keyring, so doctor may not promise a new one.
func TestDoctorMissesKeyring(t *testing.T) {
	t.Parallel()
	c := Config{Data: t.TempDir()}
	if got := c.lookAtKeyring(); !got.OK {
		t.Errorf("lookAtKeyring() of an empty folder = %v, want OK", got)
	}
	if err := os.WriteFile(c.database(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := c.lookAtKeyring(); got.OK || !strings.Contains(got.Says, "put its copy back") {
		t.Errorf("lookAtKeyring() of data without keyring = %v, want a fault", got)
	}
}
