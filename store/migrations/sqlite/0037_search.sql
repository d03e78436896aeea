-- +goose Up

-- What a case is found by: marks of words under a key that is not in the database (internal/lookup). Numbers follow the
-- order of filing, so that what is found is read in the order of the register. A case without words waits for a program
-- with the key. See docs/decisions/0056-what-is-searched.md.
CREATE TABLE case_search (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id TEXT    NOT NULL UNIQUE REFERENCES cases (id),
    key_id  TEXT    NOT NULL, -- which key marked the words; '' for none yet
    rules   INTEGER NOT NULL, -- by which rules the words were folded and cut
    made_of TEXT    NOT NULL, -- a hash of what the words were made of
    words   TEXT    NOT NULL
);
CREATE INDEX case_search_made ON case_search (key_id, rules, id);
CREATE VIRTUAL TABLE case_search_found USING fts5 (
    words, content = 'case_search', content_rowid = 'id', tokenize = 'ascii', detail = 'none', columnsize = 0
);
-- +goose StatementBegin
CREATE TRIGGER case_search_enter AFTER INSERT ON case_search BEGIN
    INSERT INTO case_search_found (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER case_search_leave AFTER DELETE ON case_search BEGIN
    INSERT INTO case_search_found (case_search_found, rowid, words) VALUES ('delete', old.id, old.words);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER case_search_change AFTER UPDATE OF words ON case_search WHEN old.words <> new.words BEGIN
    INSERT INTO case_search_found (case_search_found, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO case_search_found (rowid, words) VALUES (new.id, new.words);
END;
-- +goose StatementEnd
INSERT INTO case_search (case_id, key_id, rules, made_of, words)
    SELECT id, '', 0, '', '' FROM cases ORDER BY filed_at, id;

-- Words that anybody could read back stay no longer. The table stays for programs of the release before, beside which
-- this one may work for a while.
DROP TRIGGER case_words_leave;
DELETE FROM case_words;
INSERT INTO case_words_found (case_words_found) VALUES ('delete-all');
-- +goose StatementBegin
CREATE TRIGGER case_words_leave AFTER DELETE ON case_words BEGIN
    INSERT INTO case_words_found (case_words_found, rowid, words) VALUES ('delete', old.id, old.words);
END;
-- +goose StatementEnd
