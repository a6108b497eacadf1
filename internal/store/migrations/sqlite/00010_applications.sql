-- +goose Up

CREATE TABLE applications (
    id              TEXT    NOT NULL PRIMARY KEY,
    owner_id        TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    import_id       TEXT    NOT NULL,
    posting_id      TEXT    REFERENCES postings (id) ON DELETE SET NULL,
    stage           TEXT    NOT NULL,
    stage_at        INTEGER NOT NULL,
    company         TEXT    NOT NULL,
    title           TEXT    NOT NULL,
    location        TEXT    NOT NULL,
    remote          TEXT    NOT NULL,
    source          TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    salary_min      INTEGER NOT NULL,
    salary_max      INTEGER NOT NULL,
    salary_currency TEXT    NOT NULL,
    salary_period   TEXT    NOT NULL,
    deadline        TEXT    NOT NULL,
    next_on         TEXT    NOT NULL,
    asides          BLOB    NOT NULL,
    tags            TEXT    NOT NULL,
    excitement      INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    deleted_at      INTEGER,
    UNIQUE (id, owner_id)
) STRICT;
CREATE INDEX applications_stage ON applications (owner_id, stage, stage_at, id);
CREATE INDEX applications_updated ON applications (owner_id, updated_at, id);
CREATE INDEX applications_import ON applications (owner_id, import_id);
CREATE INDEX applications_posting ON applications (posting_id);
CREATE INDEX applications_deleted ON applications (deleted_at);

CREATE TABLE application_events (
    id             TEXT    NOT NULL PRIMARY KEY,
    owner_id       TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application_id TEXT    NOT NULL,
    from_stage     TEXT    NOT NULL,
    to_stage       TEXT    NOT NULL,
    occurred_at    INTEGER NOT NULL,
    recorded_at    INTEGER NOT NULL,
    recorded_by    TEXT    NOT NULL,
    supersedes     TEXT    NOT NULL,
    FOREIGN KEY (application_id, owner_id) REFERENCES applications (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX application_events_application ON application_events (application_id, id);
CREATE INDEX application_events_owner ON application_events (owner_id, application_id, id);

CREATE TABLE application_changes (
    id             TEXT    NOT NULL PRIMARY KEY,
    owner_id       TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application_id TEXT    NOT NULL,
    before         BLOB    NOT NULL,
    revision       INTEGER NOT NULL,
    made_at        INTEGER NOT NULL,
    FOREIGN KEY (application_id, owner_id) REFERENCES applications (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX application_changes_application ON application_changes (application_id);
CREATE INDEX application_changes_made ON application_changes (made_at);

CREATE TABLE application_items (
    id             TEXT    NOT NULL PRIMARY KEY,
    owner_id       TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    application_id TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    due_at         INTEGER,
    done           INTEGER NOT NULL,
    body           BLOB    NOT NULL,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    FOREIGN KEY (application_id, owner_id) REFERENCES applications (id, owner_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX application_items_application ON application_items (application_id, id);
CREATE INDEX application_items_at ON application_items (owner_id, due_at);
