package dbx

import (
	"os"
	"strings"
	"testing"
)

func TestIsPooler(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"ep-name-123456-pooler.eu-central-1.aws.example.com": true,
		"ep-name-123456.eu-central-1.aws.example.com":        false,
		"localhost": false, "/var/run/postgresql": false, "": false,
	} {
		if got := isPooler(host); got != want {
			t.Errorf("isPooler(%q) = %v, want %v", host, got, want)
		}
	}
}

func TestPostgresTimeouts(t *testing.T) {
	t.Parallel()
	url := os.Getenv("JOBOPS_TEST_POSTGRES")
	if url == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("JOBOPS_TEST_POSTGRES is not set")
		}
		t.Skip("JOBOPS_TEST_POSTGRES is not set")
	}
	db, err := OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatalf("OpenPostgres = %v", err)
	}
	defer db.Close()
	for name, want := range timeouts {
		var got string
		if err := db.QueryRow(t.Context(), `SELECT current_setting($1)`, name).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, %v, want %q", name, got, err, want)
		}
	}
	var queue string
	if err := db.QueuePool().QueryRow(t.Context(), `SHOW statement_timeout`).Scan(&queue); err != nil || queue != "0" {
		t.Errorf("statement_timeout of the queue = %q, %v, want 0", queue, err)
	}
}

func TestOpenPostgresHidesThePassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"postgres://user:hunter2@127.0.0.1:1/db?connect_timeout=1", "postgres://user:hunter2@[bad/db"} {
		_, err := OpenPostgres(t.Context(), url)
		if err == nil {
			t.Fatalf("OpenPostgres(%q) = nil, want an error", url)
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("OpenPostgres error %q shows the password", err)
		}
	}
}
