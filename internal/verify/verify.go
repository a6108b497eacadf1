// Package verify compares what the inventory promises with a real instance: its
// schema, its rows, its files, its keys and its answers.
//
// Each check is one file and looks at one promise or a few that belong together
// (V1 to V14; docs/privacy.md lists them). A check reads; it repairs nothing.
// What it finds names the culprit: the table, the column, the object, the route,
// and ids, never a person's text.
//
//	report := verify.Run(ctx, system, verify.All, verify.Checks())
//	os.Exit(report.Exit())
//
// A check that could not look is not green: the report then says "unchecked",
// and so does the whole run unless something else is broken, which is worse.
package verify

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Outcome is what a check, or a whole run, came to.
type Outcome string

// The outcomes, from good to bad.
const (
	Holds     Outcome = "holds"
	Unchecked Outcome = "unchecked" // could not look: red
	Broken    Outcome = "broken"
)

// Mode is which checks run.
type Mode string

// The modes.
const (
	All    Mode = "all"
	Static Mode = "static" // what rests: schema, rows, files, keys
	Live   Mode = "live"   // what answers: an account from birth to erasure, every route, every page
)

// Check is one promise with the code that looks whether it is kept.
type Check struct {
	ID      string // "V1"
	Promise string // in one line
	Live    bool   // needs an instance that answers
	look    func(ctx context.Context, s *System, f *Findings) error
}

// Checks lists every check in the order in which they run: those that start an
// instance after those that look at one at rest, the erasure last.
func Checks() []Check {
	return []Check{
		{ID: "V1", Promise: "every table, column, view, index and trigger is declared, and nothing else is there", look: schemaIsDeclared},
		{ID: "V2", Promise: "JSON holds declared fields only; queued work holds ids only", look: jsonIsDeclared},
		{ID: "V3", Promise: "rows of two people do not mix, and every row can be reached by an erasure", look: ownersAreKept},
		{ID: "V4", Promise: "every row belongs to somebody, and no erasure is stuck", look: rowsBelongToSomebody},
		{ID: "V5", Promise: "what has reached its period is gone", look: periodsAreKept},
		{ID: "V6", Promise: "every file belongs to a row, every row has its file, and nothing else lies there", look: objectsMatchRows},
		{ID: "V7", Promise: "sealed means sealed: under a live key of its owner, in its place", look: sealedIsSealed},
		{ID: "V10", Promise: "only declared recipients got anything, and agreements are in force", look: recipientsAreDeclared},
		{ID: "V11", Promise: "logs and errors hold nobody's data", look: logsHoldNobody},
		{ID: "V13", Promise: "requests are answered in time, restriction and objection are honoured", look: rightsAreHonoured},
		{ID: "V14", Promise: "what is published is what is declared", Live: true, look: pagesAreDerived},
		{ID: "V9", Promise: "every route asks who it is, limits, and sends the declared headers and cookies", Live: true, look: answersAreGuarded},
		{ID: "V8", Promise: "an account is exported whole and erased without a trace", Live: true, look: canaryLeavesNothing},
	}
}

// Findings is what a check notes while it looks.
type Findings struct {
	Broken []string `json:"broken,omitempty"` // culprits
	Notes  []string `json:"notes,omitempty"`  // what was looked at, and what was not
}

// most is how many culprits of one check a report lists.
const most = 20

func (f *Findings) broken(format string, args ...any) {
	f.Broken = append(f.Broken, fmt.Sprintf(format, args...))
}

func (f *Findings) note(format string, args ...any) {
	f.Notes = append(f.Notes, fmt.Sprintf(format, args...))
}

// Result is what one check came to.
type Result struct {
	ID      string  `json:"id"`
	Promise string  `json:"promise"`
	Outcome Outcome `json:"outcome"`
	Why     string  `json:"why,omitempty"` // it could not be checked
	Findings
	Milliseconds int64 `json:"ms"`
}

// Report is one run.
type Report struct {
	Started   time.Time `json:"started"`
	Ended     time.Time `json:"ended"`
	Mode      Mode      `json:"mode"`
	Outcome   Outcome   `json:"outcome"`
	Inventory struct {
		Version string `json:"version"`
		SHA256  string `json:"sha256"`
	} `json:"inventory"`
	Engine  string   `json:"engine"`
	Schema  string   `json:"schema_sha256"`
	Binary  string   `json:"binary_sha256"`
	Results []Result `json:"results"`
}

// Exit is the exit status of a run: 0 everything holds, 1 a promise is broken, 2
// something could not be checked.
func (r Report) Exit() int {
	return map[Outcome]int{Holds: 0, Broken: 1, Unchecked: 2}[r.Outcome]
}

// Run looks at a system with the checks of a mode. Leaving a check out of the
// list leaves it unchecked, which is never green.
func Run(ctx context.Context, s *System, mode Mode, checks []Check) Report {
	r := Report{Started: s.Now().UTC(), Mode: mode, Outcome: Holds, Engine: s.DB.Dialect()}
	r.Inventory.Version, r.Inventory.SHA256 = s.Inventory.Version, s.hash()
	r.Schema, r.Binary = s.schemaHash(ctx), binaryHash()
	for _, known := range Checks() {
		if known.Live && mode == Static || !known.Live && mode == Live {
			continue
		}
		r.Results = append(r.Results, run(ctx, s, known, checks))
	}
	slices.SortStableFunc(r.Results, func(a, b Result) int { return number(a.ID) - number(b.ID) })
	for _, result := range r.Results {
		r.Outcome = worse(r.Outcome, result.Outcome)
	}
	r.Ended = s.Now().UTC()
	return r
}

// number is the number in the name of a check.
func number(id string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(id, "V"))
	return n
}

func run(ctx context.Context, s *System, known Check, checks []Check) Result {
	began := time.Now()
	result := Result{ID: known.ID, Promise: known.Promise, Outcome: Holds}
	err := errLeftOut
	if i := slices.IndexFunc(checks, func(c Check) bool { return c.ID == known.ID }); i >= 0 {
		err = checks[i].look(ctx, s, &result.Findings)
	}
	switch {
	case len(result.Broken) > 0:
		result.Outcome = Broken
	case err != nil:
		result.Outcome = Unchecked
	}
	if err != nil {
		result.Why = err.Error()
	}
	if n := len(result.Broken); n > most {
		result.Broken = append(result.Broken[:most:most], fmt.Sprintf("and %d more", n-most))
	}
	result.Milliseconds = time.Since(began).Milliseconds()
	return result
}

func worse(a, b Outcome) Outcome {
	order := []Outcome{Holds, Unchecked, Broken}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}
