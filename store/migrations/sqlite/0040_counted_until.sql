-- +goose Up

-- Until when the running limits of a case, and what follows from them, were counted over the calendar: 0 where nothing
-- runs, null where the case has not been written since. A correction of the calendar concerns what lies after it. It
-- takes the place of provisional_until, which programs of an earlier edition go on writing.
ALTER TABLE cases ADD COLUMN counted_until BIGINT;
CREATE INDEX cases_counted ON cases (counted_until) WHERE counted_until > 0;
DROP INDEX cases_provisional;
