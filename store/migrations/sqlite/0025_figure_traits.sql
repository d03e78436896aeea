-- +goose Up

-- What many cases have alike stands once, and a case's row names it: a report works its conditions out for each of
-- these and not for each case. The rows are made anew from the journals.
CREATE TABLE figure_traits (
    id             INTEGER PRIMARY KEY, -- made of what follows: see figure_traits.go
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
) WITHOUT ROWID;
-- Whoever counts what the record still knows reads nothing but this index: in the table itself the rows of a case are
-- where its id has put them, and most hold no more. The instant stands first: where a regulation did, SQLite would take
-- a period for a handful of rows and look through all traits for each.
CREATE INDEX figure_cases_received ON figure_cases (received, policy, traits, unit, facts, version, corrections,
    registered, closed, archived, known_to) WHERE known_to = 9223372036854775807;
CREATE INDEX figure_cases_before ON figure_cases (received, policy, known_to) WHERE known_to < 9223372036854775807;
CREATE INDEX figure_items_stays ON figure_items (at, policy, known_to, ended, unit, category, name, state)
    WHERE grain = 'stay';
DROP INDEX figure_items_at;
CREATE INDEX figure_items_at ON figure_items (at, policy, grain, name, known_to) WHERE grain <> 'stay';
UPDATE cases SET figures_seq = 0;
