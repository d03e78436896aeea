-- +goose Up

-- Where outside the application people want to be told, and of what (topics, joined with commas).
CREATE TABLE notice_wishes (
    user_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL, -- personal data
    topics  TEXT NOT NULL,
    PRIMARY KEY (user_id, channel)
);

-- What was to leave the application, and what has become of it: one word for each event, person and channel. While
-- it waits it is an errand of the outbox too.
CREATE TABLE dispatches (
    id         TEXT    PRIMARY KEY,
    case_id    TEXT    NOT NULL REFERENCES filings (case_id),
    seq        INTEGER NOT NULL,
    user_id    TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    ordered_at BIGINT  NOT NULL,
    state      TEXT    NOT NULL,
    ended_at   BIGINT, -- NULL while it waits
    tries      INTEGER NOT NULL,
    trying     BOOLEAN NOT NULL, -- handed to the provider, outcome not recorded
    unknown    INTEGER NOT NULL, -- tries whose outcome nobody learnt
    answer     TEXT    NOT NULL,
    UNIQUE (case_id, seq, user_id, channel)
);
CREATE INDEX dispatches_state ON dispatches (state, ended_at);
CREATE INDEX dispatches_unknown ON dispatches (channel) WHERE unknown > 0;
