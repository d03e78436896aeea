-- +goose Up

-- Why somebody stood in from a day that was over when it was written down.
ALTER TABLE substitutions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
