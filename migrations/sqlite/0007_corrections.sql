-- What people put right of what was read, where they agreed that it may be learned from. Same text in postgres/, with
-- BIGINT.

ALTER TABLE person ADD COLUMN learn_at INTEGER; -- since when they agree; NULL: they did not

CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL REFERENCES area (id),
    case_id INTEGER NOT NULL REFERENCES cases (id),
    person_id INTEGER NOT NULL REFERENCES person (id), -- whose words they are
    what TEXT NOT NULL,              -- kind, category, place
    words TEXT NOT NULL,             -- sealed: the masked form of the report
    was TEXT NOT NULL,               -- sealed: what was read
    became TEXT NOT NULL,            -- sealed: what it is
    at INTEGER NOT NULL,
    UNIQUE (case_id, what)
) STRICT;
CREATE INDEX correction_person ON correction (person_id);
