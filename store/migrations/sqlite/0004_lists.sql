-- +goose Up

-- The inbox and the register are read in their order, one subject after the other: a page costs the same however
-- many cases there are.

ALTER TABLE task_seats RENAME TO task_seats_before;
CREATE TABLE task_seats (
    subject TEXT   NOT NULL, -- of a seat, or of the assignee
    due     BIGINT NOT NULL, -- of the task; the greatest number if it has no limit
    case_id TEXT   NOT NULL,
    task_id TEXT   NOT NULL,
    PRIMARY KEY (subject, due, case_id, task_id)
) WITHOUT ROWID;
CREATE INDEX task_seats_case ON task_seats (case_id);
INSERT INTO task_seats (subject, due, case_id, task_id)
    SELECT s.subject, COALESCE(t.due, 9223372036854775807), t.case_id, t.task_id
    FROM task_seats_before s JOIN case_tasks t ON t.case_id = s.case_id AND t.task_id = s.task_id
    UNION
    SELECT 'user:' || t.assignee, COALESCE(t.due, 9223372036854775807), t.case_id, t.task_id
    FROM case_tasks t WHERE t.assignee <> '';
DROP TABLE task_seats_before;
DROP INDEX case_tasks_assignee;

ALTER TABLE case_grants RENAME TO case_grants_before;
CREATE TABLE case_grants (
    case_id  TEXT   NOT NULL REFERENCES cases (id),
    subject  TEXT   NOT NULL,
    filed_at BIGINT NOT NULL, -- of the case
    PRIMARY KEY (case_id, subject)
) WITHOUT ROWID;
INSERT INTO case_grants (case_id, subject, filed_at)
    SELECT g.case_id, g.subject, c.filed_at FROM case_grants_before g JOIN cases c ON c.id = g.case_id;
DROP TABLE case_grants_before;
CREATE INDEX case_grants_read ON case_grants (subject, filed_at, case_id);

ALTER TABLE cases ADD COLUMN lists TEXT NOT NULL DEFAULT ''; -- marks of what the lists hold, '' if unknown
