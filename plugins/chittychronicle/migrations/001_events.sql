-- Events in one order, each chained to the one before it (event_record.hpp says how). `metadata`, `related_events` and
-- `integrations` are JSON texts, kept as they were hashed.
CREATE TABLE chronicle_events (
  seq BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  timestamp TEXT NOT NULL,
  service TEXT NOT NULL,
  action TEXT NOT NULL,
  user_id TEXT,
  user_email TEXT,
  subject TEXT,
  request_id TEXT,
  status TEXT NOT NULL,
  metadata TEXT NOT NULL,
  related_events TEXT,
  triggered_by TEXT,
  integrations TEXT,
  error_message TEXT,
  recorded_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  chain TEXT NOT NULL
);
CREATE INDEX chronicle_events_by_action ON chronicle_events (action, timestamp);
CREATE INDEX chronicle_events_by_user ON chronicle_events (user_id, timestamp);
CREATE INDEX chronicle_events_by_time ON chronicle_events (timestamp);

-- Where the log stands (journal.hpp). `peaks` are those of its Merkle tree, in hex; the columns of `before` are the same of the
-- events that retention has removed. `keep_days` is null while everything is kept.
CREATE TABLE chronicle_log (
  one BIGINT PRIMARY KEY,
  origin TEXT NOT NULL,
  size BIGINT NOT NULL,
  chain TEXT NOT NULL,
  peaks TEXT NOT NULL,
  before_size BIGINT NOT NULL,
  before_chain TEXT NOT NULL,
  before_peaks TEXT NOT NULL,
  keep_days BIGINT,
  pruned_at TEXT
);

-- Signed states of the log, newest last.
CREATE TABLE chronicle_checkpoints (
  size BIGINT PRIMARY KEY,
  root TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- The key that signs them, as a private JSON Web Key.
CREATE TABLE chronicle_keys (
  kid TEXT PRIMARY KEY,
  jwk TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- down
DROP TABLE chronicle_keys;
DROP TABLE chronicle_checkpoints;
DROP TABLE chronicle_log;
DROP TABLE chronicle_events;
