CREATE TABLE acme_things (id TEXT PRIMARY KEY, name TEXT NOT NULL, weight DOUBLE PRECISION, made_at BIGINT);
-- down
DROP TABLE acme_things;
