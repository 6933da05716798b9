-- Who may come in, and who is in. A link's code, a session's cookie and its key are here as their SHA-256 only. Times are
-- milliseconds since 1970.
CREATE TABLE portal_links (
  code_hash TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  token_id TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX portal_links_by_expiry ON portal_links (expires_at);

CREATE TABLE portal_sessions (
  session_hash TEXT PRIMARY KEY,
  key_hash TEXT NOT NULL,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  token_id TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX portal_sessions_by_subject ON portal_sessions (subject, began_at);
CREATE INDEX portal_sessions_by_time ON portal_sessions (began_at);

-- How a service was, in each quarter of an hour in which somebody looked: "up", "down" or "unknown", the worst of them.
CREATE TABLE portal_health (
  slot BIGINT NOT NULL,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (slot, service)
);

-- down
DROP TABLE portal_health;
DROP TABLE portal_sessions;
DROP TABLE portal_links;
