package document

import (
	"bytes"
	"image"
	"image/png"

	"jobops/internal/fault"
)

// previewHeader is the length of page and dpi before the file in a request.
const previewHeader = 4

// Bounds of a preview.
const (
	minDPI    = 20
	maxDPI    = 200
	maxPixels = 12 << 20 // 48 MiB in the engine, of 128
)

// FPDFBitmap_BGRA, FPDF_ANNOT | FPDF_REVERSE_BYTE_ORDER (fpdfview.h): reversed
// BGRA is the byte order of image.RGBA.
const (
	bitmapBGRA  = 4
	renderFlags = 0x01 | 0x10
	paperWhite  = 0xFFFFFFFF
)

// preview draws a page, from 0, as PNG.
func (e *engine) preview(data []byte, page, dpi int) ([]byte, error) {
	var out []byte
	err := e.withDocument(data, func(doc uint64) error {
		if page >= e.count(fnPageCount, doc) {
			return fault.NotFound
		}
		handle := e.call(fnLoadPage, doc, uint64(page))
		if handle == 0 {
			return Refuse(Broken)
		}
		defer e.call(fnClosePage, handle)
		var err error
		out, err = e.draw(handle, max(minDPI, min(dpi, maxDPI)))
		return err
	})
	return out, err
}

func (e *engine) draw(page uint64, dpi int) ([]byte, error) {
	f := e.frame(page)
	w, h := int(f.width*float64(dpi)/72+0.5), int(f.height*float64(dpi)/72+0.5)
	if w <= 0 || h <= 0 || w > maxPixels || h > maxPixels || w*h > maxPixels {
		return nil, Refuse(Unsupported)
	}
	bitmap := e.call(fnBitmapNew, uint64(w), uint64(h), bitmapBGRA, 0, 0)
	if bitmap == 0 {
		return nil, Refuse(Bomb)
	}
	defer e.call(fnBitmapFree, bitmap)
	e.call(fnBitmapFill, bitmap, 0, 0, uint64(w), uint64(h), paperWhite)
	e.call(fnRender, bitmap, page, 0, 0, uint64(w), uint64(h), 0, renderFlags)
	stride := e.count(fnBitmapStride, bitmap)
	pixels, ok := e.memory.Read(uint32(e.call(fnBitmapBuffer, bitmap)), uint32(stride*h))
	if e.err != nil || !ok {
		return nil, Refuse(Bomb)
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&b, &image.RGBA{Pix: pixels, Stride: stride, Rect: image.Rect(0, 0, w, h)})
	return b.Bytes(), err
}
