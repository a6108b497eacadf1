package privacy

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// Limits of an import. What is larger was not written by Export.
const (
	maxImport = 1 << 30  // bytes of data.json
	maxRecord = 64 << 20 // bytes of one record in it
	maxObject = 32 << 20 // bytes of one original
)

// errImport tells a person that a file is no export, or was changed.
var errImport = fault.New(fault.Invalid, "rights.import.broken")

// Importer puts exported rows and objects back.
type Importer interface {
	// AddKey makes the key of a row that has one of its own; fault.Conflict when
	// the row is here already.
	AddKey(ctx context.Context, owner owner.ID, t inventory.Table, row string) error
	// DropKey destroys a key made by AddKey.
	DropKey(ctx context.Context, owner owner.ID, t inventory.Table, row string) error
	// AddObject seals and stores an object of a row made by AddKey.
	AddObject(ctx context.Context, owner owner.ID, class inventory.Blob, name string, data []byte) error
	// AddRows adds what fill passes on in one transaction: values in the order of
	// the group's columns, sealed ones in the clear. The row of an account is
	// changed, not added. Rows that do not fit together are fault.Invalid.
	AddRows(ctx context.Context, owner owner.ID, fill func(add func(g inventory.Group, values []any) error) error) error
}

// Imported counts the rows of an import by group.
type Imported struct {
	Added map[string]int
	Left  map[string]int // left out: work that was under way where they come from
}

// Import reads an export of Export into an account: what the person entered and
// what was made of it, under fresh keys. What the program noted of its own work,
// such as the ledger, stays with the instance that noted it. Rows that are here
// already are fault.Conflict and a file that is no export is fault.Invalid; then
// nothing is added.
func (s *Service) Import(ctx context.Context, owner owner.ID, archive *zip.Reader) (Imported, error) {
	in := &importer{Service: s, ctx: ctx, owner: owner, zip: archive, count: map[string]int{}, left: map[string]bool{}}
	err := in.run()
	if err == nil {
		return Imported{in.added, in.count}, nil
	}
	for _, undo := range in.made {
		err = errors.Join(err, undo(context.WithoutCancel(ctx)))
	}
	return Imported{}, fmt.Errorf("privacy: import: %w", err)
}

// importer is one import in progress.
type importer struct {
	*Service
	ctx   context.Context
	owner owner.ID
	zip   *zip.Reader
	added map[string]int
	count map[string]int                // of what is left out
	made  []func(context.Context) error // undoes what is outside the transaction
	left  map[string]bool               // keys of rows that are left out
}

// run makes keys and objects first: they cannot be part of the transaction. A
// crash in between leaves what a sweep removes.
func (in *importer) run() error {
	if err := in.each(in.prepare); err != nil {
		return err
	}
	in.added, in.count = map[string]int{}, map[string]int{}
	return in.importer.AddRows(in.ctx, in.owner, func(add func(inventory.Group, []any) error) error {
		return in.each(func(g inventory.Group, values []any) error {
			in.added[g.Name]++
			return add(g, values)
		})
	})
}

// prepare makes the key of a row that has one, and stores its objects.
func (in *importer) prepare(g inventory.Group, values []any) error {
	if !g.Table.OwnKey() {
		return nil
	}
	value := func(column string) string {
		for i, c := range g.Columns {
			if c.Name == column {
				return fmt.Sprint(values[i])
			}
		}
		return ""
	}
	row := value(g.Table.RowKey())
	if err := in.importer.AddKey(in.ctx, in.owner, g.Table, row); err != nil {
		return err
	}
	in.made = append(in.made, func(ctx context.Context) error { return in.importer.DropKey(ctx, in.owner, g.Table, row) })
	for _, class := range in.inv.Blobs {
		if class.Table != g.Table.Name || class.Export == "" {
			continue
		}
		if err := in.object(class, value); err != nil {
			return err
		}
	}
	return nil
}

func (in *importer) object(class inventory.Blob, value func(string) string) error {
	f, err := in.zip.Open(class.Named(value))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was deleted while the export was written
	}
	if err != nil {
		return errImport
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxObject+1))
	if err != nil || len(data) > maxObject {
		return errImport
	}
	return in.importer.AddObject(in.ctx, in.owner, class, value(class.Column), data)
}

// each reads data.json and passes its records on, group by group.
func (in *importer) each(record func(g inventory.Group, values []any) error) error {
	f, err := in.zip.Open("data.json")
	if err != nil {
		return errImport
	}
	defer f.Close()
	dec := &records{left: io.LimitedReader{R: io.LimitReader(f, maxImport), N: maxRecord}}
	dec.Decoder = json.NewDecoder(&dec.left)
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return errImport
	}
	format := ""
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return errImport
		}
		if err := in.part(dec, name.(string), &format, record); err != nil {
			return err
		}
	}
	if format != formatName {
		return errImport
	}
	return nil
}

// records decodes values that are held in memory one at a time. A value of more
// than maxRecord ends it: some bytes of an archive may unpack to a gigabyte.
type records struct {
	*json.Decoder
	left io.LimitedReader
}

// Decode reads the next value.
func (d *records) Decode(into any) error {
	d.left.N = maxRecord
	return d.Decoder.Decode(into)
}

// part reads one member of data.json.
func (in *importer) part(dec *records, name string, format *string, record func(inventory.Group, []any) error) error {
	for _, g := range in.inv.Groups() {
		if g.Name == name {
			return in.records(dec, g, record)
		}
	}
	var value json.RawMessage
	if err := dec.Decode(&value); err != nil {
		return errImport
	}
	switch name {
	case "format":
		*format = strings.Trim(string(value), `"`)
	case "format_version":
		if string(value) != strconv.Itoa(FormatVersion) {
			return fault.New(fault.Unsupported, "rights.import.version")
		}
	}
	return nil
}

func (in *importer) records(dec *records, g inventory.Group, record func(inventory.Group, []any) error) error {
	if token, err := dec.Token(); err != nil || token != json.Delim('[') {
		return errImport
	}
	for dec.More() {
		var fields map[string]json.RawMessage
		if err := dec.Decode(&fields); err != nil {
			return errImport
		}
		if !g.Content() {
			continue
		}
		values, err := in.values(g, fields)
		if err != nil {
			return err
		}
		if in.leaves(g, values) {
			continue
		}
		if err := record(g, values); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return errImport
	}
	return nil
}

// leaves reports a row of work under way, which ends where it began. Rows that
// come after it and name it, such as an ad, name nothing instead.
func (in *importer) leaves(g inventory.Group, values []any) bool {
	key, leave := "", false
	for i, c := range g.Columns {
		text, ok := values[i].(string)
		switch {
		case !ok:
		case c.Name == g.Table.RowKey():
			key = text
		case in.left[text]:
			values[i] = nil
		default:
			leave = leave || slices.Contains(c.Unfinished, text)
		}
	}
	if leave {
		in.left[key] = true
		in.count[g.Name]++
	}
	return leave
}

// values reads the fields of a record in the order of the group's columns. A
// field that is missing, of another type, no text at all or none of its declared
// values is refused.
func (in *importer) values(g inventory.Group, fields map[string]json.RawMessage) ([]any, error) {
	values := make([]any, len(g.Columns))
	for i, c := range g.Columns {
		raw, ok := fields[c.Field()]
		if !ok {
			return nil, errImport
		}
		if bytes.Equal(raw, []byte("null")) && !in.list(c) {
			continue
		}
		var err error
		if values[i], err = in.value(c, raw); err != nil || !named(g.Table, c, values[i]) {
			return nil, fault.New(fault.Invalid, "rights.import.value", c.Export)
		}
	}
	return values, nil
}

// named reports whether a value may name a row where it is to: an id is a UUID
// as the program writes it, since it names keys, objects and pages too. The
// account keeps the id that it has here.
func named(t inventory.Table, c inventory.Column, value any) bool {
	if t.Root() || c.Name != t.RowKey() {
		return true
	}
	id, err := uuid.Parse(fmt.Sprint(value))
	return value != "" && (c.Name != "id" || err == nil && id.String() == value)
}

// list reports a structured column whose null is an empty list or map, which is
// stored like any other, and not a value that is not there.
func (in *importer) list(c inventory.Column) bool {
	shape := in.shapes[c.Export]
	return shape != nil && slices.Contains([]reflect.Kind{reflect.Slice, reflect.Map}, reflect.TypeOf(shape).Kind())
}

func (in *importer) value(c inventory.Column, raw json.RawMessage) (any, error) {
	if c.Holds == "json" {
		return in.shaped(c, raw)
	}
	if c.Type == "integer" && !c.Time() {
		var n int64
		return n, json.Unmarshal(raw, &n)
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || strings.ContainsRune(text, 0) {
		return nil, errImport
	}
	if len(c.Values) > 0 && !slices.Contains(c.Values, text) && !slices.Contains(c.Unfinished, text) {
		return nil, errImport
	}
	switch {
	case len(c.JSON) > 0:
		data, err := in.shaped(c, []byte(text))
		return string(data), err
	case c.Time():
		at, err := time.Parse(time.RFC3339Nano, text)
		return at.UnixMicro(), err
	case c.Type == "blob" && !c.Sealed():
		return base64.StdEncoding.DecodeString(text)
	}
	return text, nil
}

// shaped takes structured text through its Go type and the type's own Check, if
// it has one, so that nothing else gets in.
func (in *importer) shaped(c inventory.Column, raw json.RawMessage) (json.RawMessage, error) {
	into := reflect.New(reflect.TypeOf(in.shapes[c.Export]))
	if err := json.Unmarshal(raw, into.Interface()); err != nil {
		return nil, err
	}
	if checked, ok := into.Interface().(interface{ Check() error }); ok {
		if err := checked.Check(); err != nil {
			return nil, err
		}
	}
	return json.Marshal(into.Elem().Interface())
}
