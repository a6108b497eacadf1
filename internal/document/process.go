package document

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"
)

// startDeadline bounds the start of a child, which without a compilation cache
// takes seconds, on a busy machine many.
const startDeadline = 90 * time.Second

// process is a child seen from the parent.
type process struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	once  sync.Once
	gone  chan struct{}
	timer *time.Timer // retires a child that is idle for long
}

// startProcess starts a child and waits until it is ready.
func startProcess(command []string) (*process, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(systemEnv(), "GOMAXPROCS=2", "GOMEMLIMIT=260MiB")
	isolate(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start document reader: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start document reader: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start document reader: %w", err)
	}
	p := &process{cmd: cmd, in: in, out: bufio.NewReaderSize(out, 64<<10), gone: make(chan struct{})}
	overdue := time.AfterFunc(startDeadline, p.end)
	defer overdue.Stop()
	if kind, _, err := readFrame(p.out, 0); err != nil || kind != frameReady {
		p.end()
		return nil, fmt.Errorf("start document reader: not ready: %w", errors.Join(err, errFrame))
	}
	return p, nil
}

// end kills the child and collects it; safe to call often, from anywhere.
func (p *process) end() {
	p.once.Do(func() {
		kill(p.cmd)
		_ = p.cmd.Wait() // it was killed: the status says so
		close(p.gone)
	})
	<-p.gone
}

// ask sends a request and returns the answer.
func (p *process) ask(kind byte, body []byte) (answer byte, result []byte, err error) {
	if err := writeFrame(p.in, kind, body); err != nil {
		return 0, nil, err
	}
	return readFrame(p.out, maxAnswer)
}

// settled waits until the child says what it thinks of its own state, and
// tells whether it can go on.
func (p *process) settled() bool {
	kind, _, err := readFrame(p.out, 0)
	return err == nil && kind == frameReady
}
