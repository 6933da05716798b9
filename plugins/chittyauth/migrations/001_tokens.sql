-- Whoever is known here, and the tokens by which they are. A token is kept as its SHA-256 only. Times to compare are
-- milliseconds since 1970, times to show RFC 3339.
CREATE TABLE auth_registrations (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  entity_type TEXT NOT NULL,
  subject TEXT,
  metadata TEXT NOT NULL,
  registered_by TEXT,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX auth_registrations_by_subject ON auth_registrations (subject);

CREATE TABLE auth_tokens (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  kind TEXT NOT NULL,
  service TEXT,
  client_id TEXT,
  family TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  requests BIGINT NOT NULL,
  window_ms BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  last_used_at BIGINT,
  uses BIGINT NOT NULL,
  used_day TEXT,
  uses_of_day BIGINT NOT NULL,
  window_start BIGINT NOT NULL,
  uses_of_window BIGINT NOT NULL
);
CREATE INDEX auth_tokens_by_subject ON auth_tokens (subject, id);
CREATE INDEX auth_tokens_by_family ON auth_tokens (family);
CREATE INDEX auth_tokens_by_service ON auth_tokens (service, kind);
CREATE UNIQUE INDEX auth_tokens_one_a_service ON auth_tokens (service)
  WHERE kind = 'service' AND status = 'active' AND reason IS NULL;

-- Who may do nothing for the time being, whatever tokens they hold.
CREATE TABLE auth_suspensions (
  subject TEXT PRIMARY KEY,
  reason TEXT NOT NULL,
  suspended_by TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- down
DROP TABLE auth_suspensions;
DROP TABLE auth_tokens;
DROP TABLE auth_registrations;
