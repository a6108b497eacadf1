-- +goose Up

ALTER TABLE accounts ADD COLUMN email BYTEA;
ALTER TABLE accounts ADD COLUMN email_hash BYTEA;
ALTER TABLE accounts ADD COLUMN name BYTEA;
ALTER TABLE accounts ADD COLUMN password_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'person';
ALTER TABLE accounts ADD COLUMN plan TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN suspended_at BIGINT;
CREATE UNIQUE INDEX accounts_email ON accounts (email_hash) WHERE state = 'active';
CREATE UNIQUE INDEX accounts_instance ON accounts (kind) WHERE kind = 'instance';

ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
ALTER TABLE sessions ADD COLUMN fresh_at BIGINT;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';

CREATE TABLE proofs (
    id            TEXT    NOT NULL PRIMARY KEY,
    owner_id      TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose       TEXT    NOT NULL,
    email         BYTEA    NOT NULL,
    name          BYTEA    NOT NULL,
    role          TEXT    NOT NULL DEFAULT 'person',
    password_hash TEXT    NOT NULL DEFAULT '',
    locale        TEXT    NOT NULL DEFAULT '',
    token_hash    BYTEA    UNIQUE,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);
CREATE INDEX proofs_owner ON proofs (owner_id);
CREATE INDEX proofs_expiry ON proofs (expires_at);

CREATE TABLE tries (
    id       TEXT    NOT NULL PRIMARY KEY,
    number   BIGINT NOT NULL,
    until_at BIGINT,
    tried_at BIGINT NOT NULL
);
CREATE INDEX tries_time ON tries (tried_at);

CREATE TABLE events (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,
    happened_at BIGINT NOT NULL
);
CREATE INDEX events_owner ON events (owner_id, happened_at);
CREATE INDEX events_time ON events (happened_at);

CREATE TABLE mails (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    body       BYTEA,
    created_at BIGINT NOT NULL,
    sent_at    BIGINT
);
CREATE INDEX mails_owner ON mails (owner_id, created_at);
CREATE INDEX mails_time ON mails (created_at);
