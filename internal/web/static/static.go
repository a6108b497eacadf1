// Package static serves the bundled front end: style sheet, script and faces
// under hashed names that browsers may keep for ever.
//
// The files and their manifest are made by tools/assets and embedded, so the
// program carries them. Open with a folder reads them from disk instead and
// lets nobody keep them, for work on the front end.
package static

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"jobops/internal/fault"
)

//go:embed *.css *.js *.woff2 *.txt manifest.json
var embedded embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// Asset is one line of the manifest.
type Asset struct {
	File      string `json:"file"`      // hashed name
	Integrity string `json:"integrity"` // of Subresource Integrity
}

// URL is the path of the asset on this server.
func (a Asset) URL() string { return Prefix + a.File }

// Set is a bundle that can be served.
type Set struct {
	files  fs.FS
	live   bool
	assets map[string]Asset
	zipped map[string][]byte // by hashed name
}

// Open returns the embedded bundle or, when dir is not "", the one in that
// folder as it is at each request.
func Open(dir string) (*Set, error) {
	s := &Set{files: embedded}
	if dir != "" {
		s.files, s.live = os.DirFS(dir), true
	}
	var err error
	if s.assets, err = s.manifest(); err != nil {
		return nil, err
	}
	return s, s.compress()
}

func (s *Set) manifest() (map[string]Asset, error) {
	text, err := fs.ReadFile(s.files, "manifest.json")
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	assets := map[string]Asset{}
	if err := json.Unmarshal(text, &assets); err != nil {
		return nil, fmt.Errorf("static: manifest: %w", err)
	}
	return assets, nil
}

// compress prepares what is worth compressing; faces are compressed already.
func (s *Set) compress() error {
	s.zipped = map[string][]byte{}
	if s.live {
		return nil
	}
	for _, a := range s.assets {
		if types[path.Ext(a.File)] == "" || path.Ext(a.File) == ".woff2" {
			continue
		}
		data, err := fs.ReadFile(s.files, a.File)
		if err != nil {
			return fmt.Errorf("static: %w", err)
		}
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		s.zipped[a.File] = b.Bytes()
	}
	return nil
}

// Asset returns the file behind a plain name such as "app.css"; the zero Asset
// when the bundle has none of that name.
func (s *Set) Asset(name string) Asset {
	if s.live {
		if assets, err := s.manifest(); err == nil {
			return assets[name]
		}
	}
	return s.assets[name]
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

// Serve answers a request whose path value "file" names a file of the bundle;
// anything else is fault.NotFound.
func (s *Set) Serve(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	kind, known := types[path.Ext(name)]
	data, err := fs.ReadFile(s.files, name)
	if !known || err != nil {
		return fault.NotFound
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	if s.live {
		h.Set("Cache-Control", "no-store")
	}
	if zipped, ok := s.zipped[name]; ok {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			data = zipped
		}
	}
	_, err = w.Write(data)
	return err
}

// Licences returns the licence texts of what the bundle contains, by file name.
func (s *Set) Licences() (map[string]string, error) {
	names, err := fs.Glob(s.files, "LICENSE.*")
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(s.files, name)
		if err != nil {
			return nil, err
		}
		texts[name] = string(text)
	}
	return texts, nil
}
