package store_test

import (
	"slices"
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
)

// TestReferencesStayWithOneOwner lists every reference between tables of people:
// its constraint holds the owners together, itself or by way of the row it names
// in the same constraint, or it is written down as one that cannot.
func TestReferencesStayWithOneOwner(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		keys, err := store.ForeignKeys(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		personal := inventory.Load().PersonalTables()
		paired := map[string]bool{} // table.column that shares its owner with what it names
		for _, k := range keys {
			if slices.Contains(k.Columns, "owner_id") {
				paired[k.Table+"."+k.Columns[0]] = true
			}
		}
		var found []string
		for _, k := range keys {
			if !slices.Contains(personal, k.Table) || k.Ref == "accounts" || slices.Contains(k.Columns, "owner_id") {
				continue
			}
			// (version_id, cv_id) names a version of a CV that is the owner's.
			through := len(k.Columns) == 2 && paired[k.Table+"."+k.Columns[1]] && paired[k.Ref+"."+k.RefColumns[1]]
			if !through {
				found = append(found, k.Table+"."+k.Columns[0]+" -> "+k.Ref)
			}
		}
		slices.Sort(found)
		if want := store.Unpaired(); !slices.Equal(found, want) {
			t.Errorf("references that hold no owners together = %q, want %q", found, want)
		}
	})
}

// TestNothingIsTiedToAnothersRow names rows of somebody else where they cannot be
// refused by a constraint.
func TestNothingIsTiedToAnothersRow(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		in := newInstance(t, db)
		a, b := in.settle(t), in.settle(t)
		before := in.rowsOfOne(t, a)
		mine, theirs := library.ID(a.rows["cvs"]), b.rows
		for name, err := range map[string]error{
			"an application":      in.store.AddApplication(t.Context(), a.id, tracker.Application{ID: tracker.ID(newUUID()), Posting: theirs["postings"], Stage: tracker.Saved}, nil),
			"an export":           in.store.AddExport(t.Context(), a.id, library.Export{ID: newUUID(), Version: library.VersionID(theirs["versions"]), Format: "pdf", At: storetest.Start}),
			"an export for an ad": in.store.AddExport(t.Context(), a.id, library.Export{ID: newUUID(), Version: library.VersionID(a.rows["versions"]), Posting: theirs["postings"], Format: "pdf", At: storetest.Start}),
			"a version":           onlyErr(in.store.AddVersion(t.Context(), a.id, library.Version{ID: library.VersionID(newUUID()), CV: mine, Parent: library.VersionID(theirs["versions"])})),
			"a version for an ad": onlyErr(in.store.AddVersion(t.Context(), a.id, library.Version{ID: library.VersionID(newUUID()), CV: mine, Posting: theirs["postings"]})),
			"a score":             in.store.AddScore(t.Context(), a.id, tailor.Score{ID: newUUID(), Posting: tailor.PostingID(a.rows["postings"]), CV: library.ID(theirs["cvs"]), Version: library.VersionID(theirs["versions"]), Method: "other", Created: storetest.Start}),
			"the CV of an ad":     in.store.SetPostingCV(t.Context(), a.id, tailor.PostingID(a.rows["postings"]), library.ID(theirs["cvs"])),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s with a row of somebody else = %v, want %v", name, err, fault.NotFound)
			}
		}
		if !slices.Equal(before, in.rowsOfOne(t, a)) {
			t.Error("a refused call changed something")
		}
	})
}

func onlyErr[T any](_ T, err error) error { return err }
