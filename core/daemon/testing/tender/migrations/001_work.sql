CREATE TABLE tender_work (id TEXT PRIMARY KEY, kind TEXT NOT NULL, outcome TEXT);
-- down
DROP TABLE tender_work;
