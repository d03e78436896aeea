-- +goose Up

-- The matter that was opened for a period of a kind of a regulation, whatever version was in force: one each, for ever.
CREATE TABLE period_matters (
    policy  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    period  TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES filings (case_id),
    PRIMARY KEY (policy, kind, period)
) WITHOUT ROWID;
CREATE UNIQUE INDEX period_matters_case ON period_matters (case_id);
