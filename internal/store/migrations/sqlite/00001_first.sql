-- +goose Up

CREATE TABLE accounts (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    locale     TEXT    NOT NULL DEFAULT '',
    theme      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE sessions (
    id           TEXT    NOT NULL PRIMARY KEY,
    owner_id     TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash   BLOB    NOT NULL UNIQUE,
    purpose      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_owner ON sessions (owner_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE key_refs (
    id           TEXT    NOT NULL PRIMARY KEY,
    owner_id     TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind         TEXT    NOT NULL,
    subject_id   TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER
) STRICT;
CREATE INDEX key_refs_owner ON key_refs (owner_id);
CREATE UNIQUE INDEX key_refs_live ON key_refs (kind, subject_id) WHERE state = 'live';

CREATE TABLE cvs (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_id     TEXT    NOT NULL REFERENCES key_refs (id) DEFERRABLE INITIALLY DEFERRED,
    state      TEXT    NOT NULL,
    file_name  BLOB    NOT NULL,
    format     TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    pages      INTEGER NOT NULL DEFAULT 0,
    language   TEXT    NOT NULL DEFAULT '',
    reading    BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (id, owner_id)
) STRICT;
CREATE INDEX cvs_owner ON cvs (owner_id, created_at);
CREATE INDEX cvs_key ON cvs (key_id);

CREATE TABLE uploads (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id      TEXT    REFERENCES cvs (id) ON DELETE SET NULL,
    step       TEXT    NOT NULL DEFAULT '',
    verdict    TEXT    NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_owner ON uploads (owner_id, created_at);
CREATE INDEX uploads_cv ON uploads (cv_id);

CREATE TABLE postings (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    title      TEXT    NOT NULL DEFAULT '',
    company    TEXT    NOT NULL DEFAULT '',
    location   TEXT    NOT NULL DEFAULT '',
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (id, owner_id)
) STRICT;
CREATE INDEX postings_owner ON postings (owner_id, created_at);

CREATE TABLE versions (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id      TEXT    NOT NULL,
    parent_id  TEXT    REFERENCES versions (id) ON DELETE SET NULL,
    posting_id TEXT    REFERENCES postings (id) ON DELETE SET NULL,
    number     INTEGER NOT NULL,
    name       BLOB    NOT NULL,
    resume     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (cv_id, number),
    UNIQUE (id, cv_id),
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX versions_owner ON versions (owner_id, created_at);
CREATE INDEX versions_parent ON versions (parent_id);
CREATE INDEX versions_posting ON versions (posting_id);

CREATE TABLE tailorings (
    id               TEXT    NOT NULL PRIMARY KEY,
    owner_id         TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id            TEXT    NOT NULL,
    version_id       TEXT    NOT NULL,
    posting_id       TEXT    NOT NULL,
    edits            BLOB    NOT NULL,
    decisions        BLOB    NOT NULL,
    saved_version_id TEXT    REFERENCES versions (id) ON DELETE SET NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE,
    FOREIGN KEY (version_id, cv_id) REFERENCES versions (id, cv_id) ON DELETE CASCADE,
    FOREIGN KEY (posting_id, owner_id) REFERENCES postings (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX tailorings_owner ON tailorings (owner_id, updated_at);
CREATE INDEX tailorings_cv ON tailorings (cv_id);
CREATE INDEX tailorings_version ON tailorings (version_id);
CREATE INDEX tailorings_posting ON tailorings (posting_id);
CREATE INDEX tailorings_saved ON tailorings (saved_version_id);

CREATE TABLE drafts (
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    form       TEXT    NOT NULL,
    body       BLOB    NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (owner_id, form)
) STRICT;
