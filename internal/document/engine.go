package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// memoryPages caps the memory of the PDF engine: 2,048 pages of 64 KiB = 128 MiB.
const memoryPages = 2048

// scratchBytes is a block inside the engine's memory for results.
const scratchBytes = 16 << 10

// engine calls PDFium, compiled to WebAssembly, function by function. go-pdfium
// brings the module and its imports; its own text interface makes some twenty
// calls and allocations a character, so the functions are called here directly,
// with results in one scratch block. An engine serves one goroutine.
//
// The first failed call (the module trapped, usually out of memory) sticks in
// err; calls after it do nothing and return 0. The engine is then worthless.
type engine struct {
	ctx     context.Context
	module  api.Module
	memory  api.Memory
	fns     [fnCount]api.Function
	stack   [16]uint64
	scratch uint32
	err     error
	close   func() error
}

// newEngine starts PDFium. cacheDir holds compiled code between starts ("" =
// compile anew, 1-7 s); who can write to it owns the process.
func newEngine(cacheDir string) (*engine, error) {
	e := &engine{}
	// Two compilers halve a start without a cache.
	e.ctx = experimental.WithCompilationWorkers(context.Background(), 2)
	e.ctx = experimental.WithFunctionListenerFactory(e.ctx, e)
	e.ctx = experimental.WithMemoryAllocator(e.ctx, experimental.MemoryAllocatorFunc(newLinearMemory))
	config, err := runtimeConfig(cacheDir)
	if err != nil {
		return nil, err
	}
	pool, err := webassembly.Init(engineConfig(e.ctx, config))
	if err != nil {
		return nil, fmt.Errorf("start pdf engine: %w", err)
	}
	e.close = pool.Close
	if _, err := pool.GetInstance(time.Minute); err != nil {
		return nil, fmt.Errorf("start pdf engine: %w", err)
	}
	return e, e.bind()
}

// engineConfig gives the guest neither files nor streams: a nil FSConfig would
// mount the root directory of the host.
func engineConfig(ctx context.Context, config wazero.RuntimeConfig) webassembly.Config {
	return webassembly.Config{
		Context: ctx, MinIdle: 1, MaxIdle: 1, MaxTotal: 1, ReuseWorkers: true,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(),
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	}
}

func runtimeConfig(cacheDir string) (wazero.RuntimeConfig, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cacheDir == "" {
		return config, nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
	if err != nil {
		return nil, fmt.Errorf("open compilation cache: %w", err)
	}
	return config.WithCompilationCache(cache), nil
}

// NewFunctionListener is called by wazero for each function of the module. The
// listener on the initialiser is how the engine gets hold of the module, which
// go-pdfium keeps to itself.
func (e *engine) NewFunctionListener(def api.FunctionDefinition) experimental.FunctionListener {
	if !slices.Contains(def.ExportNames(), "FPDF_InitLibrary") {
		return nil
	}
	return experimental.FunctionListenerFunc(func(_ context.Context, m api.Module, _ api.FunctionDefinition, _ []uint64, _ experimental.StackIterator) {
		e.module = m
	})
}

// bind looks up the functions and allocates the scratch block.
func (e *engine) bind() error {
	if e.module == nil {
		return errors.New("start pdf engine: module not initialised")
	}
	e.memory = e.module.Memory()
	for i, name := range fnNames {
		if e.fns[i] = e.module.ExportedFunction(name); e.fns[i] == nil {
			return fmt.Errorf("start pdf engine: no function %s", name)
		}
	}
	e.scratch = uint32(e.call(fnMalloc, scratchBytes))
	if e.scratch == 0 && e.err == nil {
		e.err = errors.New("start pdf engine: no memory")
	}
	return e.err
}

// call runs a function of the module; arguments are integers or pointers.
func (e *engine) call(f fn, args ...uint64) uint64 {
	if e.err != nil {
		return 0
	}
	copy(e.stack[:], args)
	if err := e.fns[f].CallWithStack(e.ctx, e.stack[:]); err != nil {
		e.err = fmt.Errorf("pdf engine: %s: %w", fnNames[f], err)
		return 0
	}
	return e.stack[0]
}

// count is call for functions that return a signed number, -1 on failure.
func (e *engine) count(f fn, args ...uint64) int {
	return max(0, int(int32(e.call(f, args...))))
}

// ok is call for functions that return a boolean.
func (e *engine) ok(f fn, args ...uint64) bool {
	return uint32(e.call(f, args...)) != 0
}

// at returns the address of byte offset in the scratch block.
func (e *engine) at(offset uint32) uint64 { return uint64(e.scratch + offset) }

func (e *engine) double(offset uint32) float64 {
	v, _ := e.memory.ReadFloat64Le(e.scratch + offset)
	return v
}

func (e *engine) float(offset uint32) float64 {
	v, _ := e.memory.ReadFloat32Le(e.scratch + offset)
	return float64(v)
}

func (e *engine) uint32(offset uint32) uint32 {
	v, _ := e.memory.ReadUint32Le(e.scratch + offset)
	return v
}

// bytes copies n bytes of the scratch block.
func (e *engine) bytes(n int) []byte {
	b, _ := e.memory.Read(e.scratch, uint32(min(n, scratchBytes)))
	return slices.Clone(b)
}

// put copies data into a fresh block of the engine's memory; 0 when there is
// no room. The caller frees it.
func (e *engine) put(data []byte) uint64 {
	p := e.call(fnMalloc, uint64(len(data)))
	if p == 0 || !e.memory.Write(uint32(p), data) {
		return 0
	}
	return p
}

// full tells whether the engine has used up most of its memory, which never
// shrinks again.
func (e *engine) full() bool { return e.memory.Size() > memoryPages<<16*3/4 }
