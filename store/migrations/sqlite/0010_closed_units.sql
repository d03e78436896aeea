-- +goose Up

-- A unit that is no more: old cases go on naming it, so its row stays.
ALTER TABLE units ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;
