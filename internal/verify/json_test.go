package verify

import (
	"testing"

	"jobops/internal/library"
)

func TestQueuedIDs(t *testing.T) {
	t.Parallel()
	const id = "0198c0de-0000-7000-8000-00000000000f"
	for value, want := range map[string]bool{
		"": true, id: true, library.SecondTag(id) + id: true,
		"Maja Muster": false, id + " Maja": false, "Maja." + id: false,
	} {
		if got := anID.MatchString(value); got != want {
			t.Errorf("anID.MatchString(%q) = %v, want %v", value, got, want)
		}
	}
}
