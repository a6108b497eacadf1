-- +goose Up

ALTER TABLE applications ADD COLUMN way TEXT NOT NULL DEFAULT '';

ALTER TABLE postings ADD COLUMN url TEXT NOT NULL DEFAULT '';
ALTER TABLE postings ADD COLUMN reached TEXT NOT NULL DEFAULT '';
ALTER TABLE postings ADD COLUMN structured TEXT NOT NULL DEFAULT '';
ALTER TABLE postings ADD COLUMN page_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE postings ADD COLUMN retrieved_at INTEGER;

CREATE TABLE bundles (
    id             TEXT    NOT NULL PRIMARY KEY,
    owner_id       TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application_id TEXT    NOT NULL,
    change_id      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    ad_hash        TEXT    NOT NULL,
    cv_hash        TEXT    NOT NULL,
    letter_hash    TEXT    NOT NULL,
    score          INTEGER NOT NULL,
    method         TEXT    NOT NULL,
    content        BLOB    NOT NULL,
    frozen_at      INTEGER NOT NULL,
    UNIQUE (id, owner_id),
    FOREIGN KEY (application_id, owner_id) REFERENCES applications (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX bundles_application ON bundles (application_id, id);
CREATE INDEX bundles_change ON bundles (owner_id, change_id);

CREATE TABLE bundle_files (
    id        TEXT    NOT NULL PRIMARY KEY,
    owner_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    bundle_id TEXT    NOT NULL,
    cv_id     TEXT    NOT NULL,
    part      TEXT    NOT NULL,
    format    TEXT    NOT NULL,
    size      INTEGER NOT NULL,
    name      BLOB    NOT NULL,
    body      BLOB    NOT NULL,
    FOREIGN KEY (bundle_id, owner_id) REFERENCES bundles (id, owner_id) ON DELETE CASCADE,
    FOREIGN KEY (cv_id, owner_id) REFERENCES cvs (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX bundle_files_bundle ON bundle_files (bundle_id);
CREATE INDEX bundle_files_cv ON bundle_files (cv_id);
