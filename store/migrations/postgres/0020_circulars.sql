-- +goose Up

-- What cases have published to people of the organisation, a row for each role it is for ("everybody" for all). A list
-- like the others: cases from before have none.
CREATE TABLE case_circulars (
    case_id      TEXT    NOT NULL REFERENCES cases (id),
    circular     TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    seq          INTEGER NOT NULL, -- of the event in the journal
    published_at BIGINT  NOT NULL,
    PRIMARY KEY (case_id, circular, subject)
);
CREATE INDEX case_circulars_subject ON case_circulars (subject, published_at, case_id, circular);

-- Who has acknowledged one, and when: once each, and never changed.
CREATE TABLE circular_acknowledgements (
    case_id  TEXT   NOT NULL REFERENCES filings (case_id),
    circular TEXT   NOT NULL,
    user_id  TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (case_id, circular, user_id)
);

CREATE TRIGGER circular_acknowledgements_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON circular_acknowledgements EXECUTE FUNCTION refuse_change();
