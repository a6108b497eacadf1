-- +goose Up

CREATE TABLE messages (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_id      TEXT    NOT NULL REFERENCES key_refs (id) DEFERRABLE INITIALLY DEFERRED,
    name        BYTEA    NOT NULL,
    email       BYTEA    NOT NULL,
    subject     BYTEA    NOT NULL,
    body        BYTEA    NOT NULL,
    answer      BYTEA,
    locale      TEXT    NOT NULL DEFAULT '',
    request     BIGINT NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE INDEX messages_owner ON messages (owner_id, created_at);
CREATE INDEX messages_time ON messages (created_at);
CREATE INDEX messages_key ON messages (key_id);

CREATE TABLE grants (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE INDEX grants_owner ON grants (owner_id, expires_at);
