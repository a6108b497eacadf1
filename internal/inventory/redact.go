package inventory

import (
	"context"
	"log/slog"
	"slices"
)

// Redacted returns a handler that passes on the declared fields of all streams
// and drops every other one, so that a library's log lines too say no more than
// the page admits. The fields of groups are dropped with their group.
func (inv *Inventory) Redacted(next slog.Handler) slog.Handler {
	var fields []string
	for _, l := range inv.Logs {
		fields = append(fields, l.Fields...)
	}
	return redacted{next, fields}
}

type redacted struct {
	slog.Handler
	fields []string
}

// Handle passes on the declared fields of a line.
func (h redacted) Handle(ctx context.Context, r slog.Record) error {
	kept := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		kept.AddAttrs(h.declared([]slog.Attr{a})...)
		return true
	})
	return h.Handler.Handle(ctx, kept)
}

// WithAttrs keeps the declared fields for the lines to come.
func (h redacted) WithAttrs(attrs []slog.Attr) slog.Handler {
	return redacted{h.Handler.WithAttrs(h.declared(attrs)), h.fields}
}

// WithGroup opens a group in which no field is declared.
func (h redacted) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return redacted{h.Handler, nil}
}

func (h redacted) declared(attrs []slog.Attr) []slog.Attr {
	var kept []slog.Attr
	for _, a := range attrs {
		if a.Value.Resolve().Kind() != slog.KindGroup && slices.Contains(h.fields, a.Key) {
			kept = append(kept, a)
		}
	}
	return kept
}
