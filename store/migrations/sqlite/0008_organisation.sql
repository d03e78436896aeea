-- +goose Up

ALTER TABLE units ADD COLUMN manager TEXT NOT NULL DEFAULT '';

-- Who stands in for whom, from one instant up to another.
CREATE TABLE substitutions (
    id         TEXT   PRIMARY KEY,
    absent     TEXT   NOT NULL REFERENCES users (id),
    stand_in   TEXT   NOT NULL REFERENCES users (id),
    from_at    BIGINT NOT NULL,
    until_at   BIGINT NOT NULL
);

-- Declared relationships: with another person of the organisation, or with an outsider by name.
CREATE TABLE ties (
    id     TEXT    PRIMARY KEY,
    person TEXT    NOT NULL REFERENCES users (id),
    other  TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    ground TEXT    NOT NULL,
    ended  BOOLEAN NOT NULL
);

-- What was changed in the organisation, by whom. Part of the record.
CREATE TABLE administration (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     BIGINT  NOT NULL,
    actor  TEXT    NOT NULL,
    action TEXT    NOT NULL,
    object TEXT    NOT NULL,
    data   TEXT    NOT NULL -- JSON
);

-- +goose StatementBegin
CREATE TRIGGER administration_keep BEFORE DELETE ON administration BEGIN SELECT RAISE(ABORT, 'administration is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER administration_seal BEFORE UPDATE ON administration BEGIN SELECT RAISE(ABORT, 'administration is never changed'); END;
-- +goose StatementEnd
