-- +goose Up

-- Attachments that can be read in a case other than their own: one in which their case goes on. Part of the record.
CREATE TABLE shared_attachments (
    case_id TEXT NOT NULL REFERENCES filings (case_id),
    attachment_id TEXT NOT NULL REFERENCES attachments (id),
    PRIMARY KEY (case_id, attachment_id)
);
CREATE INDEX shared_attachments_attachment ON shared_attachments (attachment_id);

-- +goose StatementBegin
CREATE TRIGGER shared_attachments_keep BEFORE DELETE ON shared_attachments BEGIN SELECT RAISE(ABORT, 'shared attachments are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER shared_attachments_seal BEFORE UPDATE ON shared_attachments BEGIN SELECT RAISE(ABORT, 'shared attachments are never changed'); END;
-- +goose StatementEnd
