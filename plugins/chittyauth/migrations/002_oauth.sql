-- OAuth 2.1: who may ask (clients), who sits at the browser (sign-ins, sessions), what is under way (codes). Times are
-- milliseconds since 1970. Whatever lets somebody in is there as its SHA-256 only.
CREATE TABLE oauth_clients (
  client_id TEXT PRIMARY KEY,
  client_secret_hash TEXT,
  name TEXT NOT NULL,
  redirect_uris TEXT NOT NULL,
  allowed_scopes TEXT NOT NULL,
  grant_types TEXT NOT NULL,
  created_by TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX oauth_clients_by_creator ON oauth_clients (created_by, client_id);

CREATE TABLE oauth_sign_ins (
  code_hash TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  token_id TEXT,
  expires_at BIGINT NOT NULL
);

CREATE TABLE oauth_sessions (
  session_hash TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  token_id TEXT,
  auth_time BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE oauth_authorization_codes (
  code_hash TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  scope TEXT NOT NULL,
  subject TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  nonce TEXT NOT NULL,
  auth_time BIGINT NOT NULL,
  family TEXT NOT NULL,
  used_at BIGINT,
  expires_at BIGINT NOT NULL
);

CREATE TABLE oauth_device_codes (
  device_hash TEXT PRIMARY KEY,
  user_code_hash TEXT NOT NULL UNIQUE,
  client_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  status TEXT NOT NULL,
  subject TEXT,
  granted_scope TEXT,
  auth_time BIGINT,
  poll_interval BIGINT NOT NULL,
  polled_at BIGINT,
  expires_at BIGINT NOT NULL
);

CREATE TABLE oauth_keys (
  kid TEXT PRIMARY KEY,
  jwk TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- down
DROP TABLE oauth_keys;
DROP TABLE oauth_device_codes;
DROP TABLE oauth_authorization_codes;
DROP TABLE oauth_sessions;
DROP TABLE oauth_sign_ins;
DROP TABLE oauth_clients;
