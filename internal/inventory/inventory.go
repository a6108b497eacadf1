// Package inventory is the declaration of everything JobOps keeps of people:
// every table and column, object, cookie, header, recipient and period, with
// purpose and end.
//
// inventory.yaml is embedded; Load returns it. The program derives from it what
// it answers, keeps, sends and deletes, and tests compare it with the running
// system: what is not declared here fails the build or is refused at run time.
//
//	h := inventory.Load().Headers(https)
//
// A change needs a new version (version_test.go says how). The package holds
// data only; it knows no database, no request and no person.
package inventory

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed inventory.yaml
var source []byte

// Inventory is the whole declaration.
type Inventory struct {
	Version       string              `yaml:"version"`
	Date          string              `yaml:"date"` // of the version, YYYY-MM-DD
	Changes       []Change            `yaml:"changes"`
	Controller    Controller          `yaml:"controller"`
	Activities    []Activity          `yaml:"activities"`
	Categories    map[string]Category `yaml:"categories"`
	Stores        []Store             `yaml:"stores"`
	OwnTables     []Table             `yaml:"tables"`
	ForeignTables []ForeignTable      `yaml:"foreign_tables"`
	Blobs         []Blob              `yaml:"blobs"`
	Tasks         []Task              `yaml:"tasks"`
	Queue         QueuePeriods        `yaml:"queue"`
	DataClasses   map[string]Text     `yaml:"data_classes"`
	Measures      map[string]Measure  `yaml:"measures"`
	Statements    []Statement         `yaml:"statements"`
	Processors    []Processor         `yaml:"processors"`
	OpenWeb       []Purpose           `yaml:"open_web"`
	CookieList    []Cookie            `yaml:"cookies"`
	Logs          []Log               `yaml:"logs"`
	HeaderList    []Header            `yaml:"headers"`
	Rights        []Right             `yaml:"rights"`

	// What an operator adds, see Operator.
	Agreements    map[string]Agreement `yaml:"-"`
	TermsReviewed string               `yaml:"-"`
}

// Load returns the embedded declaration. It is shared and must not be changed.
var Load = sync.OnceValue(func() *Inventory {
	inv, err := Parse(source)
	if err != nil {
		// The bytes are part of the program: no caller could do better.
		panic(err)
	}
	return inv
})

// Parse reads a declaration and refuses unknown fields, half texts, unknown
// references, a circle in the erase plan and periods that are no periods; the
// error names the place.
func Parse(data []byte) (*Inventory, error) {
	var inv Inventory
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&inv); err != nil {
		return nil, fmt.Errorf("inventory: %w", err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("inventory: more than one document")
	}
	if err := inv.check(); err != nil {
		return nil, fmt.Errorf("inventory: %w", err)
	}
	return &inv, nil
}

// Tables returns the declared columns of every table, the libraries' included.
// A column's type is "text", "integer" or "blob", and "" in a library's table.
func (inv *Inventory) Tables() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, t := range inv.OwnTables {
		all[t.Name] = map[string]string{}
		for _, c := range t.Columns {
			all[t.Name][c.Name] = c.Type
		}
	}
	for _, t := range inv.ForeignTables {
		all[t.Name] = map[string]string{}
		for _, c := range t.Columns {
			all[t.Name][c] = ""
		}
	}
	return all
}

// Headers returns the headers of every answer. https says whether the public
// URL is https: over plain http two of them would break the pages.
func (inv *Inventory) Headers(https bool) http.Header {
	h := http.Header{}
	for _, d := range inv.HeaderList {
		value := d.Value
		if https && d.HTTPS != "" {
			value = d.HTTPS
		}
		if value != "" {
			h.Set(d.Name, value)
		}
	}
	return h
}

// Cookies returns the cookies that are set under the configured settings.
func (inv *Inventory) Cookies(configured ...string) []Cookie {
	return slices.DeleteFunc(slices.Clone(inv.CookieList), func(c Cookie) bool {
		return c.When != "" && !slices.Contains(configured, c.When)
	})
}

// Hosts returns the hosts the program may contact on its own account: those of
// the processors whose "when" is configured.
func (inv *Inventory) Hosts(configured ...string) []string {
	set := map[string]bool{}
	for _, p := range inv.Recipients(configured...) {
		for _, h := range p.Hosts {
			set[h] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Recipients returns the processors and sources whose "when" is configured.
func (inv *Inventory) Recipients(configured ...string) []Processor {
	var on []Processor
	for _, p := range inv.Processors {
		if slices.Contains(configured, p.When) {
			on = append(on, p)
		}
	}
	return on
}

// Happening returns the activities that happen under the configured settings.
func (inv *Inventory) Happening(configured ...string) []Activity {
	var on []Activity
	for _, a := range inv.Activities {
		set := func(when string) bool { return slices.Contains(configured, when) }
		if len(a.When) == 0 || slices.ContainsFunc(a.When, set) {
			on = append(on, a)
		}
	}
	return on
}

// Processor returns a recipient by its id.
func (inv *Inventory) Processor(id string) (Processor, bool) {
	i := slices.IndexFunc(inv.Processors, func(p Processor) bool { return p.ID == id })
	if i < 0 {
		return Processor{}, false
	}
	return inv.Processors[i], true
}

// BlobPrefixes returns the declared prefixes of objects, "cv/" and the like.
func (inv *Inventory) BlobPrefixes() []string {
	var prefixes []string
	for _, b := range inv.Blobs {
		prefixes = append(prefixes, b.Prefix)
	}
	return prefixes
}

// Task returns the declaration of a kind of background work.
func (inv *Inventory) Task(kind string) (Task, bool) {
	i := slices.IndexFunc(inv.Tasks, func(t Task) bool { return t.Kind == kind })
	if i < 0 {
		return Task{}, false
	}
	return inv.Tasks[i], true
}

// Timeout is how long one try of the work may take.
func (t Task) Timeout() time.Duration { return fixed(t.TimeoutText) }

// Every is the interval of periodic work, 0 for work that is queued by a change.
func (t Task) Every() time.Duration { return fixed(t.EveryText) }
