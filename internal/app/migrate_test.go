package app

import (
	"strings"
	"testing"

	"jobops/internal/store/storetest"
)

// TestTheWholeJobByALoginThatOwnsNothing does it on PostgreSQL with one login for
// the tables and another for the rows, and with one for both that the policies
// bind; the checks then hold.
func TestTheWholeJobByALoginThatOwnsNothing(t *testing.T) {
	t.Parallel()
	server := storetest.Server(t)
	if server == "" {
		return
	}
	for _, two := range []bool{true, false} {
		t.Run(map[bool]string{true: "two logins", false: "one login"}[two], func(t *testing.T) {
			t.Parallel()
			at := storetest.Schema(t, server)
			c := Config{Data: t.TempDir(), Cache: cache, DatabaseURL: storetest.Login(t, at, !two)}
			if two {
				c.OwnerURL = storetest.Login(t, at, true)
				if err := lookedAt(t, c); err == nil {
					t.Error("an empty database is said to be up to date")
				}
			}
			a, who := openWith(t, c)
			fromFileToBetterCV(t, a, who)
			purged(t, a)
			must(t, a.Close())
			holds(t, c)
			if found := lookAtPostgres(t.Context(), c.DatabaseURL); !found.OK || !strings.Contains(found.Says, "policies") {
				t.Errorf("doctor says %+v", found)
			}
		})
	}
}

// lookedAt opens the instance as commands beside a server do.
func lookedAt(t *testing.T, c Config) error {
	t.Helper()
	a := &App{Config: c}
	defer a.Close()
	return a.lookAt(t.Context())
}

func TestLogins(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		owner, app, want string
		wrong            bool
	}{
		{"", "postgres://a@h/d", "", false},
		{"postgres://a@h/d", "postgres://a@h-pooler/d", "", false},
		{"postgres://owner@h/d", "postgres://app@h/d", "app", false},
		{"postgres://owner@h/d", "host=h user=app", "", true},
		{"postgres://owner@h/d", "", "", true},
	} {
		got, err := Config{OwnerURL: c.owner, DatabaseURL: c.app}.login()
		if got != c.want || (err != nil) != c.wrong {
			t.Errorf("login of %q beside %q = %q, %v, want %q", c.app, c.owner, got, err, c.want)
		}
	}
}
