-- +goose Up

-- How many characters of a paper no font has: what the clock issues has boxes in their places.
ALTER TABLE papers ADD COLUMN gaps INTEGER NOT NULL DEFAULT 0;
