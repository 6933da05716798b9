-- What is known of a browser besides its cookie, which goes to every port of a machine: the key of its session, of which the
-- page alone knows; and the secret by which forms are told from those of other sites.
ALTER TABLE oauth_sessions ADD COLUMN key_hash TEXT;
CREATE TABLE oauth_form_secrets (
  id TEXT PRIMARY KEY,
  secret TEXT NOT NULL
);

-- down
DROP TABLE oauth_form_secrets;
ALTER TABLE oauth_sessions DROP COLUMN key_hash;
