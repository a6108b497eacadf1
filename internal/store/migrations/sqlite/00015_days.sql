-- +goose Up

ALTER TABLE accounts ADD COLUMN zone TEXT NOT NULL DEFAULT '';

CREATE INDEX applications_next ON applications (owner_id, next_on, id) WHERE next_on <> '' AND deleted_at IS NULL;
CREATE INDEX applications_deadline ON applications (owner_id, deadline, id) WHERE deadline <> '' AND deleted_at IS NULL;

CREATE TABLE calendar_feeds (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash BLOB    NOT NULL UNIQUE,
    says       TEXT    NOT NULL,
    alarms     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
