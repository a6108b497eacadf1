-- +goose Up

ALTER TABLE postings ADD COLUMN cv_id TEXT REFERENCES cvs (id) ON DELETE SET NULL;
CREATE INDEX postings_cv ON postings (cv_id);

CREATE TABLE corrections (
    id         TEXT   NOT NULL PRIMARY KEY,
    owner_id   TEXT   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id      TEXT   NOT NULL,
    mark       BLOB   NOT NULL,
    created_at INTEGER NOT NULL,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX corrections_owner ON corrections (owner_id);
CREATE INDEX corrections_cv ON corrections (cv_id, created_at);

CREATE TABLE second_readings (
    id           TEXT NOT NULL PRIMARY KEY,
    owner_id     TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    cv_id        TEXT NOT NULL UNIQUE,
    recipient    TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    content      BLOB NOT NULL,
    asked_at     INTEGER NOT NULL,
    ended_at     INTEGER,
    forgotten_at INTEGER,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX second_readings_owner ON second_readings (owner_id);
