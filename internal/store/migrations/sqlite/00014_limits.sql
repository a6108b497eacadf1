-- +goose Up

CREATE TABLE limits (
    id         TEXT   NOT NULL PRIMARY KEY,
    number     INTEGER NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX limits_time ON limits (started_at);
