package verify

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// ref is a row of the register of keys.
type ref struct {
	owner     string
	state     string
	destroyed time.Time // zero while it is live
}

// going reports whether the key is destroyed and what it sealed may still be on
// its way out.
func (k ref) going(now time.Time) bool {
	return k.state == string(seal.Destroyed) && now.Sub(k.destroyed) < underWay
}

// sealedIsSealed opens a sample of every sealed column where it stands, with the
// keys of the instance, and looks at the keys themselves.
func sealedIsSealed(ctx context.Context, s *System, f *Findings) error {
	refs, err := s.refs(ctx)
	if err != nil {
		return err
	}
	for _, t := range s.personal() {
		for _, c := range t.Columns {
			if c.Sealed() {
				err = errors.Join(err, s.column(ctx, f, t, c, refs))
			}
		}
	}
	return errors.Join(err, s.files(ctx, f, refs), s.keys(ctx, f, refs))
}

func (s *System) refs(ctx context.Context) (map[string]ref, error) {
	refs := map[string]ref{}
	err := s.each(ctx, func(r dbx.Row) error {
		var id string
		var k ref
		err := r.Scan(&id, &k.owner, &k.state, (*dbx.Micros)(&k.destroyed))
		refs[id] = k
		return err
	}, `SELECT id, owner_id, state, destroyed_at FROM key_refs`)
	return refs, err
}

// value is one sealed value and where it stands.
type value struct {
	row, owner string
	envelope   []byte
}

// sample reads up to so many values of a sealed column, at random as the rows
// happen to lie.
func (s *System) sample(ctx context.Context, t inventory.Table, column string) (all []value, err error) {
	err = s.each(ctx, func(r dbx.Row) error {
		var v value
		err := r.Scan(&v.row, &v.owner, &v.envelope)
		all = append(all, v)
		return err
	}, fmt.Sprintf(`SELECT %s, %s, %s FROM %s WHERE %s IS NOT NULL LIMIT $1`, t.RowKey(), t.Subject.Path, column, t.Name, column), sampled)
	return all, err
}

func (s *System) column(ctx context.Context, f *Findings, t inventory.Table, c inventory.Column, refs map[string]ref) error {
	name := t.Name + "." + c.Name
	values, err := s.sample(ctx, t, c.Name)
	for _, v := range values {
		place := seal.Place{Column: name, Row: v.row, Owner: owner.ID(v.owner)}
		if wrong := s.opens(ctx, place, v.envelope, refs); wrong != "" {
			f.broken("%s of row %s: %s", name, v.row, wrong)
		}
	}
	f.note("%d of %s", len(values), name)
	return err
}

// opens says what is wrong with a sealed value, "" when nothing is.
func (s *System) opens(ctx context.Context, at seal.Place, envelope []byte, refs map[string]ref) string {
	id, err := seal.KeyID(envelope)
	if err != nil {
		return "in clear" + identified(envelope)
	}
	switch k, ok := refs[id]; {
	case !ok:
		return "under key " + id + ", which is not registered"
	case k.going(s.Now()):
		return ""
	case k.state != string(seal.Live):
		return "under key " + id + ", which is destroyed"
	case k.owner != string(at.Owner):
		return "under key " + id + " of another owner"
	}
	if _, err := s.Keys.Open(ctx, at, envelope); err != nil {
		return "does not open in its place: " + err.Error()
	}
	return ""
}

// files opens a sample of the sealed objects that rows vouch for.
func (s *System) files(ctx context.Context, f *Findings, refs map[string]ref) error {
	for _, class := range s.Inventory.Blobs {
		if !strings.HasPrefix(class.Protect, "seal_") {
			continue
		}
		var rows []value
		err := s.each(ctx, func(r dbx.Row) error {
			var v value
			err := r.Scan(&v.row, &v.owner)
			rows = append(rows, v)
			return err
		}, fmt.Sprintf(`SELECT %s, owner_id FROM %s WHERE %s LIMIT $1`, class.Column, class.Table, class.Present), sampled)
		if err != nil {
			return err
		}
		for _, v := range rows {
			data, err := s.Objects.Get(ctx, class.Prefix+v.row)
			if err != nil {
				continue // V6 names what is missing
			}
			if wrong := s.opens(ctx, seal.Place{Column: class.Prefix, Row: v.row, Owner: owner.ID(v.owner)}, data, refs); wrong != "" {
				f.broken("object %s%s: %s", class.Prefix, v.row, wrong)
			}
		}
	}
	return nil
}

// keys looks at the wrapped keys: one of a destroyed reference would bring the
// erased back, one under an unknown epoch opens nothing. One that is destroyed
// right now may be there for a moment more.
func (s *System) keys(ctx context.Context, f *Findings, refs map[string]ref) error {
	n := 0
	for o, err := range s.Objects.List(ctx, seal.Prefix) {
		if err != nil {
			return err
		}
		n++
		id := strings.TrimPrefix(o.Name, seal.Prefix)
		if refs[id].going(s.Now()) {
			continue
		}
		if refs[id].state == string(seal.Destroyed) {
			f.broken("key object %s is there, and its key is destroyed", o.Name)
		}
		data, err := s.Objects.Get(ctx, o.Name)
		if fault.KindOf(err) == fault.NotFound {
			continue // destroyed since the listing
		}
		if err != nil {
			return err
		}
		if err := s.Ring.Opens(id, data); err != nil {
			f.broken("key object %s does not open: %v", o.Name, err)
		}
	}
	f.note("%d keys", n)
	return nil
}

// identity finds what names a person in plain text: an e-mail address, a phone
// number in international form, a French social security number.
var identity = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}|\+\d{1,3}[ .-]?\d(?:[ .()-]?\d){6,12}|\b[12]\d{2}(0[1-9]|1[0-2])\d{8}(\d{2})?\b`)

// identified says whether bytes hold something that names a person, without
// repeating it.
func identified(data []byte) string {
	if identity.Match(data) {
		return ", with an e-mail address or a number of a person"
	}
	return ""
}
