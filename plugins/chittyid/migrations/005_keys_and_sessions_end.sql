-- A key that signs no more keeps its public half, by which what it signed still verifies. A session may be ended, and remembers
-- states to go back to.
ALTER TABLE id_keys ADD COLUMN retired_at TEXT;

ALTER TABLE id_sessions ADD COLUMN invalidated_at TEXT;
ALTER TABLE id_sessions ADD COLUMN invalidation_reason TEXT;

CREATE TABLE id_checkpoints (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  name TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX id_checkpoints_by_session ON id_checkpoints (session, id);

-- down
DROP TABLE id_checkpoints;
ALTER TABLE id_sessions DROP COLUMN invalidation_reason;
ALTER TABLE id_sessions DROP COLUMN invalidated_at;
ALTER TABLE id_keys DROP COLUMN retired_at;
