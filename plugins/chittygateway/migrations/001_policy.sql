-- What is in force has a version; every change is a new one.
CREATE TABLE gateway_policy (
  one BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  changed_at TEXT NOT NULL
);
INSERT INTO gateway_policy (one, version, changed_at) VALUES (1, 1, '1970-01-01T00:00:00.000Z');

-- Paths that lead elsewhere: to a service or to a URL.
CREATE TABLE gateway_routes (
  id TEXT PRIMARY KEY,
  prefix TEXT NOT NULL UNIQUE,
  service TEXT,
  url TEXT,
  timeout_ms BIGINT NOT NULL,
  retries BIGINT NOT NULL,
  keep_prefix BIGINT NOT NULL,
  is_public BIGINT NOT NULL,
  health_path TEXT,
  allow_private BIGINT NOT NULL,
  breaker_failures BIGINT NOT NULL,
  breaker_open_ms BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- How many requests: to a service, a path or everything; of all together, of each, or of one user.
CREATE TABLE gateway_limits (
  id TEXT PRIMARY KEY,
  target TEXT NOT NULL,
  user_id TEXT NOT NULL,
  of_each BIGINT NOT NULL,
  rate TEXT NOT NULL,
  requests BIGINT NOT NULL,
  period_ms BIGINT NOT NULL,
  burst BIGINT NOT NULL,
  shadow BIGINT NOT NULL,
  when_store_is_down TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (target, user_id, of_each)
);

-- Who has had a fresh start: each is another epoch.
CREATE TABLE gateway_resets (
  subject TEXT PRIMARY KEY,
  epoch BIGINT NOT NULL,
  reset_at TEXT NOT NULL
);

-- down
DROP TABLE gateway_resets;
DROP TABLE gateway_limits;
DROP TABLE gateway_routes;
DROP TABLE gateway_policy;
