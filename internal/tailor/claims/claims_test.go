package claims

import (
	"os"
	"testing"
	"testing/fstest"
)

// sets are the halves and the floors they hold today: lies that go through and
// the share of honest edits that is blocked. Both only ever go down.
var sets = []struct {
	dir     string
	applied int
	blocked float64
}{
	{"open", 0, 0.53},
	{"sealed", 6, 0.63},
	{"traps", 0, 0.07},
}

func TestSetsHoldTheirFloors(t *testing.T) {
	t.Parallel()
	for _, set := range sets {
		rows, err := Set(os.DirFS("../testdata/claims/" + set.dir))
		if err != nil {
			t.Fatalf("Set(%q) = %v", set.dir, err)
		}
		got := Run(rows, nil)
		if got.All.Applied > set.applied {
			t.Errorf("Run(%s).All.Applied = %d lies, want at most %d", set.dir, got.All.Applied, set.applied)
		}
		if got.All.Share() > set.blocked {
			t.Errorf("Run(%s).All.Share() = %.3f, want at most %.3f", set.dir, got.All.Share(), set.blocked)
		}
		if got.All.Claims < len(rows) {
			t.Errorf("Run(%s).All.Claims = %d, want at least one a row, %d", set.dir, got.All.Claims, len(rows))
		}
	}
}

func TestSetRefusesWhatIsNoTable(t *testing.T) {
	t.Parallel()
	head := "id\tlang\tkind\tsource\tedit\tcontext\twhy\n"
	row := "x-1\ten\tsynonym\tSold bread\tSold loaves\tSample Bakery\tsame\n"
	for name, files := range map[string]fstest.MapFS{
		"a file missing": {"lies.tsv": {Data: []byte(head + row)}},
		"a short row":    {"lies.tsv": {Data: []byte(head + "x-1\ten\n")}, "honest.tsv": {Data: []byte(head)}},
		"an empty file":  {"lies.tsv": {}, "honest.tsv": {Data: []byte(head)}},
	} {
		if _, err := Set(files); err == nil {
			t.Errorf("Set(%s) = nil, want an error", name)
		}
	}
	fine := fstest.MapFS{"lies.tsv": {Data: []byte(head + row)}, "honest.tsv": {Data: []byte(head + row)}, "disputed.tsv": {Data: []byte("id\treason\n")}}
	if rows, err := Set(fine); err != nil || len(rows) != 2 {
		t.Errorf("Set(two rows) = %d rows, %v, want 2, nil", len(rows), err)
	}
	fine["disputed.tsv"] = &fstest.MapFile{Data: []byte("id\treason\nx-1\twrong\n")}
	if rows, err := Set(fine); err != nil || len(rows) != 0 {
		t.Errorf("Set(disputed) = %d rows, %v, want none, nil", len(rows), err)
	}
}

func TestOtherJobsStandApart(t *testing.T) {
	t.Parallel()
	r := Row{Lang: "en", Source: "Sold bread", Context: []string{"Sample Bakery, 2011–2014", "Sourdough", "2014–2018 Example Mill: sold flour"}}
	got := r.Resume()
	if len(got.Work[0].Highlights) != 2 || len(got.Work[1].Highlights) != 1 || got.Work[0].Name != "Sample Bakery, 2011–2014" {
		t.Errorf("Resume() = %+v, want the mill as another job", got.Work)
	}
}
