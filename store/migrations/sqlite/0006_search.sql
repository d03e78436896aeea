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
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT    NOT NULL UNIQUE REFERENCES cases (id),
    words   TEXT    NOT NULL
);
CREATE VIRTUAL TABLE case_words_found USING fts5 (
    words, content = 'case_words', content_rowid = 'id', tokenize = 'ascii', detail = 'none', columnsize = 0
);
-- +goose StatementBegin
CREATE TRIGGER case_words_enter AFTER INSERT ON case_words BEGIN
    INSERT INTO case_words_found (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER case_words_leave AFTER DELETE ON case_words BEGIN
    INSERT INTO case_words_found (case_words_found, rowid, words) VALUES ('delete', old.id, old.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER case_words_change AFTER UPDATE ON case_words BEGIN
    INSERT INTO case_words_found (case_words_found, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO case_words_found (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
