-- +goose Up

ALTER TABLE accounts ADD COLUMN auth_id BLOB;
ALTER TABLE accounts ADD COLUMN auth_hash BLOB;
CREATE UNIQUE INDEX accounts_auth ON accounts (auth_hash) WHERE state = 'active';

ALTER TABLE erasures ADD COLUMN address BLOB;

CREATE TABLE hooks (
    id          TEXT    NOT NULL PRIMARY KEY,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX hooks_time ON hooks (received_at);
