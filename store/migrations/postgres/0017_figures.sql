-- +goose Up

-- What reports count, as the record had it at each time: see figures.go. A row holds from known_from, when it was
-- recorded, until known_to. cases.figures_seq is the event up to which a case's rows go; cases that lag behind are
-- caught up when the database is opened and before a report is counted.
ALTER TABLE cases ADD COLUMN figures_seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_figures_behind ON cases (id) WHERE figures_seq < seq;

CREATE TABLE figure_cases (
    case_id        TEXT   NOT NULL,
    known_from     BIGINT NOT NULL,
    known_to       BIGINT NOT NULL,
    policy         TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    kind           TEXT   NOT NULL,
    source         TEXT   NOT NULL,
    channel        TEXT   NOT NULL,
    category       TEXT   NOT NULL,
    category_group TEXT   NOT NULL,
    severity       TEXT   NOT NULL,
    unit           TEXT   NOT NULL,
    disposition    TEXT   NOT NULL,
    open           BIGINT NOT NULL,
    late           BIGINT NOT NULL,
    corrections    BIGINT NOT NULL,
    received       BIGINT NOT NULL,
    registered     BIGINT,
    closed         BIGINT,
    archived       BIGINT,
    facts          TEXT   NOT NULL, -- JSON: what else conditions of reports can read
    PRIMARY KEY (case_id, known_from)
);
CREATE INDEX figure_cases_received ON figure_cases (policy, received);

CREATE TABLE figure_items (
    case_id    TEXT   NOT NULL,
    grain      TEXT   NOT NULL,
    item       TEXT   NOT NULL,
    known_from BIGINT NOT NULL,
    known_to   BIGINT NOT NULL,
    policy     TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    late       BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    begun      BIGINT NOT NULL,
    ended      BIGINT,
    unit       TEXT   NOT NULL,
    category   TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    PRIMARY KEY (case_id, grain, item, known_from)
);
CREATE INDEX figure_items_at ON figure_items (policy, grain, at);

-- What was published of reports, for ever: see publication.go.
CREATE TABLE publications (
    policy         TEXT   NOT NULL,
    report         TEXT   NOT NULL,
    period         TEXT   NOT NULL,
    edition        BIGINT NOT NULL, -- 1, 2, … of the period
    sequence       BIGINT NOT NULL, -- 1, 2, … of all publications
    policy_version BIGINT NOT NULL,
    policy_sha256  TEXT   NOT NULL,
    formula        TEXT   NOT NULL,
    as_of          BIGINT NOT NULL,
    published_at   BIGINT NOT NULL,
    case_id        TEXT   NOT NULL, -- the matter by which it was published, '' for none
    seq            BIGINT NOT NULL,
    content        TEXT   NOT NULL, -- JSON
    sha256         TEXT   NOT NULL, -- of the content
    PRIMARY KEY (policy, report, period, edition)
);
CREATE UNIQUE INDEX publications_sequence ON publications (sequence);
CREATE UNIQUE INDEX publications_by ON publications (case_id, seq, report) WHERE case_id <> '';

CREATE TRIGGER publications_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON publications
    EXECUTE FUNCTION refuse_change();
