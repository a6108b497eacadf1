-- +goose Up

ALTER TABLE accounts ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE accounts ADD COLUMN restricted_at INTEGER;
ALTER TABLE accounts ADD COLUMN restriction_scope TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN lift_notice_at INTEGER;
ALTER TABLE accounts ADD COLUMN erased_at INTEGER;

CREATE TABLE disclosures (
    id           TEXT    NOT NULL PRIMARY KEY,
    owner_id     TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    subject_id   TEXT    NOT NULL,
    processor    TEXT    NOT NULL,
    purpose      TEXT    NOT NULL,
    data_classes TEXT    NOT NULL,
    bytes        INTEGER NOT NULL,
    payload_hash BLOB    NOT NULL,
    model        TEXT    NOT NULL DEFAULT '',
    region       TEXT    NOT NULL DEFAULT '',
    result       TEXT    NOT NULL,
    sent_at      INTEGER NOT NULL,
    expires_at   INTEGER
) STRICT;
CREATE INDEX disclosures_owner ON disclosures (owner_id, sent_at);
CREATE INDEX disclosures_subject ON disclosures (subject_id);

CREATE TABLE objections (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner_id    TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    purpose     TEXT    NOT NULL,
    objected_at INTEGER NOT NULL,
    UNIQUE (owner_id, purpose)
) STRICT;

CREATE TABLE notices (
    id         TEXT    NOT NULL PRIMARY KEY,
    owner_id   TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    subject_id TEXT    NOT NULL,
    processor  TEXT    NOT NULL,
    event      TEXT    NOT NULL,
    queued_at  INTEGER NOT NULL,
    sent_at    INTEGER
) STRICT;
CREATE INDEX notices_owner ON notices (owner_id, queued_at);

CREATE TABLE requests (
    id          TEXT    NOT NULL PRIMARY KEY,
    number      INTEGER NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    identity    TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    extended_at INTEGER,
    extension   TEXT    NOT NULL DEFAULT '',
    outcome     TEXT    NOT NULL DEFAULT '',
    answered_at INTEGER
) STRICT;
CREATE INDEX requests_due ON requests (due_at);

CREATE TABLE erasures (
    id           TEXT    NOT NULL PRIMARY KEY,
    owner_id     TEXT    NOT NULL,
    receipt_hash BLOB    NOT NULL UNIQUE,
    keep_account INTEGER NOT NULL,
    asked_at     INTEGER NOT NULL,
    done_at      INTEGER
) STRICT;
CREATE INDEX erasures_owner ON erasures (owner_id);

CREATE TABLE erasure_steps (
    id         TEXT    NOT NULL PRIMARY KEY,
    erasure_id TEXT    NOT NULL REFERENCES erasures (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    target     TEXT    NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    removed    INTEGER NOT NULL DEFAULT 0,
    done_at    INTEGER,
    until_at   INTEGER,
    UNIQUE (erasure_id, number)
) STRICT;
