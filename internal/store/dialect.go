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
