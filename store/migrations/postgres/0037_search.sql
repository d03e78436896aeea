-- +goose Up

-- What a case is found by: marks of words under a key that is not in the database (internal/lookup). Numbers follow the
-- order of filing, so that what is found is read in the order of the register. A case without words waits for a program
-- with the key. See docs/decisions/0056-what-is-searched.md.
CREATE TABLE case_search (
    id      BIGINT  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    case_id TEXT    NOT NULL UNIQUE REFERENCES cases (id),
    key_id  TEXT    NOT NULL, -- which key marked the words; '' for none yet
    rules   INTEGER NOT NULL, -- by which rules the words were folded and cut
    made_of TEXT    NOT NULL, -- a hash of what the words were made of
    words   TEXT    NOT NULL
);
CREATE INDEX case_search_made ON case_search (key_id, rules, id);
INSERT INTO case_search (case_id, key_id, rules, made_of, words)
    SELECT id, '', 0, '', '' FROM cases ORDER BY filed_at, id;
-- Beside its words each case is found by the numbers of the thousand and of the sixteen thousand to which it belongs
-- (store/search_reach.go), so that what is found is read piece by piece in its order. No mark has a 0 or 1. The list
-- of what is pending is short: each search reads it from end to end.
CREATE INDEX case_search_found ON case_search USING gin (CAST(
    words || ' 0' || CAST(id >> 10 AS text) || ' 1' || CAST(id >> 14 AS text) AS tsvector)) WITH (gin_pending_list_limit = 256);

-- Words that anybody could read back stay no longer. The table stays for programs of the release before, beside which
-- this one may work for a while.
DELETE FROM case_words;
