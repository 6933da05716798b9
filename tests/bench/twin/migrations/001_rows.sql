CREATE TABLE twin_rows (id TEXT PRIMARY KEY, text TEXT NOT NULL, made_at BIGINT NOT NULL);

-- down
DROP TABLE twin_rows;
