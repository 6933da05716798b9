-- Which store this is among others that it is merged with. `id` is made at the first need.
CREATE TABLE contextual_store (
  one BIGINT PRIMARY KEY,
  id TEXT NOT NULL
);

-- The number of each holder's last change.
CREATE TABLE contextual_changes (
  holder TEXT PRIMARY KEY,
  seq BIGINT NOT NULL
);

-- Each holder's own part of the word index: its number, and that of its last passage.
CREATE TABLE contextual_spaces (
  holder TEXT PRIMARY KEY,
  space BIGINT NOT NULL UNIQUE,
  passages BIGINT NOT NULL
);

-- A memory never changes; `supersedes` is the one that it corrects. `digest` is the SHA-256 of its text without what does not count.
-- `replica` is the store where it was added, `seq` the number of the change by which it came here.
CREATE TABLE contextual_memories (
  holder TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  digest TEXT NOT NULL,
  type TEXT NOT NULL,
  source TEXT NOT NULL,
  session TEXT,
  supersedes TEXT,
  data TEXT NOT NULL,
  made_at TEXT NOT NULL,
  replica TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (holder, id)
);
CREATE INDEX contextual_memories_by_digest ON contextual_memories (holder, digest);
CREATE INDEX contextual_memories_by_seq ON contextual_memories (holder, seq);
CREATE INDEX contextual_memories_by_supersedes ON contextual_memories (holder, supersedes);
CREATE INDEX contextual_memories_by_session ON contextual_memories (holder, session, id);

-- A version of a session never changes either. `number` is one more than the greatest of those it follows, so every store has the same;
-- `follows` are these, as JSON.
CREATE TABLE contextual_versions (
  holder TEXT NOT NULL,
  id TEXT NOT NULL,
  session TEXT NOT NULL,
  number BIGINT NOT NULL,
  follows TEXT NOT NULL,
  name TEXT,
  project TEXT,
  origin TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  replica TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (holder, id)
);
CREATE INDEX contextual_versions_by_session ON contextual_versions (holder, session, number, id);
CREATE INDEX contextual_versions_by_seq ON contextual_versions (holder, seq);

-- Which versions have one behind them: those that have none are the last.
CREATE TABLE contextual_followed (
  holder TEXT NOT NULL,
  version TEXT NOT NULL,
  follower TEXT NOT NULL,
  PRIMARY KEY (holder, version, follower)
);

-- What was deleted, so that no sync brings it back: an id and a time, nothing of what it said. `passages` are its numbers in the word
-- index, by which it can be proven that nothing there speaks of it.
CREATE TABLE contextual_removed (
  holder TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  passages TEXT NOT NULL,
  removed_at TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (holder, id)
);
CREATE INDEX contextual_removed_by_seq ON contextual_removed (holder, seq);

-- What is found: a memory, or a part of the last version of a session. `text` is null where it is all of the memory's.
CREATE TABLE contextual_passages (
  space BIGINT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  place TEXT NOT NULL,
  text TEXT,
  PRIMARY KEY (space, number)
);
CREATE INDEX contextual_passages_by_about ON contextual_passages (space, about);

-- The word index (chitty/search/text_index.hpp).
CREATE TABLE contextual_terms (
  space BIGINT NOT NULL,
  term TEXT NOT NULL,
  entries BIGINT NOT NULL,
  best BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (space, term)
);
CREATE TABLE contextual_blocks (
  space BIGINT NOT NULL,
  term TEXT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  postings TEXT NOT NULL,
  PRIMARY KEY (space, term, first)
);

-- How far another store is known, and since when.
CREATE TABLE contextual_peers (
  holder TEXT NOT NULL,
  replica TEXT NOT NULL,
  seq BIGINT NOT NULL,
  synced_at TEXT NOT NULL,
  PRIMARY KEY (holder, replica)
);

-- How the services here were when somebody last asked.
CREATE TABLE contextual_services (
  holder TEXT NOT NULL,
  service TEXT NOT NULL,
  status TEXT NOT NULL,
  latency_ms BIGINT NOT NULL,
  error TEXT,
  checked_at TEXT NOT NULL,
  PRIMARY KEY (holder, service)
);

-- down
DROP TABLE contextual_services;
DROP TABLE contextual_peers;
DROP TABLE contextual_blocks;
DROP TABLE contextual_terms;
DROP TABLE contextual_passages;
DROP TABLE contextual_removed;
DROP TABLE contextual_followed;
DROP TABLE contextual_versions;
DROP TABLE contextual_memories;
DROP TABLE contextual_spaces;
DROP TABLE contextual_changes;
DROP TABLE contextual_store;
