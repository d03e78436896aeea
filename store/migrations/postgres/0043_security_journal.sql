-- +goose Up

-- Who signed in and out, and what else was done with the ways in: part of the record. user_id is whose account it is,
-- '' where a name was tried that nobody has; of that name only a mark under the installation's key is kept.
CREATE TABLE security_journal (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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

CREATE TRIGGER security_journal_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON security_journal
    EXECUTE FUNCTION refuse_change();
