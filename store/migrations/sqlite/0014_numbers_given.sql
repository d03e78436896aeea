-- +goose Up

-- Each number given from here on, once in its series (cases, slips of a kind, documents of a kind of a regulation).
CREATE TABLE numbers_given (
    series  TEXT NOT NULL,
    number  TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES filings (case_id),
    PRIMARY KEY (series, number)
) WITHOUT ROWID;
