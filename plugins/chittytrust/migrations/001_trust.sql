-- What is known of an entity besides its events. Times in `_ms` are milliseconds since 1970; scores are hundredths.
CREATE TABLE trust_entities (
  entity_id TEXT PRIMARY KEY,
  entity_type TEXT,
  name TEXT,
  created_ms BIGINT,
  identity_verified BIGINT NOT NULL,
  transparency DOUBLE PRECISION,
  updated_at TEXT NOT NULL
);

CREATE TABLE trust_credentials (
  entity_id TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  issuer TEXT,
  issued_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  status TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (entity_id, id)
);

-- From source to target. `trust` is what was said of the target, in hundredths; null: its own last score stands for it.
CREATE TABLE trust_connections (
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  type TEXT NOT NULL,
  since_ms BIGINT NOT NULL,
  trust BIGINT,
  interactions BIGINT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (source, target, type)
);
CREATE INDEX trust_connections_by_target ON trust_connections (target);

-- Each counts once for its entity. `marks` are the tags that formulas ask for (event.hpp), `tags` all of them, JSON.
CREATE TABLE trust_events (
  entity_id TEXT NOT NULL,
  id TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  event_type TEXT NOT NULL,
  channel TEXT NOT NULL,
  outcome TEXT NOT NULL,
  impact DOUBLE PRECISION,
  marks BIGINT NOT NULL,
  tags TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (entity_id, id)
);
CREATE INDEX trust_events_in_order ON trust_events (entity_id, at_ms, id);

-- How far the chronicle has been read.
CREATE TABLE trust_reading (
  one BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL
);
INSERT INTO trust_reading (one, seq) VALUES (1, 0);

-- Scores as they were: in hundredths, confidence in points.
CREATE TABLE trust_scores (
  id TEXT PRIMARY KEY,
  entity_id TEXT NOT NULL,
  composite BIGINT NOT NULL,
  source BIGINT NOT NULL,
  temporal BIGINT NOT NULL,
  channel BIGINT NOT NULL,
  outcome BIGINT NOT NULL,
  network BIGINT NOT NULL,
  justice BIGINT NOT NULL,
  trust_level TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  events_counted BIGINT NOT NULL,
  formula TEXT NOT NULL,
  calculated_at TEXT NOT NULL
);
CREATE INDEX trust_scores_by_entity ON trust_scores (entity_id, calculated_at, id);

CREATE TABLE trust_requests (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  entity TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  verification_type TEXT NOT NULL,
  title TEXT,
  description TEXT,
  priority TEXT NOT NULL,
  requester TEXT NOT NULL,
  verifier TEXT,
  only_verifier TEXT,
  evidence_urls TEXT NOT NULL,
  verification_criteria TEXT,
  outcome TEXT,
  note TEXT,
  counted BIGINT,
  deadline TEXT NOT NULL,
  created_at TEXT NOT NULL,
  claimed_at TEXT,
  ended_at TEXT
);
CREATE INDEX trust_requests_due ON trust_requests (status, deadline);
CREATE INDEX trust_requests_by_requester ON trust_requests (requester, status);

-- Amounts are whole minor units. The sum of all balances is 0 at every moment: what @mint has issued it lacks, @escrow holds
-- what open requests offer.
CREATE TABLE trust_accounts (
  account TEXT PRIMARY KEY,
  balance BIGINT NOT NULL,
  CHECK (balance >= 0 OR account = '@mint')
);
INSERT INTO trust_accounts (account, balance) VALUES ('@mint', 0), ('@escrow', 0);

-- Never changed: each takes from one account what it gives to another.
CREATE TABLE trust_transfers (
  id TEXT PRIMARY KEY,
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  kind TEXT NOT NULL,
  request_id TEXT,
  at TEXT NOT NULL
);
CREATE INDEX trust_transfers_by_debit ON trust_transfers (debit, id);
CREATE INDEX trust_transfers_by_credit ON trust_transfers (credit, id);
CREATE UNIQUE INDEX trust_transfers_once ON trust_transfers (request_id, kind) WHERE request_id IS NOT NULL;

-- down
DROP TABLE trust_transfers;
DROP TABLE trust_accounts;
DROP TABLE trust_requests;
DROP TABLE trust_scores;
DROP TABLE trust_reading;
DROP TABLE trust_events;
DROP TABLE trust_connections;
DROP TABLE trust_credentials;
DROP TABLE trust_entities;
