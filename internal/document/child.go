package document

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime/debug"
	"time"

	"jobops/internal/fault"
)

// Command is the name of the hidden subcommand that runs Child; its one
// argument is the directory of the compilation cache ("" = none).
const Command = "docworker"

// childDocuments is how many documents a child reads before it is replaced.
const childDocuments = 200

// reuse makes the collector of a child run after every 14 MB or so. Of its own
// accord it would wait until as much again is taken as the engine's memory
// holds, and memory that was never touched before costs more than collecting:
// a DOCX took 4.1 ms that takes 1.7.
const reuse = 10

// compiled is how long a start takes at least when nothing was in the cache.
const compiled = 500 * time.Millisecond

// MaybeChild turns the process into a child when it was started as one, and
// returns at once otherwise. Call it first in the TestMain of a package whose
// tests use a Pool.
func MaybeChild() {
	if len(os.Args) < 2 || os.Args[1] != Command {
		return
	}
	cacheDir := ""
	if len(os.Args) > 2 {
		cacheDir = os.Args[2]
	}
	if err := Child(os.Stdin, os.Stdout, cacheDir); err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

// Child reads documents for a Pool in another process: requests from in,
// answers to out, until in ends. It takes away its own rights first. Nothing
// of a document leaves it but by out.
func Child(in io.Reader, out io.Writer, cacheDir string) error {
	if err := confine(); err != nil {
		return err
	}
	start := time.Now()
	e, err := startEngine(cacheDir)
	if err != nil {
		return err
	}
	if time.Since(start) > compiled {
		debug.FreeOSMemory() // compiling took 200 MiB that nobody needs again
	}
	debug.SetGCPercent(reuse)
	if err := seal(); err != nil {
		return err
	}
	return serve(in, out, e)
}

// startEngine falls back to a start without cache when the cache is unusable.
func startEngine(cacheDir string) (*engine, error) {
	if cacheDir != "" {
		if e, err := newEngine(cacheDir); err == nil {
			return e, nil
		}
	}
	return newEngine("")
}

// serve answers requests one after the other. Requests are received in the
// background, so that the child also leaves when the parent dies while a
// document is being read.
func serve(in io.Reader, out io.Writer, e *engine) error {
	requests := make(chan request)
	go receive(in, requests)
	if err := writeFrame(out, frameReady, nil); err != nil {
		return err
	}
	done := 0
	for req := range requests {
		overdue := time.AfterFunc(2*defaultDeadline, func() { os.Exit(1) })
		kind, body := e.answer(req)
		overdue.Stop()
		if err := writeFrame(out, kind, body); err != nil {
			return err
		}
		done++
		state := byte(frameReady)
		if e.err != nil || e.full() || done >= childDocuments {
			state = frameRetire
		}
		if err := writeFrame(out, state, nil); err != nil {
			return err
		}
	}
	return nil
}

type request struct {
	kind byte
	body []byte
}

// receive ends the process with its input.
func receive(in io.Reader, requests chan<- request) {
	for {
		kind, body, err := readFrame(in, maxRequest)
		if errors.Is(err, io.EOF) && !errors.Is(err, errFrame) {
			os.Exit(0)
		}
		if err != nil {
			os.Exit(1)
		}
		requests <- request{kind, body}
	}
}

// answer serves one request.
func (e *engine) answer(req request) (kind byte, body []byte) {
	body, err := e.result(req)
	if err == nil {
		return frameResult, body
	}
	code, _ := fault.CodeOf(err)
	return frameVerdict, []byte(code)
}

var errRequest = errors.New("unknown request")

func (e *engine) result(req request) ([]byte, error) {
	switch req.kind {
	case framePDF:
		return encode(e.readPDF(req.body))
	case frameDOCX:
		return encode(readDOCX(req.body))
	case framePreview:
		if len(req.body) < previewHeader {
			return nil, errRequest
		}
		page := binary.BigEndian.Uint16(req.body)
		dpi := binary.BigEndian.Uint16(req.body[2:])
		return e.preview(req.body[previewHeader:], int(page), int(dpi))
	}
	return nil, errRequest
}

func encode(layout Layout, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return encodeLayout(&layout), nil
}
