-- +goose Up

CREATE TABLE messages (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_id      TEXT    NOT NULL REFERENCES key_refs (id) DEFERRABLE INITIALLY DEFERRED,
    name        BLOB    NOT NULL,
    email       BLOB    NOT NULL,
    subject     BLOB    NOT NULL,
    body        BLOB    NOT NULL,
    answer      BLOB,
    locale      TEXT    NOT NULL DEFAULT '',
    request     INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    answered_at INTEGER
) STRICT;
CREATE INDEX messages_owner ON messages (owner_id, created_at);
CREATE INDEX messages_time ON messages (created_at);
CREATE INDEX messages_key ON messages (key_id);

CREATE TABLE grants (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE INDEX grants_owner ON grants (owner_id, expires_at);
