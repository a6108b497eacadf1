-- +goose Up

ALTER TABLE accounts ADD COLUMN zone TEXT NOT NULL DEFAULT '';

CREATE INDEX applications_next ON applications (owner_id, next_on, id) WHERE next_on <> '' AND deleted_at IS NULL;
CREATE INDEX applications_deadline ON applications (owner_id, deadline, id) WHERE deadline <> '' AND deleted_at IS NULL;
