-- +goose Up

-- Names and telephones in the form in which they are compared (internal/fold). The program that opens the database
-- folds those that are not folded by its version of the rules.
ALTER TABLE identities ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN phone_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE identities ADD COLUMN folded_by INTEGER NOT NULL DEFAULT 0;
DROP INDEX identities_name;
DROP INDEX identities_phone;
CREATE INDEX identities_name ON identities (name_folded);
CREATE INDEX identities_phone ON identities (phone_folded);
CREATE INDEX identities_folded_by ON identities (folded_by, case_id, party);
