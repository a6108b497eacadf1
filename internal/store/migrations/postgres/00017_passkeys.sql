-- +goose Up

CREATE TABLE passkeys (
    id         TEXT   NOT NULL PRIMARY KEY,
    owner_id   TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name       BYTEA  NOT NULL,
    credential BYTEA  NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX passkeys_owner ON passkeys (owner_id, created_at);
