-- +goose Up

-- What the gateway accepted, so that a case acts on nothing else: the hash of the order that was made of the request.
-- '' is of a program before this one.
ALTER TABLE requests ADD COLUMN order_sha256 TEXT NOT NULL DEFAULT '';
