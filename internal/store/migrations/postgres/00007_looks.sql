-- +goose Up

CREATE TABLE looks (
    id         TEXT    NOT NULL PRIMARY KEY,
    version_id TEXT    NOT NULL UNIQUE REFERENCES versions (id) ON DELETE CASCADE,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    options    TEXT    NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX looks_owner ON looks (owner_id, updated_at);
