-- +goose Up

-- When the person marked what they were told as read, NULL before.
ALTER TABLE inbox_notices ADD COLUMN read_at BIGINT;
