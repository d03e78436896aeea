-- +goose Up

-- Whose deadlines a calendar program may read by which token. The token itself is shown once and kept nowhere.
CREATE TABLE calendar_feeds (
    user_id    TEXT   PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    made_at    BIGINT NOT NULL
);
