-- +goose Up

-- What other cases can have in common with a case: see alike.go. Cases without their rows are outdated (case_rows.go),
-- and the program that opens the database makes their rows.
CREATE TABLE case_alike (
    case_id     TEXT   NOT NULL REFERENCES cases (id),
    value       TEXT   NOT NULL, -- person:<id>, unit:<id>, category:<code>, '' for the case itself
    policy      TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    disposition TEXT   NOT NULL,
    outcomes    TEXT   NOT NULL, -- of its steps, <step.outcome> each
    PRIMARY KEY (case_id, value)
) WITHOUT ROWID;
CREATE INDEX case_alike_value ON case_alike (policy, value, received_at, case_id);
