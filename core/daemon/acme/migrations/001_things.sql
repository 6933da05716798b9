CREATE TABLE acme_things (id TEXT PRIMARY KEY, name TEXT NOT NULL, weight REAL, made_at BIGINT);
-- down
DROP TABLE acme_things;
