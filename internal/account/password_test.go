package account

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/fault"
)

func TestPasswordsThatAreRefused(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"short":                           "account.password_short",
		"elevenchars":                     "account.password_short",
		strings.Repeat("long words ", 30): "account.password_long",
		"password1234":                    "account.password_common",
		"P4ssw0rd!!!!":                    "account.password_common",
		"1234567890123":                   "account.password_common",
		"aaaaaaaaaaaa":                    "account.password_common",
		"abcabcabcabc":                    "account.password_common",
		"qwertyuiopas":                    "account.password_common",
		"azertyuiop12":                    "account.password_common",
		"motdepasse2026":                  "account.password_common",
		"jobops123456":                    "account.password_common",
		"JobOpsPassword":                  "account.password_common",
		"welcomejobops1":                  "account.password_common",
		"robin.fields1":                   "account.password_common",
		"RobinFields12":                   "account.password_common",
		"violet ladder orbit nine":        "",
		"Un été à la campagne":            "",
		"x7#kQ9!mZ2@p":                    "",
		"twelve chars":                    "",
		"日本語のとても長い合言葉です":                      "",
		"correct robin paints a quiet window": "",
	} {
		err := checkPassword(password, "robin.fields@example.com", "Robin Fields")
		code := ""
		if err != nil {
			code, _ = fault.CodeOf(err)
		}
		if code != want {
			t.Errorf("checkPassword(%q) = %q, want %q", password, code, want)
		}
	}
}

func TestHasherTellsRightFromWrong(t *testing.T) {
	t.Parallel()
	h, err := NewHasher(64)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := h.Hash(t.Context(), "é violet ladder")
	if err != nil || !strings.HasPrefix(encoded, "$argon2id$v=19$m=64,t=2,p=1$") {
		t.Fatalf("Hash = %q, %v, want argon2id", encoded, err)
	}
	for password, want := range map[string]bool{"\u00e9 violet ladder": true, "e\u0301 violet ladder": true, "e violet ladder": false, "": false} {
		if got, err := h.Check(t.Context(), password, encoded); got != want || err != nil {
			t.Errorf("Check(%q) = %v, %v, want %v", password, got, err, want)
		}
	}
	if got, err := h.Check(t.Context(), "nobody's password", ""); got || err != nil {
		t.Errorf("Check against nobody = %v, %v, want false", got, err)
	}
}

// TestHasherIsAsStrongAsPromised reads the parameters from a hash of the default.
func TestHasherIsAsStrongAsPromised(t *testing.T) {
	t.Parallel()
	h, err := NewHasher(0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(h.dummy, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash begins %.40q, want m=19456,t=2,p=1", h.dummy)
	}
}

func TestHasherTurnsACrowdAway(t *testing.T) {
	t.Parallel()
	h, err := NewHasher(64)
	if err != nil {
		t.Fatal(err)
	}
	for range cap(h.desk) { // nobody finishes
		h.desk <- struct{}{}
	}
	ctx, leave := context.WithCancel(t.Context())
	var crowd sync.WaitGroup
	for range cap(h.room) {
		h.room <- struct{}{}
	}
	if _, err := h.Hash(ctx, "one too many"); !errors.Is(err, fault.Unavailable) {
		t.Errorf("Hash in a full room = %v, want %v", err, fault.Unavailable)
	}
	<-h.room
	crowd.Go(func() {
		if _, err := h.Hash(ctx, "waits"); !errors.Is(err, context.Canceled) {
			t.Errorf("Hash of who leaves = %v, want %v", err, context.Canceled)
		}
	})
	leave()
	crowd.Wait()
	if len(h.room) != cap(h.room)-1 {
		t.Errorf("places taken = %d, want %d: who leaves frees theirs", len(h.room), cap(h.room)-1)
	}
}

func TestWaitGrowsAndEnds(t *testing.T) {
	t.Parallel()
	want := []time.Duration{0, 0, 0, 0, 0, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute}
	for n, w := range want {
		if got := Wait(n); got != w {
			t.Errorf("Wait(%d) = %v, want %v", n, got, w)
		}
	}
	if got := Wait(1 << 40); got != 15*time.Minute {
		t.Errorf("Wait of very many = %v, want %v", got, 15*time.Minute)
	}
}

func TestAddressesAndNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"a@example.com": true, " a.b+c@example.co.uk ": true, "É@example.com": true,
		"": false, "a": false, "a@b": false, "Robin <a@example.com>": false, "a@example.com\r\nBcc: x@example.com": false,
		"a b@example.com": false, strings.Repeat("a", 250) + "@example.com": false,
	} {
		if _, err := cleanEmail(text); (err == nil) != want {
			t.Errorf("cleanEmail(%q) = %v, want ok %v", text, err, want)
		}
	}
	if got, err := cleanName("  Robin \t Fields\r\n"); got != "Robin Fields" || err != nil {
		t.Errorf("cleanName = %q, %v", got, err)
	}
	if Fold("Robin@Example.COM") != Fold("robin@example.com") {
		t.Error("Fold tells capitals apart")
	}
}
