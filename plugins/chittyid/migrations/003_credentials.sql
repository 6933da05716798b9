-- Verifiable credentials as issued, and the place of each in a status list.
CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  identity_id TEXT,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  issuer_did TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  credential_data TEXT NOT NULL,
  jwt TEXT NOT NULL,
  jwt_vc1 TEXT NOT NULL,
  qr_code TEXT,
  nfc_data TEXT,
  status TEXT NOT NULL,
  status_list BIGINT NOT NULL,
  status_index BIGINT NOT NULL,
  issued_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT,
  revocation_reason TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (status_list, status_index)
);
CREATE INDEX credentials_by_issuer ON credentials (issued_by, id);
CREATE INDEX credentials_by_subject ON credentials (subject, id);

-- down
DROP TABLE credentials;
