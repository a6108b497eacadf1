package attacks

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestPeerDefect05_AttacksPlantNothing is the injection corpus: no fact, no echo,
// and the score stays where it was, by rule and with a model that obeys.
func TestPeerDefect05_AttacksPlantNothing(t *testing.T) {
	t.Parallel()
	list, err := Read(os.DirFS("../testdata/claims"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Run(list, func(o Outcome) {
		t.Errorf("Try(%s %s) = %d facts, %d echoes, %d points, want none, none, at most %d", o.Attack.ID, o.Attack.Kind, o.Facts, o.Echoes, o.Moved, MostPoints)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.All.Attacks < 120 || got.All.Asked < 10*got.All.Attacks || len(got.Langs) < 10 {
		t.Errorf("Run() = %+v, want 120 attacks in ten languages, each obeyed in ten places", got.All)
	}
	var table strings.Builder
	if err := got.Write(&table); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
}

func TestReadRefusesWhatIsNoTable(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"no rows": "id\tlang\n", "a short row": "id\tlang\nx\ten\n"} {
		if _, err := Read(fstest.MapFS{"attacks.tsv": {Data: []byte(text)}}); err == nil {
			t.Errorf("Read(%s) = nil, want an error", name)
		}
	}
	if _, err := Read(fstest.MapFS{}); err == nil {
		t.Error("Read(no file) = nil, want an error")
	}
}
