-- Clients that registered themselves: from where, and when one that gets no more tokens ends. And the indexes by which what
-- has long ended is found (service/housekeeping.cpp).
ALTER TABLE oauth_clients ADD COLUMN origin TEXT;
ALTER TABLE oauth_clients ADD COLUMN registered_from TEXT;
ALTER TABLE oauth_clients ADD COLUMN ends_at BIGINT;
UPDATE oauth_clients SET origin = 'self', registered_from = 'unknown' WHERE created_by IS NULL;
CREATE INDEX oauth_clients_by_origin ON oauth_clients (origin, registered_from);
CREATE INDEX oauth_clients_by_end ON oauth_clients (ends_at);
CREATE INDEX auth_tokens_by_expiry ON auth_tokens (expires_at);
CREATE INDEX auth_tokens_by_end ON auth_tokens (ended_at);
CREATE INDEX oauth_sign_ins_by_expiry ON oauth_sign_ins (expires_at);
CREATE INDEX oauth_sessions_by_expiry ON oauth_sessions (expires_at);
CREATE INDEX oauth_authorization_codes_by_expiry ON oauth_authorization_codes (expires_at);
CREATE INDEX oauth_device_codes_by_expiry ON oauth_device_codes (expires_at);

-- down
DROP INDEX oauth_device_codes_by_expiry;
DROP INDEX oauth_authorization_codes_by_expiry;
DROP INDEX oauth_sessions_by_expiry;
DROP INDEX oauth_sign_ins_by_expiry;
DROP INDEX auth_tokens_by_end;
DROP INDEX auth_tokens_by_expiry;
DROP INDEX oauth_clients_by_end;
DROP INDEX oauth_clients_by_origin;
ALTER TABLE oauth_clients DROP COLUMN ends_at;
ALTER TABLE oauth_clients DROP COLUMN registered_from;
ALTER TABLE oauth_clients DROP COLUMN origin;
