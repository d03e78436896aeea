-- +goose Up

-- What people have had written into workbooks: who, what, when and how many rows stay; the file is emptied after an
-- hour. What they searched for stands in the file only.
CREATE TABLE exports (
    id        TEXT    PRIMARY KEY,
    user_id   TEXT    NOT NULL,
    subject   TEXT    NOT NULL, -- register, slips, ledger, report
    standing  TEXT    NOT NULL, -- who they were when they asked: roles, unit, whom they stood in for
    barred    TEXT    NOT NULL, -- the cases that kept them out when they asked, joined with commas
    asked_at  BIGINT  NOT NULL,
    seen_at   BIGINT  NOT NULL, -- whoever writes it was alive
    state     TEXT    NOT NULL,
    row_count INTEGER NOT NULL,
    ended_at  BIGINT, -- NULL while it is being written
    file      BYTEA   NOT NULL
);
CREATE INDEX exports_user ON exports (user_id, asked_at);
CREATE INDEX exports_ended ON exports (ended_at);
