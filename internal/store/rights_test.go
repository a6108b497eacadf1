package store_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// withheld are the places that an export does not hold, because the inventory
// says so.
func withheld(place string) bool {
	name, path, _ := strings.Cut(place, ".")
	column, _, _ := strings.Cut(path, "/")
	for _, t := range inventory.Load().OwnTables {
		for _, c := range t.Columns {
			if t.Name == name && c.Name == column {
				return c.Export == "none"
			}
		}
	}
	return false // an object
}

// TestPromise_P21_ExportHoldsAllOfOnesOwn plants a canary in every exportable
// column, JSON path and object of three people, all named by the inventory, and
// finds in each export all of one's own and none of the others'.
func TestPromise_P21_ExportHoldsAllOfOnesOwn(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		people := []*resident{in.settle(t), in.settle(t), in.settle(t)}
		for i, one := range people {
			files := in.export(t, one.id)
			all := files["data.json"] + files["originals/"+one.rows["cvs"]+".pdf"]
			for place, canary := range one.canaries {
				if found := strings.Contains(all, canary); found == withheld(place) {
					t.Errorf("person %d: canary of %s found %v", i, place, found)
				}
			}
			for _, other := range people {
				for place, canary := range other.canaries {
					for name, text := range files {
						if other != one && strings.Contains(text, canary) {
							t.Errorf("person %d: %s holds %s of somebody else", i, name, place)
						}
					}
				}
			}
		}
		if n := len(people[0].canaries); n < 150 {
			t.Errorf("canaries of a person = %d, want one at every path", n)
		}
	})
}

// TestPromise_P25_ImportGivesTheSameData reads an export into a fresh instance
// and compares what that exports again, field by field.
func TestPromise_P25_ImportGivesTheSameData(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		from := newInstance(t, db)
		one := from.settle(t)
		sqlite := storetest.SQLite(t)
		migrate(t, sqlite)
		to := newInstance(t, sqlite)
		who := person(t, to.store)
		archive := from.archive(t, one.id)
		count, err := to.privacy.Import(t.Context(), who, archive)
		if err != nil {
			t.Fatalf("Import = %v", err)
		}
		if count.Added["cv"] != 1 || count.Added["version"] != 1 || count.Added["draft"] != 1 || len(count.Left) > 0 {
			t.Errorf("Import = %v, want one of each", count)
		}
		want, got := from.export(t, one.id), to.export(t, who)
		if diff := cmp.Diff(carried(t, want["data.json"]), carried(t, got["data.json"])); diff != "" {
			t.Errorf("after the round trip (-before +after): %s", diff)
		}
		original := "originals/" + one.rows["cvs"] + ".pdf"
		if got[original] != want[original] || got[original] == "" {
			t.Error("the original is not the same")
		}
		if _, err := to.privacy.Import(t.Context(), who, archive); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second Import = %v, want %v", err, fault.Conflict)
		}
		if diff := cmp.Diff(got["data.json"], to.export(t, who)["data.json"]); diff != "" {
			t.Errorf("the refused import changed: %s", diff)
		}
	})
}

func migrate(t *testing.T, db dbx.DB) {
	t.Helper()
	if err := store.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

// carried is the part of data.json that moves between instances: everything but
// what an instance notes of itself.
func carried(t *testing.T, text string) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal([]byte(text), &data); err != nil {
		t.Fatal(err)
	}
	for _, g := range inventory.Load().Groups() {
		if !g.Content() {
			delete(data, g.Name)
		}
		if !g.Table.Root() {
			continue
		}
		for _, record := range data[g.Name].([]any) {
			for _, c := range g.Columns {
				if c.Source != "user" || c.Sealed() { // name and address are those of each account
					delete(record.(map[string]any), c.Field())
				}
			}
		}
	}
	return data
}

// TestErasureTakesOneAndSparesTheRest deletes one of three people and looks for
// what was planted: in the database's files, in the objects, in the rows.
func TestErasureTakesOneAndSparesTheRest(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		gone, stays := in.settle(t), in.settle(t)
		before := in.export(t, stays.id)["data.json"]
		objects := in.objects(t)
		if file, ok := db.(*dbx.SQLite); ok {
			for place, canary := range gone.plain {
				if bytesIn(t, file, canary) == 0 {
					t.Fatalf("%s is not in the files while it is stored: the test looks in the wrong place", place)
				}
			}
		}
		receipt, err := in.privacy.Delete(t.Context(), gone.id, false)
		if err != nil {
			t.Fatalf("Delete = %v", err)
		}
		e, err := in.privacy.Receipt(t.Context(), receipt)
		if err != nil {
			t.Fatal(err)
		}
		if err := in.privacy.Erase(t.Context(), e.ID); err != nil {
			t.Fatalf("Erase = %v", err)
		}
		if file, ok := db.(*dbx.SQLite); ok {
			for place, canary := range gone.canaries {
				// The receipt names the recipients.
				if n := bytesIn(t, file, canary); n != 0 && place != "disclosures.processor" {
					t.Errorf("%s is found %d times in the database's files", place, n)
				}
			}
		}
		if diff := cmp.Diff(before, in.export(t, stays.id)["data.json"]); diff != "" {
			t.Errorf("the other person's data changed: %s", diff)
		}
		// The key of the instance, under which the address was until the end, is new.
		if n := len(in.objects(t)); n != len(objects)/2+1 {
			t.Errorf("objects = %d, want half of %d and the key of the instance", n, len(objects))
		}
		counts, err := in.privacy.Counts(t.Context(), gone.id)
		if err != nil {
			t.Fatal(err)
		}
		for table, n := range counts {
			if n != 0 {
				t.Errorf("rows of %s = %d, want 0", table, n)
			}
		}
	})
}

func (in *instance) objects(t *testing.T) (names []string) {
	t.Helper()
	for _, class := range inventory.Load().Blobs {
		for o, err := range in.blobs.List(t.Context(), class.Prefix) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, o.Name)
		}
	}
	return names
}

func bytesIn(t *testing.T, db *dbx.SQLite, text string) (n int) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(db.Path() + suffix)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, []byte(text))
	}
	return n
}

// TestACrashBetweenAnyTwoStepsHalvesNothing stops an erasure behind each of its
// acts, before the proof is kept, and goes on from there.
func TestACrashBetweenAnyTwoStepsHalvesNothing(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	migrate(t, db)
	in := newInstance(t, db)
	one := in.settle(t)
	receipt, err := in.privacy.Delete(t.Context(), one.id, true)
	if err != nil {
		t.Fatalf("Delete = %v", err)
	}
	e, err := in.privacy.Receipt(t.Context(), receipt)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range e.Steps {
		if step.Kind == privacy.StepRecipient {
			continue
		}
		crashing := in.crashing(i)
		if err := crashing.Erase(t.Context(), e.ID); err == nil {
			t.Fatalf("the erasure that ends behind act %d = nil, want the crash", i)
		}
		mustExec(t, db, `UPDATE erasure_steps SET done_at = NULL`) // worse: no proof at all is left
	}
	if err := in.privacy.Erase(t.Context(), e.ID); err != nil {
		t.Fatalf("Erase = %v", err)
	}
	counts, err := in.privacy.Counts(t.Context(), one.id)
	if err != nil {
		t.Fatal(err)
	}
	delete(counts, "accounts")
	for table, n := range counts {
		if n != 0 {
			t.Errorf("rows of %s = %d, want 0", table, n)
		}
	}
	names, keys := in.objects(t), count(t, db, "key_refs k JOIN accounts a ON a.id = k.owner_id WHERE k.state = 'live' AND a.kind = 'instance'")
	if len(names) != 1 || keys != 1 {
		t.Errorf("objects = %v with %d keys of the instance, want that key alone", names, keys)
	}
	if e, err = in.privacy.Receipt(t.Context(), receipt); err != nil || e.Done.IsZero() || slices.ContainsFunc(e.Steps, func(s privacy.Step) bool { return s.Done.IsZero() }) {
		t.Errorf("Receipt = %+v, %v, want every step done", e, err)
	}
}
