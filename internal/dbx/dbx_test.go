package dbx_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobops/internal/dbx"
	"jobops/internal/store/storetest"
)

func mkdir(folder string) error { return os.Mkdir(folder, 0o700) }

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func TestInTx(t *testing.T) {
	t.Parallel()
	storetest.EachEmpty(t, func(t *testing.T, db dbx.DB) {
		create(t, db, `CREATE TABLE t (n BIGINT NOT NULL)`)
		wrong := errors.New("wrong")
		for _, c := range []struct {
			name string
			f    func(tx dbx.Tx) error
			rows int
		}{
			{"commit", func(dbx.Tx) error { return nil }, 1},
			{"error", func(dbx.Tx) error { return wrong }, 1},
			{"panic", func(dbx.Tx) error { panic(wrong) }, 1},
			{"commit after them", func(dbx.Tx) error { return nil }, 2},
		} {
			func() {
				defer func() { _ = recover() }()
				_ = db.InTx(t.Context(), func(tx dbx.Tx) error {
					if _, err := tx.Exec(t.Context(), `INSERT INTO t VALUES (1)`); err != nil {
						return err
					}
					return c.f(tx)
				})
			}()
			var n int
			if err := db.QueryRow(t.Context(), `SELECT count(*) FROM t`).Scan(&n); err != nil || n != c.rows {
				t.Errorf("rows after %s = %d, %v, want %d", c.name, n, err, c.rows)
			}
		}
	})
}

func create(t *testing.T, db dbx.DB, sql string) {
	t.Helper()
	if _, err := db.Exec(t.Context(), sql); err != nil {
		t.Fatalf("Exec(%q) = %v", sql, err)
	}
}

type note struct {
	Text string
	Tags []string
}

func TestValuesRoundTrip(t *testing.T) {
	t.Parallel()
	storetest.EachEmpty(t, func(t *testing.T, db dbx.DB) {
		create(t, db, `CREATE TABLE t (id TEXT PRIMARY KEY, at BIGINT, gone BIGINT, note TEXT)`)
		at := time.Date(2026, 2, 28, 23, 59, 59, 999_999_000, time.FixedZone("", 3600))
		in := note{Text: "été", Tags: []string{"a"}}
		_, err := db.Exec(t.Context(), `INSERT INTO t VALUES ($1, $2, $3, $4)`, "x", dbx.Micros(at), dbx.Micros{}, dbx.JSON[note]{V: in})
		if err != nil {
			t.Fatal(err)
		}
		var gotAt time.Time
		gone := at
		var got dbx.JSON[note]
		row := db.QueryRow(t.Context(), `SELECT at, gone, note FROM t`)
		if err := row.Scan((*dbx.Micros)(&gotAt), (*dbx.Micros)(&gone), &got); err != nil {
			t.Fatal(err)
		}
		if !gotAt.Equal(at) || gotAt.Location() != time.UTC {
			t.Errorf("time = %v, want %v in UTC", gotAt, at)
		}
		if !gone.IsZero() {
			t.Errorf("NULL time = %v, want zero", gone)
		}
		if got.V.Text != in.Text || len(got.V.Tags) != 1 {
			t.Errorf("JSON = %+v, want %+v", got.V, in)
		}
	})
}

// TestFoldAgrees compares the three folds letter by letter: Go, SQLite, PostgreSQL.
func TestFoldAgrees(t *testing.T) {
	t.Parallel()
	var words []string
	for r := rune('A'); r <= 'ž'; r++ {
		if r >= 0x80 && r < 0xc0 || r == '×' || r == '÷' || r == 'ŉ' || r == 'Ŋ' || r == 'ŋ' || r == 'ĸ' || r == 'Ĳ' || r == 'ĳ' || r == 'Ŀ' || r == 'ŀ' {
			continue // not letters of European names, or spelled apart by the dictionary
		}
		words = append(words, string(r))
	}
	words = append(words, "Éric Łukasz", "Straße", "cœur", "e\u0301te\u0301", "Þórr", "ÑANDÚ", "", "日本", "Ω")
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		for _, w := range words {
			var got string
			if err := db.QueryRow(t.Context(), `SELECT fold(CAST($1 AS text))`, w).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if want := dbx.Fold(w); got != want {
				t.Errorf("fold(%q) = %q, want %q as in Go", w, got, want)
			}
		}
	})
}

func TestMonthAgrees(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		for _, at := range []time.Time{
			time.Unix(0, 0), time.Date(2024, 2, 29, 23, 59, 59, 999_999_000, time.UTC),
			time.Date(2026, 12, 31, 23, 30, 0, 0, time.FixedZone("", -3600)), time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC),
		} {
			var got string
			if err := db.QueryRow(t.Context(), `SELECT ym($1)`, at.UnixMicro()).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if want := at.UTC().Format("2006-01"); got != want {
				t.Errorf("ym(%v) = %q, want %q", at, got, want)
			}
		}
	})
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "ABC": "abc", "Éric": "eric", "STRASSE": "strasse", "Straße": "strasse",
		"Cœur": "coeur", "Łódź": "lodz", "Ångström": "angstrom", "日本": "日本",
	} {
		if got := dbx.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(0, 40, -1).Draw(t, "s")
		once := dbx.Fold(s)
		if twice := dbx.Fold(once); twice != once {
			t.Errorf("Fold(Fold(%q)) = %q, want %q", s, twice, once)
		}
	})
}

func TestMicrosKeepsMicroseconds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		us := rapid.Int64Range(-1<<52, 1<<52).Draw(t, "us")
		in := time.UnixMicro(us)
		v, err := dbx.Micros(in).Value()
		if err != nil {
			t.Fatal(err)
		}
		var out dbx.Micros
		if err := out.Scan(v); err != nil || !time.Time(out).Equal(in) {
			t.Errorf("Micros(%v) comes back as %v, %v", in, time.Time(out), err)
		}
	})
}

func TestJSONErrorsQuoteNothing(t *testing.T) {
	t.Parallel()
	var j dbx.JSON[note]
	err := j.Scan(`{"Text": secret`)
	if err == nil {
		t.Fatal("Scan of broken JSON = nil, want an error")
	}
	if got := err.Error(); got != "dbx: decode JSON of 15 bytes" {
		t.Errorf("Scan = %q, want no quoted text", got)
	}
}
