-- +goose Up

-- What an overview counts of a case, month by month: see months.go. Cases without their rows are outdated (listing.go):
-- they are counted from the journal, and the program that opens the database makes their rows.
CREATE TABLE case_months (
    circle   TEXT    NOT NULL, -- the seats that the case's wall admits
    month    INTEGER NOT NULL, -- from January of the year 0, in the organisation's zone
    policy   TEXT    NOT NULL,
    category TEXT    NOT NULL,
    received INTEGER NOT NULL, -- 1 in the month in which the case came in
    met      INTEGER NOT NULL,
    missed   INTEGER NOT NULL,
    rated    TEXT    NOT NULL, -- JSON, '' for none
    case_id  TEXT    NOT NULL REFERENCES cases (id),
    PRIMARY KEY (circle, month, policy, category, received, met, missed, rated, case_id)
) WITHOUT ROWID;
CREATE INDEX case_months_case ON case_months (case_id);

-- Which seats are in which circle. A circle that no case has any more is left.
CREATE TABLE circles (
    subject TEXT NOT NULL,
    circle  TEXT NOT NULL,
    PRIMARY KEY (subject, circle)
) WITHOUT ROWID;

CREATE INDEX case_bars_user ON case_bars (user_id);
