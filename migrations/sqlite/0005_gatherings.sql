-- What meetings and polls need besides. Same text in postgres/, with BIGINT.

CREATE INDEX ballot_chat ON ballot (chat_id) WHERE chat_id IS NOT NULL;

-- Of those who said they come, how many are on record as a number only: their names are gone by now.
ALTER TABLE meeting ADD COLUMN nameless INTEGER NOT NULL DEFAULT 0;
