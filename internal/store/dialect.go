package store

import "jobops/internal/dbx"

// catalogs list table, column, type and "not null" as 0 or 1, by dialect. The
// portable types of our own tables come out the same on both.
var catalogs = map[string]string{
	dbx.SQLiteDialect: `
		SELECT m.name, c.name, lower(c.type), CASE WHEN c."notnull" OR c.pk THEN 1 ELSE 0 END
		FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
		WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'
		ORDER BY m.name, c.name`,
	dbx.PostgresDialect: `
		SELECT c.relname, a.attname,
		       CASE format_type(a.atttypid, a.atttypmod)
		            WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'blob'
		            ELSE format_type(a.atttypid, a.atttypmod) END,
		       CASE WHEN a.attnotnull THEN 1 ELSE 0 END
		FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
		ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"`,
}

// rowLocks end a SELECT that keeps the row from changing until the transaction
// ends. SQLite holds the whole database by then.
var rowLocks = map[string]string{dbx.SQLiteDialect: "", dbx.PostgresDialect: " FOR SHARE OF a"}

// rowAddress is the column by which each engine finds a row whatever its key.
var rowAddress = map[string]string{dbx.SQLiteDialect: "rowid", dbx.PostgresDialect: "ctid"}

// extras list what a schema can hold besides tables and columns, as sentences:
// triggers, indexes over expressions, types, tables of other schemas in reach.
var extras = map[string]string{
	dbx.SQLiteDialect: `
		SELECT 'trigger ' || name || ' on ' || tbl_name FROM sqlite_master WHERE type = 'trigger'
		UNION ALL
		SELECT 'index ' || m.name || ' over an expression of ' || m.tbl_name
		FROM sqlite_master m JOIN pragma_index_xinfo(m.name) x WHERE m.type = 'index' AND x.cid = -2
		ORDER BY 1`,
	dbx.PostgresDialect: `
		SELECT 'trigger ' || t.tgname || ' on ' || c.relname FROM pg_trigger t
		JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND NOT t.tgisinternal
		UNION ALL
		SELECT 'index ' || i.relname || ' over an expression of ' || c.relname FROM pg_index x
		JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND x.indexprs IS NOT NULL
		UNION ALL
		SELECT 'type ' || t.typname || ' on ' || t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
		WHERE n.nspname = current_schema() AND t.typtype IN ('e', 'd', 'r')
		UNION ALL
		SELECT 'table ' || n.nspname || '.' || c.relname || ' on ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = ANY (current_schemas(false)) AND n.nspname <> current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
		ORDER BY 1`,
}

// foreignKeys list table, number of the constraint, column, referenced table and
// column, and what a deletion there does, one row a column.
var foreignKeys = map[string]string{
	dbx.SQLiteDialect: `
		SELECT m.name, CAST(f.id AS text), f."from", f."table", f."to", f.on_delete
		FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
		ORDER BY m.name, f.id, f.seq`,
	dbx.PostgresDialect: `
		SELECT c.relname, k.conname, a.attname, r.relname, b.attname,
		       CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END
		FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace
		CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY u(own, other, seq)
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.own
		JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = u.other
		WHERE k.contype = 'f' AND n.nspname = current_schema()
		ORDER BY c.relname COLLATE "C", k.conname COLLATE "C", u.seq`,
}

// constrained list table and column of every unique, check and exclusion
// constraint: a broken one may quote the value in the server's log.
var constrained = map[string]string{
	dbx.SQLiteDialect: `
		SELECT m.name, x.name FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) x
		WHERE m.type = 'table' AND i."unique" = 1 AND x.name IS NOT NULL`,
	dbx.PostgresDialect: `
		SELECT c.relname, a.attname FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
		WHERE n.nspname = current_schema() AND (
			EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique AND a.attnum = ANY (x.indkey))
			OR EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'x') AND a.attnum = ANY (k.conkey)))`,
}

// jsonText turns the queue's JSON columns into text: SQLite keeps them binary,
// PostgreSQL some as arrays.
var jsonText = map[string]string{dbx.SQLiteDialect: "json(%s)", dbx.PostgresDialect: "CAST(to_jsonb(%s) AS text)"}

// keyLocks end a SELECT that keeps a row to this transaction alone. SQLite holds
// the whole database by then.
var keyLocks = map[string]string{dbx.SQLiteDialect: "", dbx.PostgresDialect: " FOR UPDATE"}

// budgetLocks make claims on what everybody shares follow each other. SQLite
// holds the whole database by then.
var budgetLocks = map[string]string{dbx.SQLiteDialect: "", dbx.PostgresDialect: "SELECT pg_advisory_xact_lock(736571)"}

// livePolicies list table, name and declared text of every policy of our tables.
const livePolicies = `
	SELECT c.relname, p.polname, COALESCE(obj_description(p.oid, 'pg_policy'), '')
	FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname = current_schema() ORDER BY c.relname COLLATE "C", p.polname COLLATE "C"`

// openTables are those whose policies are off, for their owner at least.
const openTables = `
	SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname = current_schema() AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`

// makeRole makes the role that owns nothing and lets the login become it. A
// server has one for all its databases, so another may have made it.
const makeRole = `DO $$ BEGIN
	BEGIN CREATE ROLE ` + dbx.AppRole + ` NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
	IF NOT pg_has_role('` + dbx.AppRole + `', 'USAGE') THEN GRANT ` + dbx.AppRole + ` TO CURRENT_USER; END IF;
END $$`

// lackingGrants names the schema and counts tables whose rows a role may not
// delete or read.
const lackingGrants = `
	SELECT current_schema(), count(*) FILTER (WHERE NOT has_table_privilege($1, c.oid, 'SELECT')
		OR c.relname NOT IN ('goose_db_version', 'river_migration') AND NOT has_table_privilege($1, c.oid, 'DELETE'))
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')`
