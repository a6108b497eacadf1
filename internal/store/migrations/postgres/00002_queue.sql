-- +goose Up

-- The queue's own tables are made by its migrator right after this file; on
-- SQLite step 2 runs it. The number keeps both directories in step.
