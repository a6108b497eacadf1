package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type lineShared struct {
	Data string `env:"JOBOPS_TEST_LINE_DATA" type:"path"`
}

type lineRun struct {
	lineShared
	Kind     string        `arg:"" enum:"one,two"`
	Rest     []string      `arg:"" optional:""`
	Wait     time.Duration `default:"5m"`
	AtOnce   int           `env:"JOBOPS_TEST_LINE_AT_ONCE" default:"8"`
	Of       []string      `short:"o"`
	Day      time.Time     `format:"2006-01-02"`
	File     string        `type:"existingfile"`
	Fast     bool          `xor:"mode"`
	Slow     bool          `xor:"mode"`
	ran      bool
	answered error
}

func (c *lineRun) Run(context.Context) error { c.ran = true; return c.answered }

type lineDefault struct {
	Addr string
	ran  bool
}

func (c *lineDefault) Run(context.Context) error { c.ran = true; return nil }

type line struct {
	Serve lineDefault `cmd:"" default:"withargs"`
	Do    lineRun     `cmd:"" name:"do"`
}

func runLine(l *line, args string) error {
	c := command("jobops", "", l)
	c.SetArgs(strings.Fields(args))
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	return c.ExecuteContext(context.Background())
}

func TestCommandRefuses(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"do":                   "give KIND",
		"do three":             "KIND: must be one of one,two",
		"do one --wait soon":   "must be a duration",
		"do one --file absent": "--file: there is no absent",
		"do one --file .":      "--file: . is not a file",
		"do one --fast --slow": "none of the others can be",
		"do one --day 1.1.26":  "invalid time format",
		"do one --what":        "unknown flag: --what",
		"what":                 "unknown command",
		"serve what":           `unexpected argument "what"`,
	} {
		var l line
		if err := runLine(&l, args); err == nil || !strings.Contains(err.Error(), want) || l.Do.ran || l.Serve.ran {
			t.Errorf("%q = %v, want %q and nothing run", args, err, want)
		}
	}
}

func TestCommandTakes(t *testing.T) {
	t.Parallel()
	var l line
	if err := runLine(&l, "do one a b,c --data here -o x,y -o z --day 2026-12-01 --fast"); err != nil {
		t.Fatal(err)
	}
	here, _ := filepath.Abs("here")
	c := l.Do
	if !c.ran || c.Kind != "one" || strings.Join(c.Rest, " ") != "a b,c" || c.Data != here ||
		strings.Join(c.Of, " ") != "x y z" || c.Wait != 5*time.Minute || c.AtOnce != 8 || c.Day.Day() != 1 || !c.Fast || c.Slow {
		t.Errorf("do = %+v", c)
	}
}

func TestCommandDefault(t *testing.T) {
	t.Parallel()
	var l line
	if err := runLine(&l, "--addr :1"); err != nil || !l.Serve.ran || l.Serve.Addr != ":1" {
		t.Errorf("no command = %v, %+v, want serve with the address", err, l.Serve)
	}
}

// TestCommandEnvironment has the line win over the environment, and that over the
// default.
func TestCommandEnvironment(t *testing.T) {
	t.Setenv("JOBOPS_TEST_LINE_AT_ONCE", "3")
	for args, want := range map[string]int{"do one": 3, "do one --at-once 2": 2} {
		var l line
		if err := runLine(&l, args); err != nil || l.Do.AtOnce != want {
			t.Errorf("%q = %d, %v, want %d", args, l.Do.AtOnce, err, want)
		}
	}
	t.Setenv("JOBOPS_TEST_LINE_AT_ONCE", "many")
	if err := runLine(&line{}, "do one"); err == nil || !strings.Contains(err.Error(), "$JOBOPS_TEST_LINE_AT_ONCE") {
		t.Errorf("a wrong variable = %v, want its name", err)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]int{errors.New("any"): 1, blind{errors.New("any")}: 2} {
		if got := status(err); got != want {
			t.Errorf("status(%v) = %d, want %d", err, got, want)
		}
	}
}
