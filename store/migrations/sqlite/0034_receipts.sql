-- +goose Up

-- What receipts want besides themselves, and those that were issued again. A filing's own receipt stands with the filing
-- and has a row here as soon as there is something to say about it; the newest of a case is the one in force.
CREATE TABLE receipts (
    hash TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    -- a keyed hash of the six digits that go with it, '' where the telephone on file does
    code_hash TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX receipts_case ON receipts (case_id, issued_at);
