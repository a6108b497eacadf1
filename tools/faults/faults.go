package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// fault is one way in which an instance can break a promise.
type fault struct {
	name    string
	check   string // that must notice
	culprit string // that its message must name
	what    string
	// portable are statements for both databases, parted by ";;"; do is anything
	// else, on SQLite.
	portable string
	do       func(ctx context.Context, i *instance) error
}

const (
	aFile  = "blobs/cv/0123456789abcdef0123456789abcdef"
	nobody = "'0198c0de-0000-7000-8000-00000000000f'"
	person = "(SELECT id FROM accounts LIMIT 1)"
	hour   = time.Hour
)

// faults are all of them, in the order of the checks.
var faults = []fault{
	{name: "column-added", check: "V1", culprit: "cvs.hobby", what: "a column nobody declared", portable: `ALTER TABLE cvs ADD COLUMN hobby TEXT`},
	{name: "column-dropped", check: "V1", culprit: "postings.location", what: "a declared column is gone", portable: `ALTER TABLE postings DROP COLUMN location`},
	{name: "table-added", check: "V1", culprit: "visitors.ip", what: "a table of addresses", portable: `CREATE TABLE visitors (ip TEXT)`},
	{name: "view-added", check: "V1", culprit: "cv_titles.title", what: "a view over ads", portable: `CREATE VIEW cv_titles AS SELECT title FROM postings`},
	{name: "queue-column", check: "V1", culprit: "river_job.note", what: "a column in a table of the queue", portable: `ALTER TABLE river_job ADD COLUMN note TEXT`},
	{name: "index-expression", check: "V1", culprit: "by_lower_title", what: "an index that copies a text", portable: `CREATE INDEX by_lower_title ON postings (lower(title))`},
	{name: "trigger", check: "V1", culprit: "trigger copied", what: "a trigger that copies ads", do: sqlite(`CREATE TRIGGER copied AFTER INSERT ON postings BEGIN UPDATE accounts SET theme = NEW.title; END`)},

	{name: "queue-name", check: "V2", culprit: `"name"`, what: "a name in queued work", do: sqlite(`UPDATE river_job SET args = jsonb('{"name":"Maja Muster"}') WHERE id = (SELECT min(id) FROM river_job)`)},
	{name: "queue-text", check: "V2", culprit: `"subject" is no id`, what: "a text where an id belongs", do: sqlite(`UPDATE river_job SET args = jsonb('{"subject":"Maja Muster"}') WHERE id = (SELECT min(id) FROM river_job)`)},
	{name: "queue-metadata", check: "V2", culprit: `river_job.metadata`, what: "an undeclared field beside queued work", do: sqlite(`UPDATE river_job SET metadata = jsonb('{"client":"somebody"}') WHERE id = (SELECT min(id) FROM river_job)`)},
	{name: "queue-kind", check: "V2", culprit: `"profile_user"`, what: "work of an undeclared kind", portable: `UPDATE river_job SET kind = 'profile_user' WHERE id = (SELECT min(id) FROM river_job)`},
	{name: "json-path", check: "V2", culprit: `unknown field "religion"`, what: "an unknown field inside a sealed CV", do: unknownPath},

	{name: "cascade-dropped", check: "V3", culprit: "drafts.owner_id", what: "drafts that outlive their account", do: func(ctx context.Context, i *instance) error {
		return i.schema(ctx, "drafts", " ON DELETE CASCADE", "")
	}},
	{name: "tie-dropped", check: "V3", culprit: "sessions.owner_id", what: "sessions tied to no account", do: func(ctx context.Context, i *instance) error {
		return i.schema(ctx, "sessions", "REFERENCES accounts (id) ON DELETE CASCADE", "")
	}},
	{name: "owners-mixed", check: "V3", culprit: "uploads", what: "one person's upload under another's CV", portable: `INSERT INTO accounts (id, kind, created_at) VALUES (` + nobody + `, 'other', {now});;
		UPDATE uploads SET owner_id = ` + nobody},

	{name: "owner-gone", check: "V4", culprit: "sessions", what: "a session of an account that is gone", portable: `UPDATE sessions SET owner_id = ` + nobody},
	{name: "reference-gone", check: "V4", culprit: "versions", what: "a version for an ad that is gone", portable: `UPDATE versions SET posting_id = ` + nobody},
	{name: "erasure-stuck", check: "V4", culprit: "erasure e1", what: "an erasure that does not end", portable: `INSERT INTO erasures (id, owner_id, receipt_hash, keep_account, asked_at) VALUES ('e1', ` + nobody + `, {empty}, 0, {old})`},
	{name: "erasure-names", check: "V4", culprit: "erasure e2", what: "a receipt that still names its account", portable: `INSERT INTO erasures (id, owner_id, receipt_hash, keep_account, asked_at, done_at) VALUES ('e2', ` + nobody + `, {empty}, 0, {now}, {now})`},

	{name: "session-overdue", check: "V5", culprit: "sessions", what: "a session two days past its end", portable: `UPDATE sessions SET expires_at = {old}`},
	{name: "upload-overdue", check: "V5", culprit: "uploads", what: "progress that stayed", portable: `UPDATE uploads SET created_at = {old}`},
	{name: "row-ahead", check: "V5", culprit: "dated in the future", what: "a row that a wrong clock dated ahead", portable: `UPDATE uploads SET created_at = {ahead}`},
	{name: "purge-fails", check: "V5", culprit: "failed for uploads", what: "a purge that fails", portable: `UPDATE purge_runs SET failed = 'uploads'`},
	{name: "purge-stopped", check: "V5", culprit: "purge: none since", what: "a purge that stopped", portable: `UPDATE purge_runs SET started_at = {old}`},

	{name: "file-orphan", check: "V6", culprit: "belongs to no row", what: "a file of no CV", do: orphan},
	{name: "file-missing", check: "V6", culprit: "is missing", what: "a CV whose file is gone", do: func(_ context.Context, i *instance) error {
		path, err := i.object("cv")
		if err != nil {
			return err
		}
		return os.Remove(path)
	}},
	{name: "file-temporary", check: "V6", culprit: ".tmp-0123", what: "what a dead writer left", do: func(_ context.Context, i *instance) error {
		return i.write("blobs/cv/.tmp-0123", "half", hour)
	}},
	{name: "file-beside", check: "V6", culprit: "file notes.txt", what: "a file that nobody declared", do: func(_ context.Context, i *instance) error {
		return i.write("notes.txt", "call Maja", 0)
	}},
	{name: "folder-beside", check: "V6", culprit: "folder blobs/thumbs", what: "a folder that nobody declared", do: func(_ context.Context, i *instance) error {
		return i.write("blobs/thumbs/1.png", "a picture", 0)
	}},
	{name: "file-open", check: "V6", culprit: "may be read by others", what: "an original that everybody may read", do: func(_ context.Context, i *instance) error {
		path, err := i.object("cv")
		if err != nil {
			return err
		}
		return os.Chmod(path, 0o644)
	}},
	{name: "file-clear", check: "V6", culprit: "is not sealed", what: "an original in clear", do: func(_ context.Context, i *instance) error {
		return i.write(aFile, "%PDF-1.7 in clear", 0)
	}},
	{name: "key-missing", check: "V6", culprit: "object keys/", what: "a key that is gone", do: func(ctx context.Context, i *instance) error {
		id, err := i.cvKey(ctx)
		if err != nil {
			return err
		}
		return os.Remove(filepath.Join(i.folder, "blobs", "keys", id))
	}},

	{name: "clear-text", check: "V7", culprit: "versions.name", what: "clear text in a sealed column", do: sqlite(`UPDATE versions SET name = CAST('for maja@example.org' AS BLOB)`)},
	{name: "value-moved", check: "V7", culprit: "does not open in its place", what: "a sealed value in another place", portable: `UPDATE cvs SET file_name = (SELECT name FROM versions WHERE versions.cv_id = cvs.id LIMIT 1)`},
	{name: "value-changed", check: "V7", culprit: "versions.resume", what: "a sealed value that was changed", do: sqlite(`UPDATE versions SET resume = CAST(substr(resume, 1, length(resume) - 1) || x'00' AS BLOB)`)},
	{name: "key-destroyed", check: "V7", culprit: "is destroyed", what: "the key of something erased is still there", portable: `UPDATE key_refs SET state = 'destroyed', destroyed_at = {old} WHERE kind = 'cv'`},
	{name: "key-of-another", check: "V7", culprit: "of another owner", what: "a key that belongs to somebody else", portable: `INSERT INTO accounts (id, kind, created_at) VALUES (` + nobody + `, 'other', {now});;
		UPDATE key_refs SET owner_id = ` + nobody + ` WHERE kind = 'cv'`},
	{name: "epoch-unknown", check: "V7", culprit: "does not open", what: "a key under an epoch that is gone", do: func(ctx context.Context, i *instance) error {
		id, err := i.cvKey(ctx)
		if err != nil {
			return err
		}
		return change(filepath.Join(i.folder, "blobs", "keys", id), func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"epoch":"0`), []byte(`"epoch":"f`), 1)
		})
	}},

	{name: "recipient-extra", check: "V10", culprit: `"tracker"`, what: "something went to an undeclared recipient", portable: disclosed("d1", "tracker", "accounts", "email")},
	{name: "class-extra", check: "V10", culprit: `"cv_document"`, what: "more was sent than declared", portable: disclosed("d2", "adzuna", "job_search", "search_terms cv_document")},
	{name: "purpose-extra", check: "V10", culprit: `"security"`, what: "it was sent for another purpose", portable: disclosed("d3", "adzuna", "security", "search_terms")},

	{name: "agreement-none", check: "V10", culprit: "affinda: no agreement", what: "a recipient without an agreement", do: func(_ context.Context, i *instance) error {
		return i.operator("")
	}},
	{name: "agreement-stale", check: "V10", culprit: "was to be reviewed by 2020-01-01", what: "an agreement nobody reviewed", do: func(_ context.Context, i *instance) error {
		return i.operator(`{ref: "7", date: "2019-01-01", assessment: "8", review: "2020-01-01"}`)
	}},

	{name: "log-address", check: "V11", culprit: "line 1, with an e-mail address", what: "an e-mail address in a log line", do: logged(`time=2026-11-24T09:00:00Z level=INFO msg=request err="no such user maja@example.org"`)},
	{name: "log-field", check: "V11", culprit: `undeclared field "user"`, what: "a log line with a field nobody declared", do: logged(`time=2026-11-24T09:00:00Z level=INFO msg="it works" user=7`)},
	{name: "queue-error", check: "V11", culprit: "river_job.errors", what: "an e-mail address in the error of a task", do: sqlite(`UPDATE river_job SET errors = jsonb('[{"at":"2026-11-24T00:00:00Z","attempt":1,"error":"refused maja@example.org","trace":""}]') WHERE id = (SELECT min(id) FROM river_job)`)},
	{name: "unique-text", check: "V11", culprit: "postings.text", what: "a constraint whose breach quotes an ad", portable: `CREATE UNIQUE INDEX one_text ON postings (owner_id, text)`},

	{name: "request-overdue", check: "V13", culprit: "request 7 ", what: "a request nobody answered", portable: `INSERT INTO requests (id, number, kind, channel, identity, received_at, due_at) VALUES ('r7', 7, 'access', 'email', 'session', {old}, {old})`},
	{name: "notice-overdue", check: "V13", culprit: "notice n7 to affinda", what: "a recipient nobody told", portable: `INSERT INTO notices (id, owner_id, subject_id, processor, event, queued_at) VALUES ('n7', ` + person + `, '', 'affinda', 'restricted', 1)`},
	{name: "restriction-ignored", check: "V13", culprit: "cvs", what: "work on somebody under restriction", portable: `UPDATE accounts SET restricted_at = {old}, restriction_scope = 'all'`},
	{name: "objection-ignored", check: "V13", culprit: "objects to", what: "sent although the person objects", portable: `INSERT INTO objections (id, owner_id, purpose, objected_at) VALUES ('o1', ` + person + `, 'job_search', {old});;
		` + disclosed("d4", "adzuna", "job_search", "search_terms")},

	{name: "copy-kept", check: "V8", culprit: "still holds", what: "a copy of each title where no erasure looks", do: sqlite(`CREATE TRIGGER kept AFTER INSERT ON postings BEGIN INSERT INTO requests (id, number, kind, channel, identity, received_at, due_at, answered_at) VALUES (NEW.id, abs(random()), 'access', NEW.title, 'session', {now}, {ahead}, {now}); END`)},
}

// sqlite is a fault of SQLite alone.
func sqlite(statements string) func(context.Context, *instance) error {
	return func(ctx context.Context, i *instance) error { return i.exec(ctx, statements) }
}

// logged writes a line into a log that the operator keeps beside the folder.
func logged(line string) func(context.Context, *instance) error {
	return func(_ context.Context, i *instance) error {
		return os.WriteFile(i.folder+".log", []byte(line+"\n"), 0o600)
	}
}

// disclosed adds a line to the ledger.
func disclosed(id, processor, purpose, classes string) string {
	return `INSERT INTO disclosures (id, owner_id, subject_id, processor, purpose, data_classes, bytes, payload_hash, result, sent_at)
		VALUES ('` + strings.Join([]string{id + "', " + person + ", '", processor, purpose, classes}, "', '") + `', 1, {empty}, 'sent', {now})`
}

// orphan copies a file under a name that no row knows, an hour ago.
func orphan(_ context.Context, i *instance) error {
	path, err := i.object("cv")
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return i.write(aFile, string(data), hour)
}

// unknownPath adds a field to a sealed CV that the program has no name for.
func unknownPath(ctx context.Context, i *instance) error {
	row, err := i.text(ctx, `SELECT id FROM versions LIMIT 1`)
	if err != nil {
		return err
	}
	owner, err := i.text(ctx, `SELECT owner_id FROM versions LIMIT 1`)
	if err != nil {
		return err
	}
	value, err := i.resealed(ctx, "versions.resume", row, owner, []byte(`{"basics":{"religion":"none of your business"}}`))
	if err != nil {
		return err
	}
	_, err = i.db.ExecContext(ctx, `UPDATE versions SET resume = $1 WHERE id = $2`, value, row)
	return err
}
