-- +goose Up

-- The proof of each purge, and the report of each run of the checks. Neither
-- holds anything of a person.
CREATE TABLE purge_runs (
    id         TEXT   NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    until_at   BIGINT NOT NULL,
    deleted    BIGINT NOT NULL,
    failed     TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX purge_runs_started ON purge_runs (started_at);

CREATE TABLE verify_runs (
    id                TEXT   NOT NULL PRIMARY KEY,
    started_at        BIGINT NOT NULL,
    ended_at          BIGINT NOT NULL,
    mode              TEXT   NOT NULL,
    outcome           TEXT   NOT NULL,
    inventory_version TEXT   NOT NULL,
    inventory_hash    TEXT   NOT NULL,
    schema_hash       TEXT   NOT NULL,
    binary_hash       TEXT   NOT NULL,
    report            TEXT   NOT NULL
);
CREATE INDEX verify_runs_started ON verify_runs (started_at);
