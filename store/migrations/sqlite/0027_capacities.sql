-- +goose Up

-- In whose place a task is held. Lists are made anew: who may read a case and who finds a task follows from the seats
-- that it is offered to, and no longer from who once took it.
ALTER TABLE case_tasks ADD COLUMN acts_for TEXT NOT NULL DEFAULT '';
CREATE INDEX case_tasks_assignee ON case_tasks (assignee) WHERE assignee <> '';
UPDATE cases SET lists = '' WHERE seq > 0;
