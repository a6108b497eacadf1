-- +goose Up

ALTER TABLE accounts ADD COLUMN auth_id BYTEA;
ALTER TABLE accounts ADD COLUMN auth_hash BYTEA;
CREATE UNIQUE INDEX accounts_auth ON accounts (auth_hash) WHERE state = 'active';

ALTER TABLE erasures ADD COLUMN address BYTEA;

CREATE TABLE hooks (
    id          TEXT   NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL
);
CREATE INDEX hooks_time ON hooks (received_at);
