-- +goose Up

CREATE TABLE answers (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    posting_id TEXT    NOT NULL,
    body       BLOB    NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (owner_id, posting_id),
    FOREIGN KEY (posting_id, owner_id) REFERENCES postings (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX answers_posting ON answers (posting_id);

CREATE TABLE scores (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    posting_id TEXT    NOT NULL,
    cv_id      TEXT    NOT NULL,
    version_id TEXT    NOT NULL,
    method     TEXT    NOT NULL,
    score      INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (posting_id, version_id, method),
    FOREIGN KEY (version_id, cv_id) REFERENCES versions (id, cv_id) ON DELETE CASCADE,
    FOREIGN KEY (posting_id, owner_id) REFERENCES postings (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX scores_owner ON scores (owner_id, version_id);
CREATE INDEX scores_version ON scores (version_id);
