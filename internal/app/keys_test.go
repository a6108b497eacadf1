package app

import (
	"testing"

	"jobops/internal/verify"
)

// TestKeysRotateBesideAServer rotates by the command and by the server's own
// task while the server works, and reads everything afterwards.
func TestKeysRotateBesideAServer(t *testing.T) {
	t.Parallel()
	eachFilled(t, func(t *testing.T, c Config) {
		c.RotateKeys = true
		a, who := openWith(t, c)
		before, err := Keys(t.Context(), c)
		if err != nil || before.Live != 2 || len(before.Missing) != 0 || before.Unclaimed != 0 {
			t.Fatalf("Keys = %+v, %v, want two keys and all of them there", before, err)
		}
		if done, err := RotateKeys(t.Context(), c); err != nil || done.Dropped != 1 {
			t.Fatalf("RotateKeys = %+v, %v, want one old epoch dropped", done, err)
		}
		upload(t, a, who, "second.pdf", samplePDF(t))
		between, err := Keys(t.Context(), c)
		must(t, err)
		must(t, a.rotate(t.Context()))
		after, err := Keys(t.Context(), c)
		if err != nil || len(after.Epochs) != 1 || after.Epochs[0].ID == between.Epochs[0].ID || after.Live != 3 {
			t.Errorf("Keys = %+v, %v, want three keys under one new epoch", after, err)
		}
		cvs, err := a.Library.CVs(t.Context(), who)
		if err != nil || len(cvs) != 2 {
			t.Fatalf("CVs = %d, %v, want 2", len(cvs), err)
		}
		r, err := Verify(t.Context(), c, Verification{Mode: verify.Static, Attested: true})
		if err != nil || r.Exit() != 0 {
			t.Errorf("Verify = %v, %v, want all to hold", bad(r), err)
		}
	})
}
