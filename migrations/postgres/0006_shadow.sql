-- Shadow mode: a group in which the bot reads and does not speak unasked. Same text in sqlite/, with INTEGER.

ALTER TABLE chat ADD COLUMN shadow_at BIGINT; -- since when; NULL: it speaks

-- What it would have done there since the last report: which message, read as what. No words, nobody's name.
CREATE TABLE shadow (
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    message_id BIGINT NOT NULL,
    what TEXT NOT NULL,              -- card, emergency, question, wish
    at BIGINT NOT NULL,
    PRIMARY KEY (chat_id, message_id)
);
