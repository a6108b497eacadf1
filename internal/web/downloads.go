package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"jobops/internal/fault"
	"jobops/internal/library"
)

// original sends the file as it was uploaded.
func (s *Server) original(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	c, err := s.Library.CV(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	data, err := s.Library.File(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	return attach(w, c.FileName, "application/octet-stream", data)
}

// attach sends a file to be saved and never shown: it may be hostile.
func attach(w http.ResponseWriter, name, kind string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Security-Policy", "sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, err := w.Write(data)
	return err
}

// disposition names an attachment as RFC 6266 asks: a plain ASCII name for old
// readers and the exact one in UTF-8.
func disposition(name string) string {
	ascii := strings.Map(func(c rune) rune {
		if c > unicode.MaxASCII || !unicode.IsPrint(c) || strings.ContainsRune(`"\/%;`, c) {
			return '_'
		}
		return c
	}, name)
	return `attachment; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// pageImage draws one page of the original. It is our own drawing, so it may be
// shown in a page.
func (s *Server) pageImage(w http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		return fault.NotFound
	}
	png, err := s.Library.Preview(r.Context(), s.owner(r), library.ID(r.PathValue("id")), page)
	if err != nil {
		return err
	}
	return picture(w, png)
}

func picture(w http.ResponseWriter, png []byte) error {
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, err := w.Write(png)
	return err
}
