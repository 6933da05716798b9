-- Answers to requests with an idempotency key are in the daemon's own table chitty_answers now, for all services. The old
-- rows are not moved: none is older than a day, and a key that comes again within it is worked anew.
DROP TABLE id_answers;

-- down
CREATE TABLE id_answers (
  request_key TEXT PRIMARY KEY,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX id_answers_by_age ON id_answers (created_at);
