-- +goose Up

-- The record: never changed, never deleted.

CREATE TABLE filings (
    case_id      TEXT   PRIMARY KEY,
    filed_by     TEXT   NOT NULL,
    filed        TEXT   NOT NULL, -- JSON
    filed_at     BIGINT NOT NULL,
    clock_offset BIGINT NOT NULL,
    receipt_hash TEXT   UNIQUE
);

CREATE TABLE texts (
    id         TEXT   PRIMARY KEY,
    case_id    TEXT   NOT NULL REFERENCES filings (case_id),
    author     TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX texts_case ON texts (case_id);

CREATE TABLE identities (
    case_id TEXT NOT NULL REFERENCES filings (case_id),
    party   TEXT NOT NULL,
    name    TEXT NOT NULL,
    phone   TEXT NOT NULL,
    PRIMARY KEY (case_id, party)
);
CREATE INDEX identities_name ON identities (name);
CREATE INDEX identities_phone ON identities (phone);

CREATE TABLE journal (
    case_id     TEXT    NOT NULL REFERENCES filings (case_id),
    seq         INTEGER NOT NULL,
    at          BIGINT  NOT NULL,
    recorded_at BIGINT  NOT NULL,
    actor       TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    data        TEXT    NOT NULL, -- canonical JSON, as hashed
    reason      TEXT,             -- canonical JSON, as hashed
    hash        TEXT    NOT NULL,
    PRIMARY KEY (case_id, seq)
);

CREATE TABLE commands (
    case_id     TEXT    NOT NULL REFERENCES filings (case_id),
    command_id  TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    from_seq    INTEGER NOT NULL,
    refusal     TEXT, -- JSON
    recorded_at BIGINT  NOT NULL,
    PRIMARY KEY (case_id, command_id)
);
CREATE INDEX commands_refused ON commands (actor, recorded_at) WHERE refusal IS NOT NULL;

CREATE TABLE requests (
    actor       TEXT   NOT NULL,
    key         TEXT   NOT NULL,
    body_sha256 TEXT   NOT NULL,
    case_id     TEXT   NOT NULL REFERENCES filings (case_id) DEFERRABLE INITIALLY DEFERRED, -- written first
    command_id  TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);

CREATE TABLE policies (
    sha256       TEXT    PRIMARY KEY,
    id           TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    file         TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    published_at BIGINT  NOT NULL,
    in_force     BOOLEAN NOT NULL,
    UNIQUE (id, version)
);

-- Of one id and year the highest revision is in force.
CREATE TABLE calendars (
    id           TEXT    NOT NULL,
    year         INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    sha256       TEXT    NOT NULL,
    file         TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    published_at BIGINT  NOT NULL,
    PRIMARY KEY (id, year, revision)
);

-- What the program keeps for itself.

CREATE TABLE counters (
    name  TEXT   PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('/directory', 0); -- changes of the directory

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE outbox (
    id           BIGINT  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    case_id      TEXT    NOT NULL REFERENCES filings (case_id),
    kind         TEXT    NOT NULL,
    clock_offset BIGINT  NOT NULL,
    created_at   BIGINT  NOT NULL,
    done_at      BIGINT
);
CREATE INDEX outbox_pending ON outbox (kind, id) WHERE done_at IS NULL;
CREATE INDEX outbox_case ON outbox (case_id);

-- The directory: who works where and in which role.

CREATE TABLE units (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    parent TEXT NOT NULL
);

CREATE TABLE users (
    id            TEXT    PRIMARY KEY,
    username      TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    unit          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    active        BOOLEAN NOT NULL,
    administers   BOOLEAN NOT NULL
);

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
);

-- Projections: the folded cases as lists show them. They can be made again from the record.

CREATE TABLE cases (
    id             TEXT    PRIMARY KEY REFERENCES filings (case_id),
    seq            INTEGER NOT NULL,
    number         TEXT    NOT NULL,
    policy         TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    category       TEXT    NOT NULL,
    severity       TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    step           TEXT    NOT NULL,
    step_title     TEXT    NOT NULL,
    unit           TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    received_at    BIGINT  NOT NULL,
    filed_at       BIGINT  NOT NULL,
    due            BIGINT, -- case time
    wake           BIGINT, -- case time
    clock_offset   BIGINT  NOT NULL -- case time minus wall time
);
CREATE INDEX cases_filed ON cases (filed_at, id);
CREATE INDEX cases_number ON cases (number);
CREATE INDEX cases_wake ON cases (wake) WHERE wake IS NOT NULL;

CREATE TABLE case_tasks (
    case_id   TEXT    NOT NULL REFERENCES cases (id),
    task_id   TEXT    NOT NULL,
    step      TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    seats     TEXT    NOT NULL, -- JSON
    assignee  TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    opened_at BIGINT  NOT NULL,
    due       BIGINT,
    urged     BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, task_id)
);
CREATE INDEX case_tasks_assignee ON case_tasks (assignee);

CREATE TABLE task_seats (
    case_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (case_id, task_id, subject),
    FOREIGN KEY (case_id, task_id) REFERENCES case_tasks (case_id, task_id)
);
CREATE INDEX task_seats_subject ON task_seats (subject);

CREATE TABLE case_slips (
    case_id   TEXT   NOT NULL REFERENCES cases (id),
    slip_id   TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    number    TEXT   NOT NULL,
    addressed TEXT   NOT NULL, -- JSON
    issued_at BIGINT NOT NULL,
    reply_due BIGINT,
    state     TEXT   NOT NULL,
    reply     TEXT   NOT NULL,
    PRIMARY KEY (case_id, slip_id)
);
CREATE INDEX case_slips_issued ON case_slips (issued_at, case_id, slip_id);

-- The wall: see wall.go.

CREATE TABLE case_grants (
    case_id TEXT NOT NULL REFERENCES cases (id),
    subject TEXT NOT NULL,
    PRIMARY KEY (case_id, subject)
);
CREATE INDEX case_grants_subject ON case_grants (subject);

CREATE TABLE case_bars (
    case_id TEXT NOT NULL REFERENCES cases (id),
    user_id TEXT NOT NULL,
    PRIMARY KEY (case_id, user_id)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed or deleted', TG_TABLE_NAME;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER filings_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON filings EXECUTE FUNCTION refuse_change();
CREATE TRIGGER texts_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON texts EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON journal EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commands_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON commands EXECUTE FUNCTION refuse_change();
CREATE TRIGGER requests_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON requests EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendars_sealed BEFORE UPDATE OR DELETE OR TRUNCATE ON calendars EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_sealed BEFORE UPDATE OF sha256, id, version, file, source, published_at OR DELETE OR TRUNCATE
    ON policies EXECUTE FUNCTION refuse_change();
