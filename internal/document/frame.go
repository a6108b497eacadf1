package document

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Frames travel between the server and a child: one byte kind, four bytes
// length (big endian), then the body.

// Kinds of frames. Requests carry a file, answers a result.
const (
	frameReady   = 'R' // child: send a request
	frameRetire  = 'X' // child: answered, but replace me
	framePDF     = 'T' // request: body is a PDF, the answer a Layout
	frameDOCX    = 'D' // request: body is a DOCX, the answer a Layout
	framePreview = 'P' // request: page and dpi (2 bytes each), then a PDF
	frameResult  = 'O' // answer: a Layout, see encodeLayout, or a PNG
	frameVerdict = 'E' // answer: the code of a fault
)

// Sizes of a frame's body in bytes.
const (
	maxRequest = 16 << 20
	maxAnswer  = 64 << 20
)

const frameHeader = 5

// trusted is how much memory a header alone can ask for; the rest comes with
// the bytes.
const trusted = 256 << 10

var errFrame = errors.New("malformed frame")

// writeFrame sends one frame in one write.
func writeFrame(w io.Writer, kind byte, body []byte) error {
	frame := make([]byte, frameHeader, frameHeader+len(body))
	frame[0] = kind
	binary.BigEndian.PutUint32(frame[1:], uint32(len(body)))
	_, err := w.Write(append(frame, body...))
	return err
}

// readFrame reads one frame with a body of at most limit bytes. At the end of
// the stream it returns io.EOF.
func readFrame(r io.Reader, limit int) (kind byte, body []byte, err error) {
	var head [frameHeader]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if int64(size) > int64(limit) {
		return 0, nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	var b bytes.Buffer
	b.Grow(int(min(size, trusted)))
	if _, err := io.CopyN(&b, r, int64(size)); err != nil {
		return 0, nil, fmt.Errorf("%w: %w", errFrame, err)
	}
	return head[0], b.Bytes(), nil
}
