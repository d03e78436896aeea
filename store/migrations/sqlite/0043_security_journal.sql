-- +goose Up

-- Who signed in and out, and what else was done with the ways in: part of the record. user_id is whose account it is,
-- '' where a name was tried that nobody has; of that name only a mark under the installation's key is kept.
CREATE TABLE security_journal (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    actor     TEXT   NOT NULL, -- who did it; '' where nobody knows
    action    TEXT   NOT NULL,
    result    TEXT   NOT NULL,
    name_mark TEXT   NOT NULL,
    address   TEXT   NOT NULL, -- the network's, '' at the command line
    device    TEXT   NOT NULL
);
CREATE INDEX security_journal_user ON security_journal (user_id, id);

-- +goose StatementBegin
CREATE TRIGGER security_journal_keep BEFORE DELETE ON security_journal
    BEGIN SELECT RAISE(ABORT, 'security_journal is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER security_journal_seal BEFORE UPDATE ON security_journal
    BEGIN SELECT RAISE(ABORT, 'security_journal is never changed'); END;
-- +goose StatementEnd
