package store_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/usage"
)

// TestDeclaredValuesAreTheProgramsOwn compares the declared values of a column
// with the words that the program writes into it.
func TestDeclaredValuesAreTheProgramsOwn(t *testing.T) {
	t.Parallel()
	want := map[string][2][]string{
		"cv.state":             {{string(library.Ready)}, {string(library.Pending), string(library.Reading)}},
		"cv.format":            {{string(document.PDF), string(document.DOCX), string(library.Imported)}, nil},
		"file.format":          {formats(), nil},
		"run.state":            {{string(tailor.RunDone), string(tailor.RunFailed), string(tailor.RunCancelled)}, {string(tailor.RunAsked), string(tailor.RunOpen)}},
		"use.state":            {{string(usage.Spent), string(usage.Refunded)}, {string(usage.Reserved)}},
		"second_reading.state": {{string(library.SecondDone), string(library.SecondFailed)}, {string(library.SecondAsked), string(library.SecondOpen)}},
	}
	for _, g := range inventory.Load().Groups() {
		for _, c := range g.Columns {
			w, ok := want[c.Export]
			if ok && (!slices.Equal(c.Values, w[0]) || !slices.Equal(c.Unfinished, w[1])) {
				t.Errorf("%s may be %v and %v, want %v and %v", c.Export, c.Values, c.Unfinished, w[0], w[1])
			}
			delete(want, c.Export)
		}
	}
	for name := range maps.Keys(want) {
		t.Errorf("%s is not exported", name)
	}
}

func formats() []string {
	var all []string
	for _, f := range render.Formats() {
		all = append(all, string(f))
	}
	return all
}

// TestImportOfOtherValues changes one field of an export to what the program
// never writes there: the import names it and adds nothing.
func TestImportOfOtherValues(t *testing.T) {
	t.Parallel()
	from := newInstance(t, migrated(t))
	data := from.export(t, from.settle(t).id)["data.json"]
	to := newInstance(t, migrated(t))
	for name, bad := range map[string][2]string{
		"format":             {"cv.format", "exe"},
		"state of a CV":      {"cv.state", "gone"},
		"state of a reading": {"second_reading.state", "queued"},
		"theme":              {"account.theme", "loud"},
		"language":           {"account.language", "xx"},
		"broken options":     {"look.options", `{"size":`},
		"unknown paper":      {"look.options", `{"paper":"wall"}`},
		"size out of range":  {"look.options", `{"size":1000}`},
		"options of a list":  {"look.options", `[]`},
	} {
		who := person(t, to.store)
		_, err := to.privacy.Import(t.Context(), who, archiveOf(t, changed(t, data, bad[0], bad[1])))
		if code, args := fault.CodeOf(err); code != "rights.import.value" || !slices.Equal(args, []any{bad[0]}) {
			t.Errorf("Import with a %s of %q = %v with %v, want one that names %s", name, bad[1], err, args, bad[0])
		}
	}
	for _, table := range []string{"cvs", "versions", "looks", "second_readings"} {
		if got := count(t, to.db, table); got != 0 {
			t.Errorf("rows of %s after the refused imports = %d, want 0", table, got)
		}
	}
}

// TestImportLeavesOutWorkUnderWay reads an export with a CV that is still being
// read and with a second reading that was only asked for.
func TestImportLeavesOutWorkUnderWay(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		from := newInstance(t, migrated(t))
		who := person(t, from.store)
		addAd(t, from.store, who, ad1)
		readyCV(t, from.store, who, cv1)
		insert(t, from.db, `UPDATE postings SET cv_id = $1`, cv1)
		insert(t, from.db, `DELETE FROM versions`)
		insert(t, from.db, `UPDATE cvs SET state = 'reading'`)
		to := newInstance(t, db)
		other := person(t, to.store)
		got, err := to.privacy.Import(t.Context(), other, from.archive(t, who))
		if err != nil || got.Added["cv"] != 0 || got.Left["cv"] != 1 || got.Added["posting"] != 1 {
			t.Fatalf("Import = %v, %v, want the ad without the CV", got, err)
		}
		if ad := decoded(t, to.export(t, other)["data.json"])["posting"][0]; ad["cv"] != nil {
			t.Errorf("the ad names the CV %v, want none", ad["cv"])
		}
	})
}

// TestImportOfDamagedRecords puts something else into each field of a whole
// export, one at a time: the import takes it or refuses it in words, and when it
// refuses nothing is added. Every field is emptied; the other values take turns.
func TestImportOfDamagedRecords(t *testing.T) {
	t.Parallel()
	from := newInstance(t, migrated(t))
	records := decoded(t, from.export(t, from.settle(t).id)["data.json"])
	to := newInstance(t, migrated(t))
	refused, turn := 0, 0
	for _, g := range inventory.Load().Groups() {
		for _, field := range slices.Sorted(maps.Keys(records[g.Name][0])) {
			was := records[g.Name][0][field]
			turn++
			for _, other := range []any{nil, []any{"", "../x", []any{}, newUUID()}[turn%4]} {
				records[g.Name][0][field] = other
				if to.damaged(t, records, fmt.Sprintf("%s.%s = %v", g.Name, field, other)) {
					refused++
				}
			}
			records[g.Name][0][field] = was
		}
	}
	if refused < turn {
		t.Errorf("%d damaged exports were refused, want most of them", refused)
	}
	if who := person(t, to.store); to.damaged(t, records, "whole") {
		t.Errorf("the whole export is refused for %s", who)
	}
}

// damaged imports records for somebody new, who goes again, and reports whether
// they were refused.
func (in *instance) damaged(t *testing.T, records map[string][]map[string]any, what string) bool {
	t.Helper()
	out := `{"format": "jobops-export", "format_version": 1`
	for _, g := range inventory.Load().Groups() { // rows come after those that they name
		part, err := json.Marshal(records[g.Name])
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf(", %q: %s", g.Name, part)
	}
	who := person(t, in.store)
	_, err := in.privacy.Import(t.Context(), who, archiveOf(t, out+"}"))
	if code, _ := fault.CodeOf(err); err != nil && (fault.KindOf(err) != fault.Invalid || !strings.HasPrefix(code, "rights.import.")) {
		t.Errorf("Import with %s = %v, want it taken, or refused in words", what, err)
	}
	if n := count(t, in.db, "cvs") + count(t, in.db, "postings") + count(t, in.db, "drafts"); err != nil && n > 0 {
		t.Errorf("a refused import with %s left %d rows", what, n)
	}
	for _, gone := range []string{"cvs", "key_refs WHERE kind = 'cv'", "accounts"} {
		mustExec(t, in.db, "DELETE FROM "+gone)
	}
	return err != nil
}

func migrated(t *testing.T) dbx.DB {
	t.Helper()
	db := storetest.SQLite(t)
	migrate(t, db)
	return db
}

// decoded is data.json by group.
func decoded(t *testing.T, data string) map[string][]map[string]any {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal([]byte(data), &all); err != nil {
		t.Fatal(err)
	}
	groups := map[string][]map[string]any{}
	for name, raw := range all {
		var records []map[string]any
		if json.Unmarshal(raw, &records) == nil {
			groups[name] = records
		}
	}
	return groups
}

// changed is data.json with another value in one field of each record.
func changed(t *testing.T, data, field, value string) string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(data), &all); err != nil {
		t.Fatal(err)
	}
	group, name, _ := strings.Cut(field, ".")
	for _, record := range all[group].([]any) {
		record.(map[string]any)[name] = value
	}
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
