package documenttest

import (
	"os"
	"path/filepath"
)

// CacheDir is the folder of compiled code that the tests of all packages share
// and leave behind for the next run. Compiling the reader anew takes many
// seconds, far more under the race detector.
func CacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "jobops-test", "wazero")
}
