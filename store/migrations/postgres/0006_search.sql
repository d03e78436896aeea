-- +goose Up

-- What the register is filtered by stands beside each grant, so that a filtered page is read in its order like any
-- other. A program of the release before leaves these as they are: see outdated in listing.go.
ALTER TABLE case_grants ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE case_grants ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE case_grants ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE case_grants ADD COLUMN late_at BIGINT; -- when the case's limit passes, by wall time
CREATE INDEX case_grants_policy ON case_grants (subject, policy, filed_at, case_id);
CREATE INDEX case_grants_status ON case_grants (subject, status, filed_at, case_id);
CREATE INDEX case_grants_step ON case_grants (subject, step, filed_at, case_id);
CREATE INDEX case_grants_late ON case_grants (subject, late_at, case_id) WHERE late_at IS NOT NULL;
CREATE INDEX cases_outdated ON cases (id) WHERE LENGTH(lists) <> 101;

-- What a case is found by: see words.go.
CREATE TABLE case_words (
    id      BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    case_id TEXT   NOT NULL UNIQUE REFERENCES cases (id),
    words   TEXT   NOT NULL
);
-- Without a list of what is pending: each search would read it from end to end.
CREATE INDEX case_words_found ON case_words USING gin (CAST(words AS tsvector)) WITH (fastupdate = off);
