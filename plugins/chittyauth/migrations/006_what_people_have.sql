-- The limit that all tokens of one person have together: the widest that any of them was given. And when what was handed on ends,
-- however often it is refreshed; a registration's own tokens go on as long as they are.
CREATE TABLE auth_limits (
  subject TEXT PRIMARY KEY,
  requests BIGINT NOT NULL,
  window_ms BIGINT NOT NULL
);
INSERT INTO auth_limits (subject, requests, window_ms)
  SELECT subject, MAX(requests), MAX(window_ms) FROM auth_tokens WHERE requests > 0 AND status = 'active' GROUP BY subject;

CREATE TABLE auth_lifetimes (
  family TEXT PRIMARY KEY,
  ends_at BIGINT NOT NULL
);
CREATE INDEX auth_tokens_by_holder ON auth_tokens (subject, status, expires_at);

-- down
DROP INDEX auth_tokens_by_holder;
DROP TABLE auth_lifetimes;
DROP TABLE auth_limits;
