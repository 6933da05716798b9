-- Root, issuing authorities and the signers of time stamps (`kind`), counted as they were made. `issuer` is a serial number; a root's
-- is its own.
CREATE TABLE certify_authorities (
  serial TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  issuer TEXT NOT NULL,
  pem TEXT NOT NULL,
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Their private keys, sealed (chitty/x509/sealing.hpp). The key of a document's certificate is never kept.
CREATE TABLE certify_keys (
  serial TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Where the key is that the others are sealed by.
CREATE TABLE certify_authority (
  one BIGINT PRIMARY KEY,
  sealing TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- One signature of one document, by a certificate made for it alone. The row is there before anything is signed ('reserved'), so that
-- no serial number is used twice. `sha256` is of the document, or of what a PDF's signature is over; `cms` and `value` are in Base64.
CREATE TABLE certify_certificates (
  id TEXT PRIMARY KEY,
  serial TEXT NOT NULL UNIQUE,
  holder TEXT NOT NULL,
  issuer TEXT NOT NULL,
  status TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  profile TEXT NOT NULL,
  pem TEXT,
  cms TEXT,
  value TEXT,
  jws TEXT,
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  stamped_at TEXT,
  revoked_at TEXT,
  reason TEXT
);
CREATE INDEX certify_certificates_by_holder ON certify_certificates (holder, id);
CREATE INDEX certify_certificates_by_issuer ON certify_certificates (issuer, status);

-- Every time stamp that this authority was asked for and had a time for, from before it was signed.
CREATE TABLE certify_stamps (
  serial TEXT PRIMARY KEY,
  imprint TEXT NOT NULL,
  stamped_ms BIGINT NOT NULL
);
CREATE INDEX certify_stamps_by_time ON certify_stamps (stamped_ms);

-- The responses that are kept with a certificate, in Base64; `authority` is 'local' or the signer's name.
CREATE TABLE certify_responses (
  id TEXT PRIMARY KEY,
  certificate TEXT NOT NULL,
  holder TEXT NOT NULL,
  authority TEXT NOT NULL,
  response TEXT NOT NULL,
  stamped_at TEXT NOT NULL
);
CREATE INDEX certify_responses_by_certificate ON certify_responses (certificate, id);

-- Queries to other authorities that are not answered yet, in Base64.
CREATE TABLE certify_queries (
  id TEXT PRIMARY KEY,
  certificate TEXT NOT NULL,
  holder TEXT NOT NULL,
  query TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX certify_queries_by_holder ON certify_queries (holder, expires_at);

-- Roots of other time-stamp authorities that are believed here; `fingerprint` is the certificate's SHA-256.
CREATE TABLE certify_roots (
  fingerprint TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  pem TEXT NOT NULL,
  not_after TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL
);

-- The newest list of revoked certificates of each issuer, in Base64.
CREATE TABLE certify_crls (
  issuer TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  crl TEXT NOT NULL,
  made_at TEXT NOT NULL,
  next_at TEXT NOT NULL
);

-- What a check of an entity's compliance found; `findings` is JSON.
CREATE TABLE certify_assessments (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  entity TEXT NOT NULL,
  score BIGINT,
  coverage BIGINT NOT NULL,
  compliant BIGINT NOT NULL,
  findings TEXT NOT NULL,
  checked_at TEXT NOT NULL
);
CREATE INDEX certify_assessments_by_entity ON certify_assessments (holder, entity, id);

-- down
DROP TABLE certify_assessments;
DROP TABLE certify_crls;
DROP TABLE certify_roots;
DROP TABLE certify_queries;
DROP TABLE certify_responses;
DROP TABLE certify_stamps;
DROP TABLE certify_certificates;
DROP TABLE certify_authority;
DROP TABLE certify_keys;
DROP TABLE certify_authorities;
