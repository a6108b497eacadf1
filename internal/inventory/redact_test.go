package inventory_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

func TestRedactedPassesDeclaredFieldsOnly(t *testing.T) {
	t.Parallel()
	const secret = "perceval@example.org"
	for name, write := range map[string]func(*slog.Logger){
		"field":        func(l *slog.Logger) { l.Info("request", "email", secret) },
		"kept field":   func(l *slog.Logger) { l.With("email", secret).Info("request") },
		"group":        func(l *slog.Logger) { l.Info("request", slog.Group("status", "email", secret)) },
		"open group":   func(l *slog.Logger) { l.WithGroup("who").Info("request", "status", secret) },
		"field inside": func(l *slog.Logger) { l.WithGroup("who").With("status", secret).Info("request") },
		"empty key":    func(l *slog.Logger) { l.Info("request", slog.Group("", "email", secret)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			log := slog.New(inventory.Load().Redacted(slog.NewTextHandler(&out, nil)))
			write(log.With("route", "/cvs/{id}"))
			if text := out.String(); strings.Contains(text, secret) || !strings.Contains(text, "request") || !strings.Contains(text, "route=/cvs/{id}") {
				t.Errorf("line = %q, want the route and no address", text)
			}
		})
	}
}
