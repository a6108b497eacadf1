package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/blob"
	"jobops/internal/civil"
	"jobops/internal/dbx"
	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
)

// instance is a database with people who own a row in every declared table,
// filled with random text that is nowhere else.
type instance struct {
	db      dbx.DB
	blobs   *blob.Disk
	keys    *seal.Keeper
	store   *store.Store
	privacy *privacy.Service
}

func newInstance(t *testing.T, db dbx.DB) *instance {
	t.Helper()
	in := &instance{db: db, blobs: storetest.Blobs(t)}
	in.keys = storetest.Keeper(t, db, in.blobs)
	in.store = store.New(db, &storetest.Tasks{}, in.keys, func() time.Time { return storetest.Start })
	in.privacy = in.service(func(*privacy.Parts) {})
	return in
}

// service is a service on the instance's data with some parts changed.
func (in *instance) service(change func(*privacy.Parts)) *privacy.Service {
	inv, now := inventory.Load(), func() time.Time { return storetest.Start }
	parts := privacy.Parts{
		Inventory: inv, Rows: in.store, Files: store.NewFiles(in.store, in.blobs), Wishes: in.store, Erasures: in.store,
		Ledger: privacy.NewLedger(inv, nil, in.store, now), Eraser: store.NewEraser(in.store, in.blobs, inv),
		Importer: store.NewImporter(in.store, in.blobs), Shapes: tailor.Shapes(), Now: now,
	}
	change(&parts)
	return privacy.New(parts)
}

// resident is one person with everything planted for them: canaries by the place
// they were planted in, in the form they have in an export.
type resident struct {
	id       owner.ID
	canaries map[string]string
	plain    map[string]string // those that rest in clear
	rows     map[string]string // id of their row by table
}

// fixed are the columns whose values the program compares with words of its own.
var fixed = map[string]any{
	"accounts.kind": "test", "accounts.state": privacy.Active, "cvs.state": "ready", "cvs.format": "pdf", "key_refs.state": "live",
	"accounts.locale": "fr", "accounts.theme": "dark", "accounts.zone": "Europe/Paris", "calendar_feeds.says": "title", "calendar_feeds.alarms": 1, "second_readings.state": "read", "runs.state": "done", "usage_events.state": "used", "looks.options": `{"language":"fr","size":10}`,
	"letters.options": `{"paper":"a4"}`, "exports.format": "pdf",
	"accounts.restricted_at": nil, "accounts.lift_notice_at": nil, "accounts.erased_at": nil, "accounts.suspended_at": nil, "key_refs.destroyed_at": nil,
	"applications.stage": "applied", "applications.remote": "Hybrid", "applications.salary_period": "month", "applications.deadline": "2026-12-24",
	"applications.next_on": "2026-12-01", "applications.tags": `["rail"]`, "applications.deleted_at": nil, "application_events.from_stage": "saved",
	"application_events.to_stage": "applied", "application_events.recorded_by": "person", "application_items.kind": "note", "application_items.done": 0,
	"applications.way": "email", "bundle_files.part": "cv", "bundle_files.format": "pdf",
}

// refers names the table whose row a column refers to.
var refers = map[string]string{
	"application_id": "applications", "bundle_id": "bundles", "cv_id": "cvs", "version_id": "versions", "saved_version_id": "versions", "posting_id": "postings", "subject_id": "cvs", "parent_id": "", "tailoring_id": "tailorings",
}

// settle adds a person with a row in every table that is somebody's, parents
// first.
func (in *instance) settle(t *testing.T) *resident {
	t.Helper()
	r := &resident{id: owner.ID(newUUID()), canaries: map[string]string{}, plain: map[string]string{}, rows: map[string]string{}}
	names := inventory.Load().PersonalTables()
	r.rows["cvs"] = newUUID()
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] != "key_refs" {
			in.plant(t, r, table(t, names[i]))
		}
	}
	for _, class := range inventory.Load().Blobs {
		if class.Export == "" {
			continue
		}
		text := r.canary(class.Prefix)
		name := r.rows[class.Table]
		envelope, err := in.keys.Seal(t.Context(), in.key(t, r, seal.CVKey, name), seal.Place{Column: class.Prefix, Row: name, Owner: r.id}, []byte("%PDF-1.7 "+text))
		if err == nil {
			err = in.blobs.Put(t.Context(), class.Prefix+name, envelope)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func newUUID() string { return uuid.Must(uuid.NewV7()).String() }

func table(t *testing.T, name string) inventory.Table {
	t.Helper()
	for _, own := range inventory.Load().OwnTables {
		if own.Name == name {
			return own
		}
	}
	t.Fatalf("no table %s", name)
	return inventory.Table{}
}

// canary is random text of 20 bytes, planted at a place.
func (r *resident) canary(place string) string {
	b := make([]byte, 20)
	rand.Read(b)
	text := "c" + strings.ToLower(base32.StdEncoding.EncodeToString(b))
	r.canaries[place] = text
	return text
}

// key returns the live key of a subject, made at first.
func (in *instance) key(t *testing.T, r *resident, kind seal.Kind, subject string) string {
	t.Helper()
	var id string
	err := in.db.QueryRow(t.Context(), `SELECT id FROM key_refs WHERE kind = $1 AND subject_id = $2 AND state = 'live'`, kind, subject).Scan(&id)
	if err == nil {
		return id
	}
	if id, err = in.keys.NewKey(t.Context(), r.id, kind, subject); err != nil {
		t.Fatalf("NewKey = %v", err)
	}
	return id
}

// plant adds a row with a canary in each column that can hold one.
func (in *instance) plant(t *testing.T, r *resident, own inventory.Table) {
	t.Helper()
	row := string(r.id)
	switch {
	case own.RowKey() != "id":
		row = r.canary(own.Name + "." + own.RowKey())
	case !own.Root() && r.rows[own.Name] == "":
		row = newUUID()
	case !own.Root():
		row = r.rows[own.Name]
	}
	r.rows[own.Name] = row
	if own.Root() {
		// Its key refers to the row, so the row is there before anything sealed.
		in.exec(t, "INSERT INTO "+own.Name+" (id, kind, created_at) VALUES ($1, 'test', 1)", row)
	}
	var names, places, sets []string
	var args []any
	for _, c := range own.Columns {
		place := fmt.Sprintf("$%d", len(names)+1)
		names, places, sets = append(names, c.Name), append(places, place), append(sets, c.Name+" = "+place)
		args = append(args, in.value(t, r, own, c, row))
	}
	if own.Root() {
		in.exec(t, "UPDATE "+own.Name+" SET "+strings.Join(sets, ", ")+" WHERE id = '"+row+"'", args...)
		return
	}
	in.exec(t, "INSERT INTO "+own.Name+" ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(places, ", ")+")", args...)
}

func (in *instance) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := in.db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v: a new column may need a line in fixed or refers", sql, err)
	}
}

func (in *instance) value(t *testing.T, r *resident, own inventory.Table, c inventory.Column, row string) any {
	t.Helper()
	place := own.Name + "." + c.Name
	value, isFixed := fixed[place]
	to, isReference := refers[c.Name]
	switch {
	case isFixed:
		return value
	case c.Name == own.Subject.Path && !own.Root():
		return r.id
	case c.Name == own.RowKey():
		r.canaries[place] = row
		return row
	case c.Name == "key_id":
		kind, _ := own.Sealing()
		return in.key(t, r, seal.Kind(kind), row)
	case isReference && to == "":
		return nil
	case isReference:
		return r.rows[to]
	case c.Sealed():
		return in.sealed(t, r, own, c, row)
	}
	return r.open(t, place, c)
}

// open makes a canary for a column in the clear.
func (r *resident) open(t *testing.T, place string, c inventory.Column) any {
	t.Helper()
	switch c.Type {
	case "integer":
		n := int64(1e15) + randomInt()
		r.canaries[place] = strconv.FormatInt(n, 10)
		if c.Time() {
			r.canaries[place] = time.UnixMicro(n).UTC().Format(time.RFC3339Nano)
		}
		return n
	case "blob":
		b := make([]byte, 24)
		rand.Read(b)
		r.canaries[place] = base64.StdEncoding.EncodeToString(b)
		return b
	}
	text := r.canary(place)
	r.plain[place] = text
	return text
}

func randomInt() int64 {
	var b [5]byte
	rand.Read(b[:])
	return int64(b[0])<<32 | int64(b[1])<<24 | int64(b[2])<<16 | int64(b[3])<<8 | int64(b[4])
}

// sealed makes the envelope of a column with a canary at every path of its type.
func (in *instance) sealed(t *testing.T, r *resident, own inventory.Table, c inventory.Column, row string) []byte {
	t.Helper()
	place := own.Name + "." + c.Name
	plain := []byte(nil)
	if c.Holds == "json" {
		shape := reflect.New(reflect.TypeOf(tailor.Shapes()[c.Export])).Elem()
		r.fill(t, place, shape)
		data, err := json.Marshal(shape.Interface())
		if err != nil {
			t.Fatal(err)
		}
		plain = data
	} else {
		plain = []byte(r.canary(place))
	}
	kind, column := own.Sealing()
	subject := row
	if column == own.Subject.Path {
		subject = string(r.id)
	} else if column != own.RowKey() {
		subject = r.rows[refers[column]]
	}
	envelope, err := in.keys.Seal(t.Context(), in.key(t, r, seal.Kind(kind), subject), seal.Place{Column: place, Row: row, Owner: r.id}, plain)
	if err != nil {
		t.Fatalf("Seal = %v", err)
	}
	return envelope
}

// fill plants a canary at every path of a type.
func (r *resident) fill(t *testing.T, place string, v reflect.Value) {
	t.Helper()
	switch at := v.Interface().(type) {
	case []byte:
		b := make([]byte, 24)
		rand.Read(b)
		v.SetBytes(b)
		r.canaries[place] = base64.StdEncoding.EncodeToString(b)
		return
	case civil.Date:
		v.Set(reflect.ValueOf(civil.Date{Year: 2001}))
		return
	case time.Time:
		_ = at
		n := int64(1e15) + randomInt()
		v.Set(reflect.ValueOf(time.UnixMicro(n).UTC()))
		r.canaries[place] = time.UnixMicro(n).UTC().Format(time.RFC3339Nano)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(r.canary(place))
	case reflect.Struct:
		for i := range v.NumField() {
			r.fill(t, place+"/"+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		r.fill(t, place+"/0", v.Index(0))
	case reflect.Map:
		one := reflect.New(v.Type().Elem()).Elem()
		r.fill(t, place+"/*", one)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(r.canary(place+"/key")).Convert(v.Type().Key()), one)
	case reflect.Interface:
		v.Set(reflect.ValueOf(r.canary(place)))
	case reflect.Int, reflect.Int64:
		n := int64(1e12) + randomInt()
		v.SetInt(n)
		r.canaries[place] = strconv.FormatInt(n, 10)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.fill(t, place, v.Elem())
	default:
		t.Fatalf("%s: no canary for a %s", place, v.Kind())
	}
}

// export returns the files of a person's export.
func (in *instance) export(t *testing.T, who owner.ID) map[string]string {
	t.Helper()
	archive := in.archive(t, who)
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

func (in *instance) archive(t *testing.T, who owner.ID) *zip.Reader {
	t.Helper()
	var out bytes.Buffer
	if err := in.privacy.Export(t.Context(), who, privacy.Sheet{Language: i18n.English}, &out); err != nil {
		t.Fatalf("Export = %v", err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return archive
}

// crashing is the service on the same data that dies behind the n-th act.
func (in *instance) crashing(n int) *privacy.Service {
	return in.service(func(p *privacy.Parts) {
		p.Eraser = &mortal{Eraser: store.NewEraser(in.store, in.blobs, p.Inventory), left: n}
	})
}

// mortal acts, and after some acts dies before it can say so.
type mortal struct {
	*store.Eraser
	left int
}

func (m *mortal) Act(ctx context.Context, e privacy.Erasure, s privacy.Step) (int64, error) {
	n, err := m.Eraser.Act(ctx, e, s)
	if m.left--; m.left < 0 {
		return n, errors.New("killed")
	}
	return n, err
}
