CREATE TABLE hello_greetings (id TEXT PRIMARY KEY, greeting TEXT NOT NULL, made_at BIGINT NOT NULL);

-- down
DROP TABLE hello_greetings;
