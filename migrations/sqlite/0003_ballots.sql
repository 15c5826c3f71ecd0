-- Meeting polls. What is asked and what was answered is sealed; hashes are keyed. Same text in postgres/, with BIGINT.

-- A question put to a chat with a rule: who may vote is who belongs to the chat.
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL REFERENCES bot (id),
    area_id INTEGER NOT NULL REFERENCES area (id),
    chat_id INTEGER REFERENCES chat (id),  -- where it is put; null until that is chosen
    made_by INTEGER NOT NULL REFERENCES person (id),
    meeting_id INTEGER,
    state TEXT NOT NULL,             -- draft, open, closing, closed
    paper TEXT NOT NULL,             -- sealed JSON: subject and options
    paper_hash TEXT NOT NULL,        -- of the same: a poll of ours that came without its id is known again by it
    secret INTEGER NOT NULL,
    several INTEGER NOT NULL,
    quorum_kind TEXT NOT NULL,       -- none, count, percent
    quorum INTEGER NOT NULL,
    majority TEXT NOT NULL,          -- simple, two_thirds
    households INTEGER NOT NULL,     -- of the area, when it was opened
    message_id INTEGER,              -- the poll, or the card of a secret one
    closes_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    reminded INTEGER NOT NULL,
    next_due INTEGER,                -- when the clock must look at it again; null: never
    tally TEXT,                      -- sealed with a key of its own, always as long: a secret ballot's counts until its close
    result TEXT,                     -- sealed JSON: counts, voters, what Telegram told otherwise
    case_id INTEGER REFERENCES cases (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ballot_due ON ballot (bot_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX ballot_area ON ballot (area_id, made_at);
CREATE INDEX ballot_paper ON ballot (paper_hash) WHERE state IN ('open', 'closing');
CREATE INDEX ballot_meeting ON ballot (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX ballot_draft ON ballot (made_at) WHERE state = 'draft';

-- Telegram's polls of a ballot: one, and one more for each send that got no answer.
CREATE TABLE ballot_poll (
    hash TEXT PRIMARY KEY,           -- of Telegram's poll id
    ballot_id INTEGER NOT NULL REFERENCES ballot (id),
    told TEXT                        -- the final counts as Telegram told them: JSON
) STRICT;
CREATE INDEX ballot_poll_ballot ON ballot_poll (ballot_id);

-- Who answered a public poll how, as the chat can see it too. The answer may come before its poll is known.
CREATE TABLE vote (
    id INTEGER PRIMARY KEY,
    poll_hash TEXT NOT NULL,
    voter TEXT NOT NULL,             -- hash
    answer TEXT NOT NULL,            -- sealed JSON
    at INTEGER NOT NULL,
    UNIQUE (poll_hash, voter)
) STRICT;
CREATE INDEX vote_voter ON vote (voter);
CREATE INDEX vote_at ON vote (at);

-- Who voted in a secret ballot that is open: a hash and nothing else, in no order. Gone with the close.
CREATE TABLE voted (
    ballot_id INTEGER NOT NULL REFERENCES ballot (id),
    voter TEXT NOT NULL,             -- hash of ballot and person
    PRIMARY KEY (ballot_id, voter)
) STRICT, WITHOUT ROWID;
