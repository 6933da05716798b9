-- What was submitted. `metadata` is JSON as it came; `salt` goes into the leaf of the Merkle tree, so that nobody can try out which file
-- it is; `custody_entries` and `custody_head` are where its custody stands. One holder has one content once.
CREATE TABLE verify_evidence (
  artifact_id TEXT PRIMARY KEY,
  user_binding TEXT NOT NULL,
  case_binding TEXT,
  evidence_type TEXT NOT NULL,
  evidence_tier TEXT NOT NULL,
  evidence_weight DOUBLE PRECISION NOT NULL,
  original_filename TEXT NOT NULL,
  size BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  metadata TEXT NOT NULL,
  modified_at TEXT,
  received_at TEXT NOT NULL,
  salt TEXT NOT NULL,
  verify_status TEXT NOT NULL,
  verify_timestamp TEXT,
  minting_status TEXT NOT NULL,
  custody_entries BIGINT NOT NULL,
  custody_head TEXT NOT NULL,
  UNIQUE (user_binding, content_hash)
);
CREATE INDEX verify_evidence_by_case ON verify_evidence (case_binding, artifact_id);

-- An upload that has begun (a resumable one: its bytes come in as many requests as it takes). `described` is the evidence that it is to
-- become, as JSON; `writer` is the request that may write to it, the last one that began; `content_hash` is there once all bytes are.
CREATE TABLE verify_uploads (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  described TEXT NOT NULL,
  writer TEXT NOT NULL,
  content_hash TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX verify_uploads_by_holder ON verify_uploads (holder, fingerprint);

-- The content: blobs in order, of an upload and then of the evidence.
CREATE TABLE verify_pieces (
  owner TEXT NOT NULL,
  number BIGINT NOT NULL,
  address TEXT NOT NULL,
  size BIGINT NOT NULL,
  PRIMARY KEY (owner, number)
);

-- Who did what with it: each entry chained to the one before (custody_chain.hpp says how).
CREATE TABLE verify_custody (
  evidence TEXT NOT NULL,
  seq BIGINT NOT NULL,
  action TEXT NOT NULL,
  performed_by TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  location TEXT,
  purpose TEXT,
  authority TEXT,
  reason TEXT,
  tool TEXT,
  host TEXT,
  hash_before TEXT,
  hash_after TEXT,
  notes TEXT,
  chain TEXT NOT NULL,
  PRIMARY KEY (evidence, seq)
);

-- What a piece of evidence says.
CREATE TABLE verify_facts (
  fact_id TEXT PRIMARY KEY,
  evidence TEXT NOT NULL,
  holder TEXT NOT NULL,
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  recorded_at TEXT NOT NULL
);
CREATE INDEX verify_facts_by_evidence ON verify_facts (evidence, fact_id);
CREATE INDEX verify_facts_by_holder ON verify_facts (holder, subject, predicate);

-- The local ledger: each block is the root of a tree and chained to the block before (ledger_block.hpp).
CREATE TABLE verify_blocks (
  number BIGINT PRIMARY KEY,
  root TEXT NOT NULL,
  size BIGINT NOT NULL,
  minted_at TEXT NOT NULL,
  hash TEXT NOT NULL
);

-- Where evidence stands in a block. `custody_head` is the head that the leaf has, after `custody_entries`; `path` is a JSON array.
CREATE TABLE verify_leaves (
  evidence TEXT PRIMARY KEY,
  block BIGINT NOT NULL,
  position BIGINT NOT NULL,
  custody_entries BIGINT NOT NULL,
  custody_head TEXT NOT NULL,
  leaf TEXT NOT NULL,
  path TEXT NOT NULL
);
CREATE INDEX verify_leaves_by_block ON verify_leaves (block, position);

-- down
DROP TABLE verify_leaves;
DROP TABLE verify_blocks;
DROP TABLE verify_facts;
DROP TABLE verify_custody;
DROP TABLE verify_pieces;
DROP TABLE verify_uploads;
DROP TABLE verify_evidence;
