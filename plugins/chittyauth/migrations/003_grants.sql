-- One tree of what was granted: a token's parent is the token by which it was made (none: the daemon's owner, or a
-- registration), and what hangs on a token besides others names it as token_id. Of what was made before this nobody knows.
ALTER TABLE auth_tokens ADD COLUMN parent TEXT;
CREATE INDEX auth_tokens_by_parent ON auth_tokens (parent);
ALTER TABLE oauth_authorization_codes ADD COLUMN token_id TEXT;
ALTER TABLE oauth_device_codes ADD COLUMN token_id TEXT;

-- down
ALTER TABLE oauth_device_codes DROP COLUMN token_id;
ALTER TABLE oauth_authorization_codes DROP COLUMN token_id;
DROP INDEX auth_tokens_by_parent;
ALTER TABLE auth_tokens DROP COLUMN parent;
