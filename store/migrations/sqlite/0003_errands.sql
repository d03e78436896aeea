-- +goose Up

-- What must happen outside the record; a row goes when its effect stands in the record.
ALTER TABLE outbox RENAME TO outbox_before;
DROP INDEX outbox_pending;
DROP INDEX outbox_case;
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,
    case_id    TEXT    NOT NULL REFERENCES filings (case_id),
    item       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    try_at     BIGINT  NOT NULL, -- not to be taken up earlier
    tries      INTEGER NOT NULL,
    UNIQUE (case_id, kind, item)
);
CREATE INDEX outbox_due ON outbox (kind, try_at);
INSERT INTO outbox (kind, case_id, item, created_at, try_at, tries)
    SELECT DISTINCT kind, case_id, '', created_at, created_at, 0 FROM outbox_before WHERE done_at IS NULL;
DROP TABLE outbox_before;

-- Who was told about which event. It cannot be made again: people come and go.
CREATE TABLE inbox_notices (
    user_id      TEXT    NOT NULL,
    case_id      TEXT    NOT NULL,
    seq          INTEGER NOT NULL,
    delivered_at BIGINT  NOT NULL,
    PRIMARY KEY (user_id, case_id, seq),
    FOREIGN KEY (case_id, seq) REFERENCES journal (case_id, seq)
);
CREATE INDEX inbox_notices_delivered ON inbox_notices (user_id, delivered_at);

-- When the case's last event was recorded, NULL before its first; part of the projection.
ALTER TABLE cases ADD COLUMN written_at BIGINT;
UPDATE cases SET written_at = (SELECT recorded_at FROM journal j WHERE j.case_id = cases.id AND j.seq = cases.seq);
CREATE INDEX cases_written ON cases (written_at);

-- The instant until which a running deadline counts days of years not officially known, NULL if none does.
ALTER TABLE cases ADD COLUMN provisional_until BIGINT;
CREATE INDEX cases_provisional ON cases (provisional_until) WHERE provisional_until IS NOT NULL;

-- By each case's own clock.
DROP INDEX cases_wake;
CREATE INDEX cases_wake ON cases ((wake - clock_offset)) WHERE wake IS NOT NULL;

-- Cases with something owed, in the order in which the reconciler walks.
CREATE INDEX cases_unarchived ON cases (id) WHERE status <> 'archived';

-- Clocks of cases in rehearsal: case time minus wall time, as the last act had it. Part of the record; cases
-- repeats it.
CREATE TABLE clocks (
    case_id      TEXT   PRIMARY KEY REFERENCES filings (case_id),
    clock_offset BIGINT NOT NULL
);
INSERT INTO clocks (case_id, clock_offset) SELECT id, clock_offset FROM cases WHERE clock_offset <> 0;
