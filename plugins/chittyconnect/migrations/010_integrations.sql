-- Platforms that somebody has connected. `header` is the field of a request that carries the credential, `prefix` what stands before
-- it; `operations` is a JSON array of "METHOD /path", where the platform's own description was given.
CREATE TABLE connect_integrations (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  provider TEXT NOT NULL,
  base_url TEXT NOT NULL,
  header TEXT NOT NULL,
  prefix TEXT NOT NULL,
  operations TEXT,
  status TEXT NOT NULL,
  status_code BIGINT,
  latency_ms BIGINT,
  error TEXT,
  checked_at TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (holder, slug)
);

-- Their credentials, sealed; `sealing` is where the key to open them is, which is not in this database.
CREATE TABLE connect_credentials (
  integration TEXT PRIMARY KEY,
  sealing TEXT NOT NULL,
  sealed TEXT NOT NULL
);

-- down
DROP TABLE connect_credentials;
DROP TABLE connect_integrations;
