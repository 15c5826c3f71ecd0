-- Shadow mode: a group in which the bot reads and does not speak unasked. Same text in postgres/, with BIGINT.

ALTER TABLE chat ADD COLUMN shadow_at INTEGER; -- since when; NULL: it speaks

-- What it would have done there since the last report: which message, read as what. No words, nobody's name.
CREATE TABLE shadow (
    chat_id INTEGER NOT NULL REFERENCES chat (id),
    message_id INTEGER NOT NULL,
    what TEXT NOT NULL,              -- card, emergency, question, wish
    at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT;
