-- +goose Up

CREATE TABLE passkeys (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name       BLOB    NOT NULL,
    credential BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX passkeys_owner ON passkeys (owner_id, created_at);
