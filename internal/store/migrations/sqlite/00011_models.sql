-- +goose Up

ALTER TABLE accounts ADD COLUMN adult_at INTEGER;

CREATE TABLE usage_events (
    id         TEXT NOT NULL PRIMARY KEY,
    owner_id   TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    feature    TEXT NOT NULL,
    type       TEXT NOT NULL,
    state      TEXT NOT NULL,
    tokens_in  INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    cost       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT;
CREATE INDEX usage_events_owner ON usage_events (owner_id, created_at);
CREATE INDEX usage_events_created ON usage_events (created_at);

CREATE UNIQUE INDEX tailorings_owned ON tailorings (id, owner_id);

CREATE TABLE runs (
    id           TEXT NOT NULL PRIMARY KEY,
    owner_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id        TEXT NOT NULL,
    tailoring_id TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    provider     TEXT NOT NULL,
    model        TEXT NOT NULL,
    prompt       TEXT NOT NULL,
    tokens_in    INTEGER NOT NULL,
    tokens_out   INTEGER NOT NULL,
    cost         INTEGER NOT NULL,
    content      BLOB NOT NULL,
    asked_at     INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    ended_at     INTEGER,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE,
    FOREIGN KEY (tailoring_id, owner_id) REFERENCES tailorings (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX runs_owner ON runs (owner_id, asked_at);
CREATE INDEX runs_cv ON runs (cv_id);
CREATE INDEX runs_tailoring ON runs (tailoring_id, asked_at);
CREATE INDEX runs_state ON runs (state);
