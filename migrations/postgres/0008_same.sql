-- Is it the same trouble? What the author of a report was asked, and what became of it. Same text in sqlite/, with
-- INTEGER.

CREATE TABLE same (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),   -- the later report
    other_id BIGINT NOT NULL REFERENCES cases (id),     -- the earlier one that it may be
    state TEXT NOT NULL,             -- asked, same, another
    at BIGINT NOT NULL               -- when it was asked, story time
);
CREATE INDEX same_other ON same (other_id, state);
