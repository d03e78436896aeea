-- +goose Up

-- Links by which somebody sets their own password, once. The token itself is shown once and kept nowhere.
CREATE TABLE account_links (
    token_hash TEXT   PRIMARY KEY,
    user_id    TEXT   NOT NULL REFERENCES users (id),
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    good_from  BIGINT NOT NULL, -- before it, the link opens nothing
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT           -- used, or another one took its place; NULL while it is good
);
CREATE INDEX account_links_user ON account_links (user_id);
