-- +goose Up

CREATE UNLOGGED TABLE limits (
    id         TEXT   NOT NULL PRIMARY KEY,
    number     BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);
CREATE INDEX limits_time ON limits (started_at);
