-- +goose Up

ALTER TABLE postings ADD COLUMN cv_id TEXT REFERENCES cvs (id) ON DELETE SET NULL;
CREATE INDEX postings_cv ON postings (cv_id);
