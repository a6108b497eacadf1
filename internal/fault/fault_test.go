package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		kind Kind
		code string
	}{
		{NotFound, NotFound, "error.not_found"},
		{fmt.Errorf("store: cv 1: %w", NotFound), NotFound, "error.not_found"},
		{fmt.Errorf("read: %w", New(Unsupported, "upload.unsupported", "ODT")), Unsupported, "upload.unsupported"},
		{errors.New("boom"), "", "error.internal"},
	} {
		code, _ := CodeOf(tt.err)
		if KindOf(tt.err) != tt.kind || code != tt.code {
			t.Errorf("KindOf(%v), CodeOf = %q, %q, want %q, %q", tt.err, KindOf(tt.err), code, tt.kind, tt.code)
		}
	}
}

func TestFaultIs(t *testing.T) {
	t.Parallel()
	if err := New(TooLarge, "upload.too_large", 10); !errors.Is(err, TooLarge) || errors.Is(err, Invalid) {
		t.Errorf("errors.Is(%v) does not follow its kind", err)
	}
}
