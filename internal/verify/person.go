package verify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jobops/internal/account"
	"jobops/internal/cv"
	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/sample"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
)

// readIn is how long an instance may take to read an uploaded CV.
const readIn = 30 * time.Second

// person is an account of the checks. Its texts hold words that occur nowhere
// else, the canaries: where one is found, the text is.
type person struct {
	id       owner.ID
	session  string
	canaries map[string]string // by what they are in: "posting.title"
}

// canary makes a word of random letters. Random, because a database may compress
// repetitions away and then a search finds nothing that is there.
func (p *person) canary(in string) string {
	var b [16]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = 'a' + b[i]%26
	}
	p.canaries[in] = "zq" + string(b[:])
	return p.canaries[in]
}

// newPerson adds an account and signs it in.
func (site *Site) newPerson(ctx context.Context) (*person, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	p := &person{id: owner.ID(id.String()), canaries: map[string]string{}}
	if err := site.Add(ctx, p.id); err != nil {
		return nil, err
	}
	site.people = append(site.people, p)
	link, err := site.Account.NewLink(ctx, p.id)
	if err != nil {
		return nil, err
	}
	p.session, err = site.Account.Redeem(ctx, link, "")
	return p, err
}

// canaryPerson is the account with one of everything, made at the first call.
func (s *System) canaryPerson(ctx context.Context) (*person, error) {
	s.site.mu.Lock()
	defer s.site.mu.Unlock()
	if s.site.whole != nil {
		return s.site.whole, nil
	}
	p, err := s.site.newPerson(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.site.fill(ctx, p); err != nil {
		return nil, fmt.Errorf("fill an account: %w", err)
	}
	if err := s.fillRest(ctx, p); err != nil {
		return nil, fmt.Errorf("fill an account: %w", err)
	}
	s.site.whole = p
	return p, nil
}

// fill gives a person one of everything that the services make.
func (site *Site) fill(ctx context.Context, p *person) error {
	resume := sample.For("en").Resume
	resume.Basics.Summary += " Known for " + p.canary("cv summary") + "."
	resume.Work[0].Highlights = slices.Insert(slices.Clone(resume.Work[0].Highlights), 0, "Introduced "+p.canary("cv highlight")+" on the ward.")
	data, err := render.PDF(resume, render.Options{})
	if err != nil {
		return err
	}
	u, err := site.Library.Upload(ctx, p.id, p.canary("file name")+".pdf", data)
	if err == nil {
		u, err = site.Library.Await(ctx, p.id, u.ID, readIn)
	}
	if err != nil {
		return err
	}
	if u.Step != library.Done {
		return fmt.Errorf("the sample CV was not read: %s %s", u.Step, u.Verdict)
	}
	return site.fillFrom(ctx, p, u.CV)
}

func (site *Site) fillFrom(ctx context.Context, p *person, id library.ID) error {
	c, err := site.Library.CV(ctx, p.id, id)
	if err != nil {
		return err
	}
	ad, err := site.Tailor.Keep(ctx, p.id, sample.Posting("en")+"\n"+p.canary("ad text"), p.canary("ad title"), p.canary("ad company"))
	if err != nil {
		return err
	}
	if _, err := site.Tailor.Start(ctx, p.id, c.Latest, ad.ID); err != nil {
		return err
	}
	one, err := site.track(ctx, p, ad)
	if err != nil {
		return err
	}
	if err := site.freeze(ctx, p, one, c.Latest); err != nil {
		return err
	}
	said := letter.Letter{Posting: string(ad.ID), CV: string(id), Content: cv.Letter{Body: p.canary("letter")}}
	if _, err := site.Letters.Start(ctx, p.id, said); err != nil {
		return err
	}
	v, err := site.Library.Version(ctx, p.id, c.Latest)
	if err != nil {
		return err
	}
	v.Resume.Basics.Label = p.canary("version headline")
	if _, err := site.Library.Save(ctx, p.id, c.Latest, string(ad.ID), p.canary("version name"), v.Resume); err != nil {
		return err
	}
	return errors.Join(site.Library.SetLook(ctx, p.id, c.Latest, render.Options{Template: render.Modern}, 0),
		site.Account.SetDraft(ctx, p.id, "ad", p.canary("draft")),
		site.Account.SetPreferences(ctx, p.id, account.Preferences{Language: "en", Theme: "dark"}))
}

// track gives a person an application for an ad, moved once, with a note.
func (site *Site) track(ctx context.Context, p *person, ad tailor.Saved) (tracker.Application, error) {
	facts := tracker.Facts{Company: p.canary("application company"), Title: p.canary("application title"), Asides: tracker.Asides{Next: p.canary("next step")}}
	one, err := site.Tracker.Add(ctx, p.id, tracker.New{Facts: facts, Stage: tracker.Saved, Posting: string(ad.ID)})
	if err != nil {
		return one, err
	}
	_, err = site.Tracker.AddItem(ctx, p.id, tracker.Item{Application: one.ID, Kind: tracker.Note, Body: tracker.ItemBody{Text: p.canary("note")}})
	if err != nil {
		return one, err
	}
	one, _, err = site.Tracker.Move(ctx, p.id, one.ID, tracker.Saved, tracker.Applied, time.Time{})
	return one, err
}

// freeze keeps what a person sent with an application.
func (site *Site) freeze(ctx context.Context, p *person, one tracker.Application, v library.VersionID) error {
	_, err := site.Freezer.Freeze(ctx, p.id, one, tailor.Sending{Version: v, Format: render.FormatText, Answers: p.canary("answers")}, "")
	return err
}

// fillRest writes a row into each personal table that the services left empty,
// so that an export and an erasure are shown for every table there is.
func (s *System) fillRest(ctx context.Context, p *person) error {
	for _, t := range s.personal() {
		n, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s = $1`, t.Name, t.Subject.Path), p.id)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if err := s.addRow(ctx, p, t); err != nil {
			return fmt.Errorf("a row of %s: %w", t.Name, err)
		}
	}
	return nil
}

func (s *System) addRow(ctx context.Context, p *person, t inventory.Table) error {
	parents, err := s.parents(ctx, t.Name)
	if err != nil {
		return err
	}
	values := map[string]any{}
	for _, c := range t.Columns {
		switch {
		case c.Name == t.Subject.Path:
			values[c.Name] = p.id
		case c.Name == t.RowKey():
			values[c.Name] = uuid.NewString()
		case parents[c.Name].Table != "":
			values[c.Name] = s.valueIn(ctx, p, parents[c.Name])
		case c.Type == "integer":
			values[c.Name] = dbx.Micros(s.Now())
		case c.Personal == "secret" && c.Type == "text":
			values[c.Name] = "a hash that no export holds"
		case c.Type == "blob" && !c.Sealed():
			values[c.Name] = binary.BigEndian.AppendUint64(nil, uint64(s.Now().UnixNano()))
		case !c.Sealed():
			values[c.Name] = p.canary(t.Name + "." + c.Name)
		}
	}
	if err := s.sealRow(ctx, p, t, values); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(values))
	var places []string
	var args []any
	for i, name := range names {
		places, args = append(places, fmt.Sprintf("$%d", i+1)), append(args, values[name])
	}
	_, err = dbx.As(s.DB, dbx.Sight{Owner: p.id}).Exec(ctx, fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, t.Name, strings.Join(names, ", "), strings.Join(places, ", ")), args...)
	return err
}

// parents tells which column of another table each column of a table refers to.
func (s *System) parents(ctx context.Context, table string) (map[string]store.Column, error) {
	keys, err := store.ForeignKeys(ctx, s.DB)
	refs := map[string]store.Column{}
	for _, k := range keys {
		for i, column := range k.Columns {
			if k.Table == table {
				refs[column] = store.Column{Table: k.Ref, Name: k.RefColumns[i]}
			}
		}
	}
	return refs, err
}

// sealRow seals a word into each sealed column of a row, as JSON, which every
// reader of such columns takes.
func (s *System) sealRow(ctx context.Context, p *person, t inventory.Table, values map[string]any) error {
	kind, column := t.Sealing()
	if kind == "" {
		return nil
	}
	keys, err := s.texts(ctx, `SELECT id FROM key_refs WHERE owner_id = $1 AND kind = $2 AND subject_id = $3 AND state = 'live'`,
		p.id, kind, fmt.Sprint(values[column]))
	if err == nil && len(keys) == 0 && t.OwnKey() {
		var id string
		id, err = s.Keys.NewKey(ctx, p.id, seal.Kind(kind), fmt.Sprint(values[column]))
		keys = []string{id}
	}
	if err != nil || len(keys) == 0 {
		return errors.Join(err, fmt.Errorf("no %s key", kind))
	}
	if t.OwnKey() {
		values["key_id"] = keys[0]
	}
	for _, c := range t.Columns {
		if !c.Sealed() {
			continue
		}
		at := seal.Place{Column: t.Name + "." + c.Name, Row: fmt.Sprint(values[t.RowKey()]), Owner: p.id}
		word := "" // what is in no export is not looked for there
		if c.Export != "none" {
			word = p.canary("sealed " + c.Name)
		}
		if values[c.Name], err = s.Keys.Seal(ctx, keys[0], at, []byte(`{"value":"`+word+`"}`)); err != nil {
			return err
		}
	}
	return nil
}

// idIn returns the id of one row of a person, "" for none. Tables that are no
// personal ones have none.
func (s *System) idIn(ctx context.Context, p *person, table string) string {
	return s.valueIn(ctx, p, store.Column{Table: table})
}

// valueIn returns what the first row of a person has in a column, in that of its
// key when none is named.
func (s *System) valueIn(ctx context.Context, p *person, c store.Column) string {
	i := slices.IndexFunc(s.personal(), func(t inventory.Table) bool { return t.Name == c.Table })
	if i < 0 {
		return ""
	}
	t := s.personal()[i]
	name := cmp.Or(c.Name, t.RowKey())
	ids, err := s.texts(ctx, fmt.Sprintf(`SELECT CAST(%s AS text) FROM %s WHERE %s = $1 ORDER BY %s LIMIT 1`, name, t.Name, t.Subject.Path, t.RowKey()), p.id)
	if err != nil || len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// needle is a canary in one encoding.
type needle struct {
	in, encoding string
	bytes        []byte
}

// needles are the canaries of a person in every encoding they could rest in.
func (p *person) needles() (all []needle) {
	for in, word := range p.canaries {
		for encoding, data := range encodings(word) {
			all = append(all, needle{in, encoding, data})
		}
	}
	return all
}

// find names what of a person a place holds.
func (p *person) find(place []byte) (found []string) {
	for _, n := range p.needles() {
		if bytes.Contains(place, n.bytes) {
			found = append(found, n.in+" ("+n.encoding+")")
		}
	}
	slices.Sort(found)
	return found
}
