-- +goose Up

-- What many cases have alike stands once, and a case's row names it: a report works its conditions out for each of
-- these and not for each case. The rows are made anew from the journals.
CREATE TABLE figure_traits (
    id             BIGINT PRIMARY KEY, -- made of what follows: see figure_traits.go
    policy         TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    source         TEXT   NOT NULL,
    channel        TEXT   NOT NULL,
    category       TEXT   NOT NULL,
    category_group TEXT   NOT NULL,
    severity       TEXT   NOT NULL,
    disposition    TEXT   NOT NULL,
    open           BIGINT NOT NULL,
    late           BIGINT NOT NULL,
    facts          TEXT   NOT NULL  -- JSON: what else conditions of reports can read
);
DROP TABLE figure_cases;
CREATE TABLE figure_cases (
    case_id     TEXT   NOT NULL,
    known_from  BIGINT NOT NULL,
    known_to    BIGINT NOT NULL,
    policy      TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    unit        TEXT   NOT NULL,
    traits      BIGINT NOT NULL,
    corrections BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    registered  BIGINT,
    closed      BIGINT,
    archived    BIGINT,
    facts       TEXT   NOT NULL, -- JSON: instants and amounts, which few cases have alike
    PRIMARY KEY (case_id, known_from)
);
CREATE INDEX figure_cases_received ON figure_cases (policy, received);
UPDATE cases SET figures_seq = 0;
