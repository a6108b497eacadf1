package worker

import (
	"testing"

	"jobops/internal/task"
)

func TestEveryKindHasOneHandler(t *testing.T) {
	t.Parallel()
	handlers := Handlers(Work{})
	for _, k := range task.Kinds() {
		if handlers[k] == nil {
			t.Errorf("Handlers()[%q] is missing", k)
		}
	}
	if len(handlers) != len(task.Kinds()) {
		t.Errorf("Handlers() has %d kinds, want the %d of task.Kinds", len(handlers), len(task.Kinds()))
	}
}
