-- What services have declared. `declaration` is the JSON as it came; `endpoint` the address that was proven.
CREATE TABLE register_services (
  name TEXT PRIMARY KEY,
  chitty_id TEXT,
  holder TEXT NOT NULL,
  entity_type TEXT NOT NULL,
  subtype TEXT NOT NULL,
  description TEXT NOT NULL,
  version TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  declaration TEXT NOT NULL,
  registered_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

-- What must be found at the endpoint before a service is listed. A proof is good until it is used or too old.
CREATE TABLE register_challenges (
  token TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  name TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  key_authorization TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX register_challenges_by_holder ON register_challenges (holder, name, expires_at);

-- What the checks found, the last of each service; `checks` is a JSON array.
CREATE TABLE register_results (
  name TEXT PRIMARY KEY,
  score BIGINT,
  coverage BIGINT NOT NULL,
  certifiable BIGINT NOT NULL,
  checks TEXT NOT NULL,
  checked_by TEXT NOT NULL,
  checked_at TEXT NOT NULL
);

-- Signed statements that a service was found to be in order. `statement` is a JWS.
CREATE TABLE register_certifications (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  score BIGINT NOT NULL,
  statement TEXT NOT NULL,
  certified_at TEXT NOT NULL,
  valid_until TEXT NOT NULL
);
CREATE INDEX register_certifications_by_name ON register_certifications (name, certified_at);

-- Root, intermediate, the signers of OCSP answers (`kind`), counted as they were made. `issuer` is a serial number; a root's is
-- its own.
CREATE TABLE register_authorities (
  serial TEXT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  issuer TEXT NOT NULL,
  pem TEXT NOT NULL,
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Private keys, sealed (service/sealing.hpp); `id` is a serial number, or "statements". Without its row a key is gone, and what it
-- signed stays.
CREATE TABLE register_keys (
  id TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  public_jwk TEXT,
  created_at TEXT NOT NULL
);

-- What the authority may certify, and where the key is that the others are sealed by.
CREATE TABLE register_authority (
  one BIGINT PRIMARY KEY,
  sealing TEXT NOT NULL,
  domains TEXT NOT NULL,
  networks TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Certificates of services. A row is there before the certificate is signed ('reserved'), so that no serial number is used twice.
-- 'valid' until 'revoked'; an expired one is told by its time.
CREATE TABLE register_certificates (
  id TEXT PRIMARY KEY,
  serial TEXT NOT NULL UNIQUE,
  service TEXT NOT NULL,
  holder TEXT NOT NULL,
  issuer TEXT NOT NULL,
  status TEXT NOT NULL,
  names TEXT NOT NULL,
  pem TEXT,
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  replaces TEXT,
  replaced_by TEXT,
  revoked_at TEXT,
  reason TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX register_certificates_by_holder ON register_certificates (holder, id);
CREATE INDEX register_certificates_by_issuer ON register_certificates (issuer, status);

-- The newest list of revoked certificates of each issuer, in Base64.
CREATE TABLE register_crls (
  issuer TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  crl TEXT NOT NULL,
  made_at TEXT NOT NULL,
  next_at TEXT NOT NULL
);

-- What happened to a service, in order.
CREATE TABLE service_registration_events (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  holder TEXT NOT NULL,
  event TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX service_registration_events_by_service ON service_registration_events (service, id);

-- down
DROP TABLE service_registration_events;
DROP TABLE register_crls;
DROP TABLE register_certificates;
DROP TABLE register_authority;
DROP TABLE register_keys;
DROP TABLE register_authorities;
DROP TABLE register_certifications;
DROP TABLE register_results;
DROP TABLE register_challenges;
DROP TABLE register_services;
