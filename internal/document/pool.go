package document

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"jobops/internal/fault"
)

// defaultDeadline is what one document may take before its child is killed. With
// the kill and the start of the next child, an answer takes 5 s at most.
const defaultDeadline = 4500 * time.Millisecond

// idleExtra is how long a child beyond the first stays without work.
const idleExtra = 30 * time.Second

// Options say how a Pool runs; the zero value is good for a server.
type Options struct {
	// Workers is the most children at once; 0 means two, or one on one core.
	Workers int
	// Queue is how many callers may wait for a child before Read answers Busy;
	// 0 means 16, negative means no limit.
	Queue int
	// CacheDir keeps compiled code between starts: the first document then
	// takes a tenth of a second instead of seconds. It is created with mode
	// 0700 and ignored when others can write to it. "" means no cache.
	CacheDir string
	// Deadline is what one document may take, in all tries together; 0 means 4.5 s.
	Deadline time.Duration
	// Command starts a child; nil means this program with the hidden
	// subcommand Command.
	Command []string
}

// Pool reads documents in child processes. It is safe for concurrent use.
type Pool struct {
	options Options
	command []string
	slots   chan struct{} // one token per document being read

	mu      sync.Mutex
	idle    []*process // the last one was used last
	busy    map[*process]bool
	ahead   chan struct{} // closed when the child being started ahead is there; nil = none is
	waiting int
	closed  bool
	tasks   sync.WaitGroup
}

// ErrClosed is returned by a Pool after Close.
var ErrClosed = errors.New("document pool is closed")

// NewPool returns a pool and starts its first child in the background.
func NewPool(options Options) (*Pool, error) {
	if options.Workers <= 0 {
		options.Workers = min(2, runtime.NumCPU())
	}
	if options.Queue == 0 {
		options.Queue = 16
	}
	if options.Deadline <= 0 {
		options.Deadline = defaultDeadline
	}
	command := options.Command
	if command == nil {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("find own program: %w", err)
		}
		command = []string{self, Command, usableCache(options.CacheDir)}
	}
	p := &Pool{options: options, command: command, slots: make(chan struct{}, options.Workers), busy: map[*process]bool{}, ahead: make(chan struct{})}
	p.slots <- struct{}{}
	p.tasks.Add(1)
	go func() {
		defer p.release()
		p.warm()
	}()
	return p, nil
}

// usableCache makes the cache directory and returns it; "" when it cannot be
// made or others could plant code in it.
func usableCache(dir string) string {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !private(info) {
		return ""
	}
	return dir
}

// Read returns the text of a PDF or DOCX file. name is the file name, whose
// extension must agree with the content. A file that cannot be read gives a
// fault of Refuse; when all readers are taken it is Busy.
func (p *Pool) Read(ctx context.Context, name string, data []byte) (Layout, error) {
	format, err := Sniff(name, data)
	if err != nil {
		return Layout{}, err
	}
	kind := byte(framePDF)
	if format == DOCX {
		kind = frameDOCX
	}
	body, err := p.do(ctx, kind, data)
	if err != nil {
		return Layout{}, err
	}
	return decodeLayout(body)
}

// Preview draws a page of a PDF, counted from 0, as PNG. dpi is 20 to 200; 60
// gives a thumbnail of 496 by 702 pixels for A4. A page that does not exist is
// fault.NotFound.
func (p *Pool) Preview(ctx context.Context, data []byte, page, dpi int) (png []byte, err error) {
	if len(data) > MaxBytes {
		return nil, Refuse(TooLarge)
	}
	if page < 0 || page >= MaxPages || dpi <= 0 {
		return nil, fault.NotFound
	}
	body := make([]byte, previewHeader, previewHeader+len(data))
	binary.BigEndian.PutUint16(body, uint16(page))
	binary.BigEndian.PutUint16(body[2:], uint16(min(dpi, maxDPI)))
	return p.do(ctx, framePreview, append(body, data...))
}

// Close ends all children; documents being read fail.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	children := p.idle
	for child := range p.busy {
		children = append(children, child)
	}
	p.idle = nil
	p.mu.Unlock()
	for _, child := range children {
		child.end()
	}
	p.tasks.Wait()
	return nil
}

// errCrashed is a child that ended without an answer and before its deadline.
var errCrashed = errors.New("document reader ended")

// do sends one request to a child, and once more to a fresh one when the first
// ends without an answer: something else than the file may have ended it.
func (p *Pool) do(ctx context.Context, kind byte, body []byte) ([]byte, error) {
	result, used, err := p.try(ctx, kind, body, p.options.Deadline)
	if left := p.options.Deadline - used; errors.Is(err, errCrashed) && left > 0 {
		result, _, err = p.try(ctx, kind, body, left)
	}
	if errors.Is(err, errCrashed) {
		return nil, Refuse(Broken)
	}
	return result, err
}

// try sends a request to a child, which has until deadline to answer, and
// returns what it used of that.
func (p *Pool) try(ctx context.Context, kind byte, body []byte, deadline time.Duration) (result []byte, used time.Duration, err error) {
	if err := p.acquire(ctx); err != nil {
		return nil, 0, err
	}
	child, err := p.child()
	if err != nil {
		p.release()
		return nil, 0, err
	}
	start := time.Now()
	overdue := time.AfterFunc(deadline, child.end)
	cancelled := context.AfterFunc(ctx, child.end)
	answer, result, err := child.ask(kind, body)
	inTime, wanted := overdue.Stop(), cancelled()
	go p.settleAndRelease(child, err == nil && inTime && wanted)
	used = time.Since(start)
	if err != nil {
		return nil, used, p.lost(ctx, !inTime)
	}
	result, err = open(answer, result)
	return result, used, err
}

// settleAndRelease lets the next request in once the child is at rest or gone.
func (p *Pool) settleAndRelease(child *process, well bool) {
	defer p.release()
	p.settle(child, well)
}

// release gives back what acquire took.
func (p *Pool) release() {
	<-p.slots
	p.tasks.Done()
}

// lost says what became of a request whose child did not answer.
func (p *Pool) lost(ctx context.Context, late bool) error {
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	switch {
	case closed:
		return ErrClosed
	case ctx.Err() != nil:
		return ctx.Err()
	case late:
		return Refuse(Bomb)
	}
	return errCrashed
}

// open turns an answer into a result or the fault it carries.
func open(answer byte, result []byte) ([]byte, error) {
	switch answer {
	case frameResult:
		return result, nil
	case frameVerdict:
		return nil, verdictError(string(result))
	}
	return nil, fmt.Errorf("read document: %w", errFrame)
}

// acquire waits for the right to use a child.
func (p *Pool) acquire(ctx context.Context) error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return ErrClosed
	}
	if p.options.Queue >= 0 && len(p.slots) == cap(p.slots) && p.waiting >= p.options.Queue {
		p.mu.Unlock()
		return Refuse(Busy)
	}
	p.waiting++
	p.tasks.Add(1)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.waiting--
		p.mu.Unlock()
	}()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		p.tasks.Done()
		return ctx.Err()
	}
}

// child takes the idle child that worked last, one that is being started ahead,
// or starts one.
func (p *Pool) child() (*process, error) {
	child, ahead := p.take()
	if child == nil && ahead != nil {
		<-ahead
		child, _ = p.take()
	}
	if child != nil {
		return child, nil
	}
	child, err := startProcess(p.command)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		go child.end()
		return nil, ErrClosed
	}
	p.busy[child] = true
	return child, nil
}

// take makes the idle child that worked last busy. When there is none, ahead is
// closed once the child that is being started is there; nil = none is.
func (p *Pool) take() (child *process, ahead <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 {
		return nil, p.ahead
	}
	child = p.idle[n-1]
	p.idle = p.idle[:n-1]
	if child.timer != nil {
		child.timer.Stop()
	}
	p.busy[child] = true
	return child, nil
}

// settle decides, after an answer, what becomes of a child. It still holds its
// slot, so that never more than Workers children run.
func (p *Pool) settle(child *process, well bool) {
	if well {
		overdue := time.AfterFunc(p.options.Deadline, child.end)
		well = child.settled() && overdue.Stop()
	}
	p.mu.Lock()
	delete(p.busy, child)
	if well && !p.closed {
		p.idle = append(p.idle, child)
		p.trim()
		p.mu.Unlock()
		return
	}
	alone := len(p.idle) == 0 && p.ahead == nil && !p.closed
	if alone {
		p.ahead = make(chan struct{})
	}
	p.mu.Unlock()
	child.end()
	if alone {
		p.warm()
	}
}

// warm starts a child ahead of the next document, which waits for it. When it
// cannot start, that document tries again and reports the cause.
func (p *Pool) warm() {
	child, err := startProcess(p.command)
	p.mu.Lock()
	if err == nil && !p.closed {
		p.idle = append(p.idle, child)
		child = nil
	}
	close(p.ahead)
	p.ahead = nil
	p.mu.Unlock()
	if child != nil {
		child.end()
	}
}

// trim ends children beyond the first that nobody has needed for a while. The
// caller holds mu.
func (p *Pool) trim() {
	if len(p.idle) < 2 {
		return
	}
	spare := p.idle[0]
	if spare.timer != nil {
		spare.timer.Stop()
	}
	spare.timer = time.AfterFunc(idleExtra, func() { p.retire(spare) })
}

// retire ends a child if it is still idle and not the last one.
func (p *Pool) retire(child *process) {
	p.mu.Lock()
	found := false
	for i, c := range p.idle {
		if c == child && len(p.idle) > 1 {
			p.idle = append(p.idle[:i:i], p.idle[i+1:]...)
			found = true
			break
		}
	}
	p.mu.Unlock()
	if found {
		child.end()
	}
}
