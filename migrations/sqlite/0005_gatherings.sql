-- What meetings and polls need besides. Same text in postgres/, with BIGINT.

CREATE INDEX ballot_chat ON ballot (chat_id) WHERE chat_id IS NOT NULL;
