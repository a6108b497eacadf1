// Command assets bundles the front end: the style sheets and scripts of
// internal/web/assets, with htmx and the Inter face from npm, become minified
// files with hashed names in internal/web/static, beside a manifest of their
// names and integrity hashes and the licences of what they contain.
//
// Run it here, after "npm ci --ignore-scripts", with "go run .". The output is
// committed, so neither building nor running the server needs Node or this
// module.
package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "../../internal/web/assets"
	target = "../../internal/web/static"
)

// licences are copied beside the bundle, as they ask for.
var licences = map[string]string{
	"htmx.org/LICENSE":                   "LICENSE.htmx.txt",
	"@fontsource-variable/inter/LICENSE": "LICENSE.inter.txt",
}

// entry is one line of the manifest; its readers are in package static.
type entry struct {
	File      string `json:"file"`
	Integrity string `json:"integrity"`
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("assets: ", err)
	}
}

func run() error {
	files, err := bundle()
	if err != nil {
		return err
	}
	if err := clear(); err != nil {
		return err
	}
	manifest := map[string]entry{}
	for _, f := range files {
		name := filepath.Base(f.Path)
		if err := os.WriteFile(filepath.Join(target, name), f.Contents, 0o644); err != nil {
			return err
		}
		manifest[plain(name)] = entry{File: name, Integrity: integrity(f.Contents)}
	}
	stamp, err := sources()
	if err != nil {
		return err
	}
	manifest["sources"] = entry{Integrity: stamp}
	if err := writeManifest(manifest); err != nil {
		return err
	}
	return copyLicences()
}

func bundle() ([]api.OutputFile, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{source + "/css/app.css", source + "/js/app.js", source + "/js/editor.js"},
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Outdir:            target,
		NodePaths:         []string{"node_modules"},
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatESModule,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "123"}, {Name: api.EngineFirefox, Version: "120"}, {Name: api.EngineSafari, Version: "17.5"},
		},
		Loader: map[string]api.Loader{".woff2": api.LoaderFile},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	return result.OutputFiles, nil
}

// clear removes the bundle before, but not the Go file that embeds it.
func clear() error {
	old, err := os.ReadDir(target)
	if err != nil {
		return err
	}
	for _, e := range old {
		if filepath.Ext(e.Name()) == ".go" {
			continue
		}
		if err := os.Remove(filepath.Join(target, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

var hashed = regexp.MustCompile(`-[A-Z0-9]{8}(\.[a-z0-9]+)$`)

// plain is the name without its hash: "app-3F2A41C0.css" is "app.css".
func plain(name string) string { return hashed.ReplaceAllString(name, "$1") }

func integrity(b []byte) string {
	sum := sha512.Sum384(b)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

// sources is a hash over what the bundle is made from, names included, so that
// a test can tell a stale bundle without Node.
func sources() (string, error) {
	h := sha512.New384()
	err := filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n%s", d.Name(), len(text), text)
		return nil
	})
	return "sha384-" + base64.StdEncoding.EncodeToString(h.Sum(nil)), err
}

func writeManifest(m map[string]entry) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "manifest.json"), append(text, '\n'), 0o644)
}

func copyLicences() error {
	for from, to := range licences {
		text, err := os.ReadFile(filepath.Join("node_modules", from))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(target, to), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
