-- +goose Up

-- A version that has been withdrawn takes no new cases.
ALTER TABLE policies ADD COLUMN withdrawn BOOLEAN NOT NULL DEFAULT FALSE;

-- What administrators ask for with a version of a regulation: to publish it, to withdraw it, to move cases to it. It
-- takes effect when due, or when a second person agrees. Who did what when stands in the administration's journal.
CREATE TABLE policy_changes (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    policy     TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    file       TEXT    NOT NULL,
    source     TEXT    NOT NULL, -- of what is to be published
    reason     TEXT    NOT NULL,
    asked_by   TEXT    NOT NULL,
    asked_at   BIGINT  NOT NULL,
    due_at     BIGINT  NOT NULL,
    state      TEXT    NOT NULL,
    decided_by TEXT    NOT NULL,
    decided_at BIGINT  NOT NULL, -- 0 while it is pending
    failure    TEXT    NOT NULL  -- the refusal it met when due, as JSON
);
CREATE INDEX policy_changes_pending ON policy_changes (state, due_at);

-- The cases that a change moves, each of which tells by its answer what became of it.
CREATE TABLE policy_change_cases (
    change_id TEXT NOT NULL REFERENCES policy_changes (id),
    case_id   TEXT NOT NULL REFERENCES filings (case_id),
    PRIMARY KEY (change_id, case_id)
);
