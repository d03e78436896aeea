-- +goose Up

-- Why a slip was issued by hand, as the policy's code, and what it says, a sealed text.
ALTER TABLE case_slips ADD COLUMN ground TEXT NOT NULL DEFAULT '';
ALTER TABLE case_slips ADD COLUMN text TEXT NOT NULL DEFAULT '';
