package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
)

// sees is which tables each reach sees besides one person's rows; nil is every
// table whose rows are somebody's.
var sees = map[dbx.Reach][]string{
	dbx.SignIn: {"accounts", "sessions", "proofs", "calendar_feeds"},
	dbx.Keys:   {"key_refs"},
	dbx.Office: {"accounts", "sessions", "cvs", "grants", "mails", "messages", "key_refs"},
	dbx.Budget: {"usage_events", "runs"},
	dbx.Sweep:  nil,
	dbx.Check:  nil,
}

// changes lists the reaches that may write what they see.
var changes = []dbx.Reach{dbx.SignIn, dbx.Keys, dbx.Sweep}

// policy is one rule of one table.
type policy struct{ table, name, text string }

// policies are the rules that keep people apart on PostgreSQL, for each table
// whose rows the declaration gives to somebody.
func policies(inv *inventory.Inventory) []policy {
	var all []policy
	for _, t := range inv.OwnTables {
		if t.Subject.Path == "" {
			continue
		}
		// An InitPlan: the setting is read once a statement, not once a row. Unset
		// and empty are the same to the server, and nobody's.
		own := fmt.Sprintf("%s = (SELECT NULLIF(current_setting('%s', true), ''))", t.Subject.Path, dbx.OwnerSetting)
		all = append(all, policy{t.Name, "own", "FOR ALL USING (" + own + ")"})
		for name, write := range map[string]bool{"reach_read": false, "reach_change": true} {
			if text := reaching(t.Name, write); text != "" {
				all = append(all, policy{t.Name, name, text})
			}
		}
	}
	slices.SortFunc(all, func(a, b policy) int { return strings.Compare(a.table+"."+a.name, b.table+"."+b.name) })
	return all
}

// Reaching tells whether a reach sees rows of everybody in a table, and whether
// it may change them.
func Reaching(r dbx.Reach, table string) (see, change bool) {
	tables, known := sees[r]
	see = known && (tables == nil || slices.Contains(tables, table))
	return see, see && slices.Contains(changes, r)
}

// reaching is the rule for the reaches that see a table, "" for none.
func reaching(table string, write bool) string {
	var names []string
	for _, r := range dbx.Reaches() {
		if see, change := Reaching(r, table); see && change == write {
			names = append(names, "'"+string(r)+"'")
		}
	}
	if len(names) == 0 {
		return ""
	}
	kind := "FOR SELECT"
	if write {
		kind = "FOR ALL"
	}
	return fmt.Sprintf("%s USING ((SELECT current_setting('%s', true)) IN (%s))", kind, dbx.ReachSetting, strings.Join(names, ", "))
}

// Unguarded lists what the live schema lacks of the policies, or has beyond them,
// as sentences; none on SQLite, which has no policies.
func Unguarded(ctx context.Context, db dbx.DB) ([]string, error) {
	if db.Dialect() != dbx.PostgresDialect {
		return nil, nil
	}
	live, err := rowsOf(ctx, db, scanPolicy, livePolicies)
	if err != nil {
		return nil, fmt.Errorf("store: policies: %w", err)
	}
	want := policies(inventory.Load())
	var wrong []string
	for _, p := range want {
		if !slices.Contains(live, p) {
			wrong = append(wrong, "policy "+p.name+" is missing on "+p.table)
		}
	}
	for _, p := range live {
		if !slices.Contains(want, p) {
			wrong = append(wrong, "policy "+p.name+" is not as declared on "+p.table)
		}
	}
	open, err := rowsOf(ctx, db, scanText, openTables)
	for _, t := range inventory.Load().OwnTables {
		if t.Subject.Path != "" && slices.Contains(open, t.Name) {
			wrong = append(wrong, "row security is off on "+t.Name)
		}
	}
	return wrong, err
}

// guard puts the policies in force and lets roles work that own nothing: the one
// that a login no policy binds takes, and the login app, "" for none.
func guard(ctx context.Context, db *dbx.Postgres, app string) error {
	wrong, err := Unguarded(ctx, db)
	if err != nil {
		return err
	}
	return db.InTx(ctx, func(tx dbx.Tx) error {
		if len(wrong) > 0 {
			if err := setPolicies(ctx, tx); err != nil {
				return err
			}
		}
		roles := []string{}
		if app != "" {
			roles = append(roles, app)
		}
		if free, err := freeLogin(ctx, tx); err != nil || free {
			if err := errors.Join(err, addRole(ctx, tx)); err != nil {
				return err
			}
			roles = append(roles, dbx.AppRole)
		}
		for _, role := range roles {
			if err := letWork(ctx, tx, role); err != nil {
				return err
			}
		}
		return nil
	})
}

func setPolicies(ctx context.Context, tx dbx.Tx) error {
	old, err := rowsOf(ctx, tx, scanPolicy, livePolicies)
	if err != nil {
		return err
	}
	var steps []string
	for _, p := range old {
		steps = append(steps, "DROP POLICY "+quoted(p.name)+" ON "+quoted(p.table))
	}
	for _, p := range policies(inventory.Load()) {
		steps = append(steps, "ALTER TABLE "+p.table+" ENABLE ROW LEVEL SECURITY", "ALTER TABLE "+p.table+" FORCE ROW LEVEL SECURITY",
			"CREATE POLICY "+p.name+" ON "+p.table+" "+p.text,
			"COMMENT ON POLICY "+p.name+" ON "+p.table+" IS '"+strings.ReplaceAll(p.text, "'", "''")+"'")
	}
	return inOrder(ctx, tx, steps...)
}

// addRole makes the role that a login takes which no policy binds.
func addRole(ctx context.Context, tx dbx.Tx) error {
	if err := inOrder(ctx, tx, makeRole); err != nil {
		return fmt.Errorf("%w: the database login passes by row level security and may not create the role %s; "+
			"create it and grant it to the login, or use a login without BYPASSRLS", err, dbx.AppRole)
	}
	return nil
}

// letWork gives a role the rows of every table and the schema of none.
func letWork(ctx context.Context, tx dbx.Tx, role string) error {
	var schema string
	var lacking int
	if err := tx.QueryRow(ctx, lackingGrants, role).Scan(&schema, &lacking); err != nil {
		return fmt.Errorf("store: grants: %w", err)
	}
	if lacking == 0 {
		return nil
	}
	to, from := " TO "+quoted(role), " FROM "+quoted(role)
	return inOrder(ctx, tx,
		"GRANT USAGE ON SCHEMA "+quoted(schema)+to,
		"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "+quoted(schema)+to,
		"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "+quoted(schema)+to,
		"REVOKE INSERT, UPDATE, DELETE ON goose_db_version, river_migration"+from)
}

// inOrder runs statements made of names of the declaration and of roles.
func inOrder(ctx context.Context, tx dbx.Tx, steps ...string) error {
	for _, step := range steps {
		if _, err := tx.Exec(ctx, step); err != nil {
			return fmt.Errorf("store: %.60s: %w", step, err)
		}
	}
	return nil
}

func freeLogin(ctx context.Context, tx dbx.Tx) (free bool, err error) {
	err = tx.QueryRow(ctx, `SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user`).Scan(&free)
	return free, err
}

func scanPolicy(r dbx.Row) (p policy, err error) {
	err = r.Scan(&p.table, &p.name, &p.text)
	return p, err
}

// quoted is the name of a role, a table or a policy as SQL.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }
