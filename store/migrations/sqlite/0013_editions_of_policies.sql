-- +goose Up

-- The edition of the program that published a file: what has been given another meaning since keeps the one it had then.
ALTER TABLE policies ADD COLUMN edition INTEGER NOT NULL DEFAULT 1;
