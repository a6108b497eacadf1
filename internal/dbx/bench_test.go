package dbx_test

import (
	"os"
	"testing"

	"jobops/internal/dbx"
)

func benchDB(b *testing.B) *dbx.SQLite {
	b.Helper()
	db, err := dbx.OpenSQLite(b.Context(), b.TempDir()+"/bench.db")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec(b.Context(), `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT`); err != nil {
		b.Fatal(err)
	}
	for i := range 100 {
		if _, err := db.Exec(b.Context(), `INSERT INTO t VALUES ($1, 'a name of usual length', 1)`, i); err != nil {
			b.Fatal(err)
		}
	}
	return db
}

func BenchmarkSQLiteGet(b *testing.B) {
	db := benchDB(b)
	for b.Loop() {
		var name string
		if err := db.QueryRow(b.Context(), `SELECT name FROM t WHERE id = $1`, 50).Scan(&name); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSQLiteList50(b *testing.B) {
	db := benchDB(b)
	for b.Loop() {
		rows, err := db.Query(b.Context(), `SELECT id, name, at FROM t ORDER BY id LIMIT 50`)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			var id, at int64
			var name string
			if err := rows.Scan(&id, &name, &at); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSQLiteWriteTx(b *testing.B) {
	db := benchDB(b)
	for b.Loop() {
		err := db.InTx(b.Context(), func(tx dbx.Tx) error {
			_, err := tx.Exec(b.Context(), `UPDATE t SET at = at + 1 WHERE id = 7`)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPostgresSight compares a read with and without whose it is.
func BenchmarkPostgresSight(b *testing.B) {
	server := os.Getenv("JOBOPS_TEST_POSTGRES")
	if server == "" {
		b.Skip("JOBOPS_TEST_POSTGRES is not set")
	}
	db, err := dbx.OpenPostgres(b.Context(), server)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	for name, q := range map[string]dbx.DB{"plain": db, "seen": dbx.As(db, dbx.Sight{Owner: "018f0000-0000-7000-8000-000000000000"})} {
		b.Run(name+"/get", func(b *testing.B) {
			for b.Loop() {
				var n int
				if err := q.QueryRow(b.Context(), `SELECT CAST($1 AS bigint)`, 7).Scan(&n); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/tx", func(b *testing.B) {
			for b.Loop() {
				err := q.InTx(b.Context(), func(tx dbx.Tx) error {
					_, err := tx.Exec(b.Context(), `SELECT CAST($1 AS bigint)`, 7)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
