-- +goose Up

-- at_once, daily or inside: how a person wants to be told by a channel.
ALTER TABLE notice_wishes ADD COLUMN pace TEXT NOT NULL DEFAULT 'at_once';

-- When the one word leaves in which this event is told with others; NULL for a word of its own. The first event of a
-- digest is the word that leaves, the others are gathered in it.
ALTER TABLE dispatches ADD COLUMN digest_at BIGINT;
CREATE UNIQUE INDEX dispatches_digest ON dispatches (user_id, channel, digest_at)
    WHERE digest_at IS NOT NULL AND state <> 'gathered';
