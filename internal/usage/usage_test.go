package usage

import (
	"testing"
	"time"

	"jobops/internal/fault"
)

func TestReset(t *testing.T) {
	t.Parallel()
	for now, want := range map[string]string{
		"2026-01-31T23:59:59Z": "2026-02-01", "2026-02-01T00:00:00Z": "2026-03-01", "2028-02-29T12:00:00Z": "2028-03-01", "2026-12-31T23:59:59Z": "2027-01-01",
		"2026-12-31T23:30:00-02:00": "2027-02-01", // January already, in UTC
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := Reset(at).Format(time.DateOnly); got != want {
			t.Errorf("Reset(%s) = %s, want %s", now, got, want)
		}
	}
}

func TestAllow(t *testing.T) {
	t.Parallel()
	plans := Plans{Default: "free", Tokens: 100, All: map[string]Plan{
		"free": {Quotas: map[Feature]int{Optimisations: 2, Letters: 0}, Tokens: 50}, "pro": {Quotas: map[Feature]int{Optimisations: 9}},
	}}
	at := time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		feature Feature
		tokens  int64
		used    Used
		want    fault.Kind
	}{
		"first":             {Optimisations, 1, Used{}, ""},
		"last":              {Optimisations, 1, Used{Uses: 1}, ""},
		"none left":         {Optimisations, 1, Used{Uses: 2}, fault.PaymentRequired},
		"other plan":        {Optimisations, 1, Used{Plan: "pro", Uses: 2}, ""},
		"unknown plan":      {Optimisations, 1, Used{Plan: "gone", Uses: 2}, fault.PaymentRequired},
		"none at all":       {Letters, 1, Used{}, fault.PaymentRequired},
		"not named":         {Parses, 0, Used{Uses: 1000}, ""},
		"tokens fit":        {Optimisations, 50, Used{}, ""},
		"tokens do not fit": {Optimisations, 51, Used{}, fault.PaymentRequired},
		"everybody's":       {Optimisations, 10, Used{Plan: "pro", All: 95}, fault.Unavailable},
		"parses have none":  {Parses, 0, Used{Tokens: 1000, All: 1000}, ""},
	} {
		c := Claim{Feature: tt.feature, Tokens: tt.tokens, At: at, plans: plans}
		if got := fault.KindOf(c.Allow(tt.used)); got != tt.want {
			t.Errorf("%s: Allow = %q, want %q", name, got, tt.want)
		}
	}
	if err := (Claim{Feature: Optimisations, Tokens: 1 << 40, At: at}).Allow(Used{Uses: 1 << 20}); err != nil {
		t.Errorf("without plans: Allow = %v, want nil", err)
	}
}
