-- +goose Up

-- What stands in the ledger of sanctions, commendations and deductions, over all cases: see ledger.go.
CREATE TABLE ledger_entries (
    case_id     TEXT   NOT NULL REFERENCES cases (id),
    entry_id    TEXT   NOT NULL,
    number      TEXT   NOT NULL,
    rule        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    user_id     TEXT   NOT NULL, -- whom it concerns: a person, a role or a unit
    role        TEXT   NOT NULL,
    unit        TEXT   NOT NULL, -- theirs, or the unit that it concerns; '' where it concerns a role in any unit
    state       TEXT   NOT NULL,
    outcome     TEXT   NOT NULL,
    measure     TEXT   NOT NULL, -- as decided last, or as proposed
    amount      BIGINT,          -- in fen
    proposed_at BIGINT NOT NULL,
    decided_at  BIGINT,
    PRIMARY KEY (case_id, entry_id)
);
CREATE INDEX ledger_entries_proposed ON ledger_entries (proposed_at, case_id, entry_id);

-- Who sees an entry: those who read the ledger or decide, where the wall of the case admits them; and whom it concerns,
-- who see what is said of themselves wherever the wall stands.
CREATE TABLE ledger_subjects (
    subject   TEXT    NOT NULL,
    case_id   TEXT    NOT NULL REFERENCES cases (id),
    entry_id  TEXT    NOT NULL,
    concerned INTEGER NOT NULL,
    PRIMARY KEY (subject, case_id, entry_id, concerned)
);
CREATE INDEX ledger_subjects_entry ON ledger_subjects (case_id, entry_id);

-- In such a task whom an entry concerns is heard or objects, whether the wall lets them in or not.
ALTER TABLE task_seats ADD COLUMN concerned INTEGER NOT NULL DEFAULT 0;

-- Cases that have entries already are outdated (case_rows.go): the program that opens the database makes their rows.
UPDATE cases SET lists = '' WHERE id IN (SELECT case_id FROM journal WHERE type = 'entry_proposed');
