-- What has been minted, and how far each sequence has come. A sequence moves in the transaction that writes the identity,
-- so `issued` is always the number of its rows.
CREATE TABLE identities (
  id TEXT PRIMARY KEY,
  did TEXT NOT NULL UNIQUE,
  biometric_hash TEXT,
  public_key TEXT,
  metadata TEXT NOT NULL,
  status TEXT NOT NULL,
  entity TEXT NOT NULL,
  characterization TEXT,
  sequence_key TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  minted_by TEXT NOT NULL,
  authority TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (sequence_key, ordinal)
);
CREATE INDEX identities_by_minter ON identities (minted_by, id);

CREATE TABLE id_sequences (
  sequence_key TEXT PRIMARY KEY,
  issued BIGINT NOT NULL
);

-- Whose own identity is which: the caller of the gate, and the person it stands for.
CREATE TABLE id_subjects (
  subject TEXT PRIMARY KEY,
  did TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- The keys of this authority, as private JSON Web Keys. The newest active one signs; all of them are published.
CREATE TABLE id_keys (
  kid TEXT PRIMARY KEY,
  did TEXT NOT NULL,
  jwk TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- What was answered to a request that carries an idempotency key, kept for a day.
CREATE TABLE id_answers (
  request_key TEXT PRIMARY KEY,
  answer TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX id_answers_by_age ON id_answers (created_at);

-- down
DROP TABLE id_answers;
DROP TABLE id_keys;
DROP TABLE id_subjects;
DROP TABLE id_sequences;
DROP TABLE identities;
