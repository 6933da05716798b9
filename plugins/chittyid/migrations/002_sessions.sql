-- Which account elsewhere belongs to which identity here, and what a session holds.
CREATE TABLE id_sessions (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  did TEXT NOT NULL,
  provider TEXT NOT NULL,
  external_id TEXT NOT NULL,
  project_id TEXT,
  metadata TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  last_sync TEXT NOT NULL,
  UNIQUE (subject, provider, external_id)
);

-- down
DROP TABLE id_sessions;
