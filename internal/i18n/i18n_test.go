package i18n_test

import (
	"testing"
	"time"

	"jobops/internal/i18n"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		header string
		want   i18n.Lang
	}{
		{"", i18n.English}, {"fr", i18n.French}, {"fr-CA,fr;q=0.9,en;q=0.8", i18n.French},
		{"de-DE,fr;q=0.5", i18n.French}, {"en-US,fr;q=0.9", i18n.English},
		{"ja", i18n.English}, {";;;", i18n.English}, {"en;q=0.1,fr;q=0.9", i18n.French},
	} {
		if got := i18n.Negotiate(tt.header); got != tt.want {
			t.Errorf("Negotiate(%q) = %q, want %q", tt.header, got, tt.want)
		}
	}
}

func TestPluralForms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang i18n.Lang
		n    int
		want string
	}{
		{i18n.English, 0, "0 days ago"}, {i18n.English, 1, "1 day ago"}, {i18n.English, 2, "2 days ago"},
		{i18n.French, 0, "il y a 0 jour"}, {i18n.French, 1, "il y a 1 jour"}, {i18n.French, 2, "il y a 2 jours"},
		{i18n.French, 1000000, "il y a 1\u00a0000\u00a0000 jours"},
	} {
		if got := i18n.N(tt.lang, "time.days", tt.n); got != tt.want {
			t.Errorf("N(%s, time.days, %d) = %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestUnknownKeyIsShown(t *testing.T) {
	t.Parallel()
	if got := i18n.T(i18n.English, "nowhere.here", 1); got != "nowhere.here" {
		t.Errorf("T(nowhere.here) = %q, want the key", got)
	}
}

func TestFrenchTypography(t *testing.T) {
	t.Parallel()
	want := "C’est une image"
	if got := i18n.T(i18n.French, "time.now"); got != "à l’instant" {
		t.Errorf("T(time.now) = %q, want a typographic apostrophe as in %q", got, want)
	}
}

func TestNumbersByLocale(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ got, want string }{
		{i18n.Number(i18n.English, 12345), "12,345"},
		{i18n.Number(i18n.French, 12345), "12\u00a0345"},
		{i18n.Decimal(i18n.French, 1.25, 2), "1,25"},
		{i18n.Percent(i18n.English, 0.456), "46%"},
		{i18n.Percent(i18n.French, 0.456), "46\u00a0%"},
		{i18n.Size(i18n.English, 999), "999\u00a0B"},
		{i18n.Size(i18n.English, 1_440_000), "1.4\u00a0MB"},
		{i18n.Size(i18n.French, 240_400), "240\u00a0ko"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang             i18n.Lang
		year, month, day int
		want             string
	}{
		{i18n.English, 0, 0, 0, ""}, {i18n.English, 2020, 0, 0, "2020"}, {i18n.English, 2020, 6, 0, "Jun 2020"},
		{i18n.English, 2020, 6, 1, "1 Jun 2020"}, {i18n.French, 2020, 8, 1, "1er août 2020"}, {i18n.French, 2020, 2, 0, "févr. 2020"},
	} {
		if got := i18n.Date(tt.lang, tt.year, tt.month, tt.day); got != tt.want {
			t.Errorf("Date(%s, %d, %d, %d) = %q, want %q", tt.lang, tt.year, tt.month, tt.day, got, tt.want)
		}
	}
}

func TestAgo(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		before time.Duration
		want   string
	}{
		{0, "just now"}, {90 * time.Second, "1 minute ago"}, {3 * time.Hour, "3 hours ago"},
		{49 * time.Hour, "2 days ago"}, {8 * 24 * time.Hour, "15 Nov 2026"},
	} {
		if got := i18n.Ago(i18n.English, now.Add(-tt.before), now); got != tt.want {
			t.Errorf("Ago(%v) = %q, want %q", tt.before, got, tt.want)
		}
	}
}
