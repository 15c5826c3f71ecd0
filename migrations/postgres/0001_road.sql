-- The road. Times are milliseconds UTC; *sealed* columns hold `keyid.base64url(…)` (storage/src/seal.rs);
-- *hash* columns hold keyed hashes. Ids are made by the program (storage/src/ids.rs), so that a sealed
-- column can be bound to its row before the row exists. Same text in sqlite/, with INTEGER and STRICT.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- The tree: city, street, community, grid, building, unit. `settings` is the JSON the org file gave this node alone.
CREATE TABLE area (
    id BIGINT PRIMARY KEY,
    parent_id BIGINT REFERENCES area (id),
    kind TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,          -- position in the org file
    settings TEXT NOT NULL,
    removed BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX area_parent ON area (parent_id);

CREATE TABLE department (
    id BIGINT PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES area (id),
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    removed BIGINT NOT NULL DEFAULT 0
);

-- People the org file names; they become members through a one-time link.
CREATE TABLE staff (
    id BIGINT PRIMARY KEY,
    area_id BIGINT NOT NULL REFERENCES area (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,              -- sealed
    name_hash TEXT NOT NULL,
    skills TEXT NOT NULL,
    removed BIGINT NOT NULL DEFAULT 0,
    UNIQUE (area_id, role, name_hash)
);

-- A bot token: which area it serves, how far its updates are done, which process holds it.
CREATE TABLE bot (
    id BIGINT PRIMARY KEY,          -- the bot's own Telegram id: public
    area_id BIGINT REFERENCES area (id),
    username TEXT NOT NULL,
    position BIGINT NOT NULL,       -- last update id done
    position_at BIGINT NOT NULL,    -- wire time of it
    holder TEXT,
    held_until BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE chat (
    id BIGINT PRIMARY KEY,
    bot_id BIGINT NOT NULL REFERENCES bot (id),
    hash TEXT NOT NULL,              -- of the Telegram chat id
    tg TEXT NOT NULL,                -- sealed Telegram chat id
    kind TEXT NOT NULL,              -- private, group, supergroup
    purpose TEXT,                    -- residents, staff, department
    area_id BIGINT REFERENCES area (id),
    asked_area_id BIGINT REFERENCES area (id),
    asked_purpose TEXT,
    state TEXT NOT NULL,             -- new, asked, bound, left, forgotten
    locale TEXT,
    rights TEXT NOT NULL,            -- JSON: what the bot may do here
    made_at BIGINT NOT NULL,
    UNIQUE (bot_id, hash)
);
CREATE INDEX chat_bot ON chat (bot_id, purpose) WHERE state = 'bound';
CREATE INDEX chat_forgotten ON chat (bot_id) WHERE state = 'forgotten';
CREATE INDEX chat_area ON chat (area_id, purpose) WHERE state = 'bound';

-- Someone who gave the bot something to handle. Authors of chatter are never here.
CREATE TABLE person (
    id BIGINT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,       -- of the Telegram user id
    username_hash TEXT,
    about TEXT,                      -- sealed JSON: user id, name, username
    locale TEXT,
    made_at BIGINT NOT NULL
);
CREATE INDEX person_username ON person (username_hash);

CREATE TABLE member (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    area_id BIGINT NOT NULL REFERENCES area (id),
    role TEXT NOT NULL,
    skills TEXT NOT NULL,
    staff_id BIGINT REFERENCES staff (id),
    away_until BIGINT,
    stand_in_id BIGINT REFERENCES person (id),
    added_by BIGINT REFERENCES person (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (person_id, area_id, role)
);
CREATE INDEX member_role ON member (role, area_id) WHERE ended_at IS NULL;
CREATE INDEX member_area ON member (area_id) WHERE ended_at IS NULL;
CREATE INDEX member_staff ON member (staff_id) WHERE ended_at IS NULL;

-- One-time links and codes: for a member to be, or to confirm a chat's binding.
CREATE TABLE invitation (
    id BIGINT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,           -- member, binding
    area_id BIGINT NOT NULL REFERENCES area (id),
    role TEXT NOT NULL,
    staff_id BIGINT REFERENCES staff (id),
    made_by BIGINT REFERENCES person (id),
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    used_by BIGINT REFERENCES person (id),
    used_at BIGINT
);

-- A piece of work; one lifecycle, one number a community.
CREATE TABLE cases (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,              -- ticket; wishes and tasks come with their practices
    community_id BIGINT NOT NULL REFERENCES area (id),
    number BIGINT NOT NULL,
    area_id BIGINT NOT NULL REFERENCES area (id),
    bot_id BIGINT NOT NULL REFERENCES bot (id),
    status TEXT NOT NULL,
    category TEXT NOT NULL,
    urgency TEXT NOT NULL,
    department TEXT,
    private BIGINT NOT NULL,
    reporter_id BIGINT REFERENCES person (id),
    words TEXT,                      -- sealed: what was said, whole
    shown TEXT,                      -- sealed: the masked form for cards
    place TEXT,                      -- sealed JSON: building, unit, floor, room, spot
    source_chat_id BIGINT REFERENCES chat (id),
    source_message_id BIGINT,
    version BIGINT NOT NULL,        -- grows with every change a card shows
    reopened BIGINT NOT NULL,
    claim_band BIGINT NOT NULL,    -- how long it may wait to be taken, ms
    done_band BIGINT NOT NULL,     -- how long until it should be done, ms
    claim_due BIGINT NOT NULL,
    done_due BIGINT NOT NULL,
    reminded BIGINT NOT NULL,       -- 0 nobody, 1 who holds it, 2 one level up; for the deadline now running
    next_due BIGINT,                -- when the clock must look at it again; null: never
    made_at BIGINT NOT NULL,
    claimed_at BIGINT,
    done_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,                    -- confirmed, unconfirmed
    rating TEXT,                     -- good, fair, poor
    UNIQUE (community_id, number),
    UNIQUE (source_chat_id, source_message_id)
);
CREATE INDEX cases_live ON cases (area_id, made_at) WHERE status IN ('open', 'claimed', 'done');
CREATE INDEX cases_live_community ON cases (community_id, made_at) WHERE status IN ('open', 'claimed', 'done');
CREATE INDEX cases_due ON cases (bot_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX cases_reporter ON cases (reporter_id, made_at);
CREATE INDEX cases_ended ON cases (area_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX cases_made ON cases (area_id, made_at);

CREATE TABLE case_number (community_id BIGINT PRIMARY KEY REFERENCES area (id), last BIGINT NOT NULL);

-- Where a case is shown. `message_id` is null until the card is sent.
CREATE TABLE card (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    message_id BIGINT,
    shown_version BIGINT NOT NULL,
    PRIMARY KEY (case_id, chat_id)
);
CREATE INDEX card_message ON card (chat_id, message_id);

CREATE TABLE claim (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    person_id BIGINT REFERENCES person (id),
    shape TEXT NOT NULL,             -- one; later several, organisation
    state TEXT NOT NULL,             -- held, released, finished
    since BIGINT NOT NULL,
    until BIGINT
);
CREATE UNIQUE INDEX claim_held ON claim (case_id) WHERE state = 'held' AND shape = 'one';
CREATE INDEX claim_person ON claim (person_id, state);
CREATE INDEX claim_case ON claim (case_id);

CREATE TABLE follower (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    since BIGINT NOT NULL,
    told_at BIGINT,
    PRIMARY KEY (case_id, person_id)
);
CREATE INDEX follower_person ON follower (person_id);

-- One line of a case's log. All statistics are read from here.
CREATE TABLE entry (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    area_id BIGINT NOT NULL REFERENCES area (id),
    at BIGINT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    what TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT,
    words TEXT,                      -- sealed
    photo TEXT,                      -- sealed file id
    salt TEXT,                       -- sealed; goes with the words when they are forgotten
    commitment TEXT                  -- hash of salt and words: the log stays checkable
);
CREATE INDEX entry_case ON entry (case_id, at);
CREATE INDEX entry_area ON entry (area_id, at);
CREATE INDEX entry_person ON entry (person_id, at);

-- What is to be sent, and what was sent (then without its text).
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    bot_id BIGINT NOT NULL REFERENCES bot (id),
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    lane BIGINT NOT NULL,           -- 0 callback answers, 1 emergency, 2 normal
    kind TEXT NOT NULL,              -- text, question, card, edit, photo, voice, answer, delete, admins
    payload TEXT,                    -- sealed JSON; null once sent, and for a card
    case_id BIGINT REFERENCES cases (id),
    message_id BIGINT,              -- the message made by it, or to be changed by it
    due BIGINT NOT NULL,            -- story time before which it is held
    made_at BIGINT NOT NULL,        -- wire time
    state TEXT NOT NULL,             -- queued, sent, dropped
    tries BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_queued ON outbox (bot_id, id) WHERE state = 'queued';
CREATE UNIQUE INDEX outbox_card ON outbox (case_id, chat_id) WHERE state = 'queued' AND kind = 'card';
CREATE INDEX outbox_message ON outbox (chat_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_made ON outbox (made_at);
CREATE INDEX outbox_question ON outbox (bot_id, due) WHERE kind = 'question' AND state <> 'dropped';
CREATE INDEX outbox_question_case ON outbox (case_id) WHERE kind = 'question' AND state <> 'dropped';

CREATE TABLE attempt (
    id BIGINT PRIMARY KEY,
    outbox_id BIGINT NOT NULL,
    bot_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    at BIGINT NOT NULL,             -- wire time
    outcome TEXT                     -- null until known: ok, later, refused, ambiguous
);
CREATE INDEX attempt_at ON attempt (at);
CREATE INDEX attempt_outbox ON attempt (outbox_id);

CREATE TABLE routine_run (
    routine TEXT NOT NULL,
    area_id BIGINT NOT NULL REFERENCES area (id),
    period TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (routine, area_id, period)
);

-- A photo without words waits ten minutes for its author's next words, or its album's caption.
CREATE TABLE waiting_photo (
    id BIGINT PRIMARY KEY,
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    author_hash TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    album TEXT,
    file TEXT NOT NULL,              -- sealed
    at BIGINT NOT NULL
);
CREATE INDEX waiting_photo_author ON waiting_photo (author_hash, chat_id);
CREATE INDEX waiting_photo_at ON waiting_photo (at);

-- Album items that come after their report find their case here, for ten minutes.
CREATE TABLE album (
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    album TEXT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (chat_id, album)
);
CREATE INDEX album_at ON album (at);

CREATE TABLE dead_letter (
    id BIGINT PRIMARY KEY,
    bot_id BIGINT NOT NULL REFERENCES bot (id),
    update_id BIGINT NOT NULL,
    chat_id BIGINT,
    error TEXT NOT NULL,
    payload TEXT,                    -- sealed, only of a command, a tap or a reply to the bot
    at BIGINT NOT NULL              -- story time; kept seven days
);
CREATE INDEX dead_letter_at ON dead_letter (at);
CREATE INDEX dead_letter_chat ON dead_letter (chat_id);

-- All that chatter leaves: how many messages a chat had in a day, and how many the bot acted on.
CREATE TABLE counter (
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (chat_id, day, what)
);
