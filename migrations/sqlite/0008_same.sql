-- Is it the same trouble? What the author of a report was asked, and what became of it. Same text in postgres/, with
-- BIGINT.

CREATE TABLE same (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),  -- the later report
    other_id INTEGER NOT NULL REFERENCES cases (id),    -- the earlier one that it may be
    state TEXT NOT NULL,             -- asked, same, another
    at INTEGER NOT NULL              -- when it was asked, story time
) STRICT;
CREATE INDEX same_other ON same (other_id, state);
