-- +goose Up

-- Texts that can be read in a case other than their own: one that their case opened. Part of the record.
CREATE TABLE shared_texts (
    case_id TEXT NOT NULL REFERENCES filings (case_id),
    text_id TEXT NOT NULL REFERENCES texts (id),
    PRIMARY KEY (case_id, text_id)
);
CREATE INDEX shared_texts_text ON shared_texts (text_id);

-- +goose StatementBegin
CREATE TRIGGER shared_texts_keep BEFORE DELETE ON shared_texts BEGIN SELECT RAISE(ABORT, 'shared texts are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER shared_texts_seal BEFORE UPDATE ON shared_texts BEGIN SELECT RAISE(ABORT, 'shared texts are never changed'); END;
-- +goose StatementEnd
