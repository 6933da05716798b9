CREATE TABLE porter_tokens (id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, caller TEXT NOT NULL, revoked BIGINT NOT NULL, used BIGINT NOT NULL);
-- down
DROP TABLE porter_tokens;
