-- +goose Up

ALTER TABLE accounts ADD COLUMN email BLOB;
ALTER TABLE accounts ADD COLUMN email_hash BLOB;
ALTER TABLE accounts ADD COLUMN name BLOB;
ALTER TABLE accounts ADD COLUMN password_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'person';
ALTER TABLE accounts ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN suspended_at INTEGER;
CREATE UNIQUE INDEX accounts_email ON accounts (email_hash) WHERE state = 'active';
CREATE UNIQUE INDEX accounts_instance ON accounts (kind) WHERE kind = 'instance';

ALTER TABLE sessions ADD COLUMN seen_at INTEGER;
ALTER TABLE sessions ADD COLUMN fresh_at INTEGER;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';

CREATE TABLE proofs (
    id            TEXT    NOT NULL PRIMARY KEY,
    owner_id      TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose       TEXT    NOT NULL,
    email         BLOB    NOT NULL,
    name          BLOB    NOT NULL,
    role          TEXT    NOT NULL DEFAULT 'person',
    password_hash TEXT    NOT NULL DEFAULT '',
    locale        TEXT    NOT NULL DEFAULT '',
    token_hash    BLOB    UNIQUE,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX proofs_owner ON proofs (owner_id);
CREATE INDEX proofs_expiry ON proofs (expires_at);

CREATE TABLE tries (
    id       TEXT    NOT NULL PRIMARY KEY,
    number   INTEGER NOT NULL,
    until_at INTEGER,
    tried_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tries_time ON tries (tried_at);

CREATE TABLE events (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_owner ON events (owner_id, happened_at);
CREATE INDEX events_time ON events (happened_at);

CREATE TABLE mails (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    body       BLOB,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER
) STRICT;
CREATE INDEX mails_owner ON mails (owner_id, created_at);
CREATE INDEX mails_time ON mails (created_at);
