-- Meetings. Where, what about and what was decided is sealed. Same text in postgres/, with BIGINT.

-- A meeting of neighbours, from its draft to its minutes.
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL REFERENCES bot (id),
    area_id INTEGER NOT NULL REFERENCES area (id),
    made_by INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,             -- draft, called, cancelled, held
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,                 -- null: nothing was said of it
    place TEXT NOT NULL,             -- sealed
    topic TEXT NOT NULL,             -- sealed JSON: a list
    minutes TEXT,                    -- sealed
    reminded INTEGER NOT NULL,       -- 0 nobody yet, 1 the day before, 2 the hour before too, or their time has passed
    next_due INTEGER,                -- when the clock must look at it again; null: never
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_due ON meeting (bot_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX meeting_draft ON meeting (made_at) WHERE state = 'draft';

-- Where a meeting is announced: one message a group, edited as people answer.
CREATE TABLE meeting_card (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    chat_id INTEGER NOT NULL REFERENCES chat (id),
    message_id INTEGER,              -- null until it was sent
    edit_id INTEGER,                 -- the queued row of the outbox that will show what is on record then
    PRIMARY KEY (meeting_id, chat_id)
) STRICT;
CREATE INDEX meeting_card_chat ON meeting_card (chat_id);

-- What a reply finds its meeting by: the announcement and its reminders.
CREATE TABLE meeting_message (
    chat_id INTEGER NOT NULL REFERENCES chat (id),
    message_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    PRIMARY KEY (chat_id, message_id)
) STRICT;
CREATE INDEX meeting_message_meeting ON meeting_message (meeting_id);

-- Who said whether they come. Deleted a month after the meeting.
CREATE TABLE attendance (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    coming INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
) STRICT;
CREATE INDEX attendance_person ON attendance (person_id);
CREATE INDEX attendance_at ON attendance (at);
