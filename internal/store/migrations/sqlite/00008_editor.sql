-- +goose Up

CREATE TABLE working_copies (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id      TEXT    NOT NULL,
    version_id TEXT    NOT NULL UNIQUE,
    revision   INTEGER NOT NULL,
    draft      BLOB    NOT NULL,
    history    BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE,
    FOREIGN KEY (version_id, cv_id) REFERENCES versions (id, cv_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX working_copies_owner ON working_copies (owner_id, updated_at);
CREATE INDEX working_copies_cv ON working_copies (cv_id);

CREATE TABLE letters (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    posting_id TEXT    REFERENCES postings (id) ON DELETE SET NULL,
    cv_id      TEXT    REFERENCES cvs (id) ON DELETE SET NULL,
    revision   INTEGER NOT NULL,
    content    BLOB    NOT NULL,
    options    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letters_owner ON letters (owner_id, updated_at);
CREATE INDEX letters_posting ON letters (posting_id);
CREATE INDEX letters_cv ON letters (cv_id);

CREATE TABLE exports (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    version_id TEXT    NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    posting_id TEXT    REFERENCES postings (id) ON DELETE SET NULL,
    format     TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX exports_owner ON exports (owner_id, created_at);
CREATE INDEX exports_version ON exports (version_id);
CREATE INDEX exports_posting ON exports (posting_id);
