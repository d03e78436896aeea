-- +goose Up

-- What an administrator changes of who may open cases waits as versions do: subject is whose account, place or unit it
-- is, '' of a version; access is what it lets come about, as JSON. due_at is 0 where only a second person lets it take
-- effect.
ALTER TABLE policy_changes ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_changes ADD COLUMN access TEXT NOT NULL DEFAULT '';
CREATE INDEX policy_changes_subject ON policy_changes (subject, state);
