-- +goose Up

-- Issued documents, slips and notices as they were printed first, to the byte. Part of the record.
CREATE TABLE papers (
    case_id    TEXT    NOT NULL REFERENCES filings (case_id),
    paper      TEXT    NOT NULL, -- the id of the document, slip or notice
    copy       INTEGER NOT NULL, -- the numbered copy, 0 for all in one file
    sha256     TEXT    NOT NULL, -- of pdf
    pdf        BYTEA   NOT NULL,
    printed_at BIGINT  NOT NULL,
    PRIMARY KEY (case_id, paper, copy)
);
CREATE TRIGGER papers_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON papers EXECUTE FUNCTION refuse_change();
