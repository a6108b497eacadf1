package document

import "github.com/tetratelabs/wazero/experimental"

// linearMemory is the memory of the engine: one block of addresses that is
// never moved. Growing by copying, as the engine does by itself, holds the old
// and the new block at once, which made the peak of a child three times what
// the limit says. Pages that are never touched cost nothing.
type linearMemory struct{ block []byte }

// newLinearMemory reserves what the engine may have at most, whatever maximum
// the module declares.
func newLinearMemory(_, _ uint64) experimental.LinearMemory {
	return &linearMemory{make([]byte, memoryPages<<16)}
}

// Reallocate implements experimental.LinearMemory; nil refuses to grow.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.block)) {
		return nil
	}
	return m.block[:size]
}

// Free implements experimental.LinearMemory.
func (m *linearMemory) Free() { m.block = nil }
