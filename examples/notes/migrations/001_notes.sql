CREATE TABLE notes_notes (id TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, made_at BIGINT NOT NULL);

-- down
DROP TABLE notes_notes;
