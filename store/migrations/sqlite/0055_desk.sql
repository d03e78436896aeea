-- +goose Up

-- What somebody has done, what they have registered, and what slips wait for an answer: see share.go.
CREATE INDEX journal_done ON journal (actor, recorded_at, case_id, seq) WHERE type = 'task_completed';
CREATE INDEX filings_filed_by ON filings (filed_by, filed_at, case_id);
CREATE INDEX case_slips_open ON case_slips (issued_at, case_id, slip_id) WHERE state = 'open';
CREATE INDEX inbox_notices_unread ON inbox_notices (user_id) WHERE read_at IS NULL;
