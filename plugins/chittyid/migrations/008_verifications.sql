-- Who was verified, how and with what result, as other databases of ChittyOS keep it: brought here by `os db import`. Checks of this
-- service itself are made anew each time that they are asked for, and leave no row. Lists and objects are JSON as text.
CREATE TABLE verifications (
  id TEXT PRIMARY KEY,
  identity_id TEXT NOT NULL,
  credential_id TEXT,
  methods TEXT,
  result BIGINT NOT NULL,
  trust_score BIGINT,
  confidence DOUBLE PRECISION,
  risk_factors TEXT,
  location TEXT,
  ip_address TEXT,
  user_agent TEXT,
  verified_at TEXT NOT NULL
);
CREATE INDEX verifications_by_identity ON verifications (identity_id, verified_at);

-- down
DROP TABLE verifications;
