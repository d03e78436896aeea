-- +goose Up

-- Who acknowledged that they have a slip, as JSON, and why it was taken back, a sealed text.
ALTER TABLE case_slips ADD COLUMN received TEXT NOT NULL DEFAULT '';
ALTER TABLE case_slips ADD COLUMN void TEXT NOT NULL DEFAULT '';
-- A number in whatever series, for those that regulations share.
CREATE INDEX numbers_given_number ON numbers_given (number);
CREATE INDEX case_slips_number ON case_slips (number);
