package main

import (
	"slices"
	"strings"
	"testing"
)

// run is what "go test -json" says of a package with a test that passes, one
// that fails and one that is skipped.
const run = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestGood"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestGood","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestBad","Output":"    p_test.go:7: F(1) = 2, want 3\n"}
{"Action":"fail","Package":"p","Test":"TestBad","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestLeft","Output":"    p_test.go:9: no database\n"}
{"Action":"skip","Package":"p","Test":"TestLeft","Elapsed":0}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p","Elapsed":0.1}
{"Action":"skip","Package":"q","Elapsed":0}
`

func TestFollowSaysWhatMatters(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	r := runner{out: &out}
	r.follow(strings.NewReader(run))
	if want := "    p_test.go:7: F(1) = 2, want 3\nFAIL\tp\t0.1s\n"; out.String() != want {
		t.Errorf("follow() printed %q, want %q", out.String(), want)
	}
	if want := []string{"p TestLeft: p_test.go:9: no database"}; !slices.Equal(r.left, want) {
		t.Errorf("follow() left out %q, want %q", r.left, want)
	}
}

func TestClosing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		strict bool
		left   []string
		fails  bool
	}{
		{false, nil, false}, {true, nil, false}, {false, []string{"a browser"}, false}, {true, []string{"a browser"}, true},
	} {
		r := runner{out: new(strings.Builder), strict: tt.strict, left: tt.left}
		if err := r.closing(); (err != nil) != tt.fails {
			t.Errorf("closing() of %v, strict %v = %v, want an error %v", tt.left, tt.strict, err, tt.fails)
		}
	}
}

// TestClusterAnswers starts the throwaway server and asks it something.
func TestClusterAnswers(t *testing.T) {
	t.Parallel()
	if server.find() == "" {
		t.Skip("no PostgreSQL server program")
	}
	c, err := newCluster(server.find())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.stop(); err != nil {
			t.Error(err)
		}
		if exists(c.dir) {
			t.Errorf("stop() left %s behind", c.dir)
		}
	}()
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
	if err := c.sql("jobops", "SELECT unaccent('é')"); err != nil {
		t.Error(err)
	}
	if err := c.sql("jobops", "SELECT no_such_function()"); err == nil {
		t.Error("sql() of a wrong statement = nil, want an error")
	}
}
