-- +goose Up

ALTER TABLE accounts ADD COLUMN factor BLOB;
