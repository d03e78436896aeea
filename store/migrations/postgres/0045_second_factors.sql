-- +goose Up

-- What shows, beside the password, that it is the person: a secret that their telephone has too, sealed under the
-- installation's key. It counts from the confirmation on. No code counts twice: last_step is the latest one's.
CREATE TABLE second_factors (
    user_id      TEXT   PRIMARY KEY REFERENCES users (id),
    secret       TEXT   NOT NULL,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL
);

-- Codes for whoever has lost the telephone, each good once; kept under the installation's key.
CREATE TABLE recovery_codes (
    user_id   TEXT   NOT NULL REFERENCES users (id),
    code_hash TEXT   NOT NULL,
    used_at   BIGINT,
    PRIMARY KEY (user_id, code_hash)
);
