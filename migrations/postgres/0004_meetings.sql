-- Meetings. Where, what about and what was decided is sealed. Same text in sqlite/, with INTEGER.

-- A meeting of neighbours, from its draft to its minutes.
CREATE TABLE meeting (
    id BIGINT PRIMARY KEY,
    bot_id BIGINT NOT NULL REFERENCES bot (id),
    area_id BIGINT NOT NULL REFERENCES area (id),
    made_by BIGINT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,             -- draft, called, cancelled, held
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,                 -- null: nothing was said of it
    place TEXT NOT NULL,             -- sealed
    topic TEXT NOT NULL,             -- sealed JSON: a list
    minutes TEXT,                    -- sealed
    reminded BIGINT NOT NULL,        -- 0 nobody yet, 1 the day before, 2 the hour before too, or their time has passed
    next_due BIGINT,                 -- when the clock must look at it again; null: never
    made_at BIGINT NOT NULL
);
CREATE INDEX meeting_due ON meeting (bot_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX meeting_draft ON meeting (made_at) WHERE state = 'draft';

-- Where a meeting is announced: one message a group, edited as people answer.
CREATE TABLE meeting_card (
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    message_id BIGINT,               -- null until it was sent
    edit_id BIGINT,                  -- the queued row of the outbox that will show what is on record then
    PRIMARY KEY (meeting_id, chat_id)
);
CREATE INDEX meeting_card_chat ON meeting_card (chat_id);

-- What a reply finds its meeting by: the announcement and its reminders.
CREATE TABLE meeting_message (
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    message_id BIGINT NOT NULL,
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    PRIMARY KEY (chat_id, message_id)
);
CREATE INDEX meeting_message_meeting ON meeting_message (meeting_id);

-- Who said whether they come. Deleted a month after the meeting.
CREATE TABLE attendance (
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    coming BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX attendance_person ON attendance (person_id);
CREATE INDEX attendance_at ON attendance (at);
