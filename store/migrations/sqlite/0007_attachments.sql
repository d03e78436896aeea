-- +goose Up

-- Attachments: files handed in for a case. The contents lie outside the database (setting attachments). Part of the record.
CREATE TABLE attachments (
    id       TEXT    PRIMARY KEY, -- commitment to the content
    case_id  TEXT    NOT NULL REFERENCES filings (case_id),
    author   TEXT    NOT NULL,
    scope    TEXT    NOT NULL,
    name     TEXT    NOT NULL REFERENCES texts (id),
    type     TEXT    NOT NULL,
    size     BIGINT  NOT NULL,
    sha256   TEXT    NOT NULL,
    salt     BLOB    NOT NULL,
    file     TEXT    NOT NULL UNIQUE, -- names the content
    original BOOLEAN NOT NULL,
    added_at BIGINT  NOT NULL
);
CREATE INDEX attachments_case ON attachments (case_id, added_at, id);

-- Who read what of which case: once in each span of time however often they looked. Part of the record.
CREATE TABLE readings (
    case_id TEXT   NOT NULL REFERENCES filings (case_id),
    user_id TEXT   NOT NULL,
    what    TEXT   NOT NULL,
    object  TEXT   NOT NULL, -- the attachment, '' for other kinds
    span    BIGINT NOT NULL, -- the number of the span since the epoch
    at      BIGINT NOT NULL, -- the first reading in it
    PRIMARY KEY (case_id, user_id, what, object, span)
);
CREATE INDEX readings_at ON readings (case_id, at);

-- +goose StatementBegin
CREATE TRIGGER attachments_keep BEFORE DELETE ON attachments BEGIN SELECT RAISE(ABORT, 'attachments are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER attachments_seal BEFORE UPDATE ON attachments BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER readings_keep BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'readings are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER readings_seal BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'readings are never changed'); END;
-- +goose StatementEnd
