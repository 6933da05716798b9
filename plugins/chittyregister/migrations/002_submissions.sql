-- Submissions of the last hour, those that were refused among them: each makes this service ask an address that somebody else named. In
-- milliseconds since 1970, as a quota's `:now` is.
CREATE TABLE register_submissions (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  counts_until BIGINT NOT NULL
);
CREATE INDEX register_submissions_by_holder ON register_submissions (holder, counts_until);

-- down
DROP TABLE register_submissions;
