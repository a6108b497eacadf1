package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestProductionIsBlockedByPlaceholders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := write("whole.yaml", `
controller: {name: Sample Company, form: SAS, email: privacy@example.org, phone: +33 1 99 00 00 00, website: https://www.example.org,
  platform: https://jobops.example.org, officer: none, authority: CNIL, authority_url: https://www.cnil.fr, capital: 1 000 EUR,
  seat: 1 rue Inventée, register: RCS 000 000 000, vat: FR00000000000, director: Sample Person, host: Sample Host, mediator: Sample Mediator}
terms_reviewed: 2026-01-01
`)
	example := filepath.Join("..", "inventory", "operator.example.yaml")
	for _, tt := range []struct {
		operator string
		ok       bool
		want     string
	}{
		{"", true, "blocked: not filled in: controller.name, "},
		{example, false, "blocked: not filled in: controller.capital, "},
		{whole, true, "Sample Company answers for https://jobops.example.org"},
		{write("odd.yaml", "owner: me\n"), false, "field owner not found"},
		{filepath.Join(dir, "gone.yaml"), false, "operator's file"},
	} {
		got := Config{Operator: tt.operator}.lookAtProduction()
		if got.OK != tt.ok || !strings.Contains(got.Says, tt.want) {
			t.Errorf("lookAtProduction(%q) = %v %q, want %v with %q", tt.operator, got.OK, got.Says, tt.ok, tt.want)
		}
	}
}

func TestDaysEndWhereTheOperatorIs(t *testing.T) {
	t.Parallel()
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "operator.yaml")
		must(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for _, tt := range []struct{ operator, want string }{
		{"", "Local"},
		{write("controller: {name: Sample Company}\n"), "Europe/Paris"},
		{write("controller: {zone: America/Montreal}\n"), "America/Montreal"},
	} {
		zone, err := Config{Operator: tt.operator}.zone()
		if err != nil || zone.String() != tt.want {
			t.Errorf("zone(%q) = %v, %v, want %s", tt.operator, zone, err, tt.want)
		}
	}
	if _, err := (Config{Operator: filepath.Join(t.TempDir(), "gone.yaml")}).zone(); err == nil {
		t.Error("zone of a file that is not there = nil, want an error")
	}
}

func TestMachineZoneHasAName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ tz, link, want string }{
		{"", "/usr/share/zoneinfo/Europe/Brussels", "Europe/Brussels"},
		{"", "../usr/share/zoneinfo/America/New_York", "America/New_York"},
		{"Asia/Tokyo", "/usr/share/zoneinfo/Europe/Brussels", "Asia/Tokyo"},
		{"", "/etc/elsewhere", "Local"},
		{"Mars/Olympus", "", "Local"},
	} {
		got := machineZone(tt.tz, func(string) (string, error) { return tt.link, nil })
		if got.String() != tt.want {
			t.Errorf("machineZone(%q, %q) = %v, want %s", tt.tz, tt.link, got, tt.want)
		}
	}
}
