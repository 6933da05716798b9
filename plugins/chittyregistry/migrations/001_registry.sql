-- Tools, services and scripts. `content` is what was registered, as JSON with its members in order, of the latest version; `digest` is its
-- SHA-256. `own` is 1 of a service of this ChittyOS: where it answers is known when it is asked for.
CREATE TABLE registry_entries (
  number BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  chitty_id TEXT,
  kind TEXT NOT NULL,
  subtype TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  own BIGINT NOT NULL,
  registered_by TEXT NOT NULL,
  registered_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (kind, name)
);
CREATE INDEX registry_entries_by_chitty_id ON registry_entries (chitty_id);

-- What does not change once it is there.
CREATE TABLE registry_versions (
  entry BIGINT NOT NULL,
  version TEXT NOT NULL,
  subtype TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  published_by TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (entry, version)
);

-- The word index (search_index.hpp). `head` is what a word begins with: by it a database finds words that begin alike, whatever order
-- its texts have. `entries` counts those that have the word; of the empty word it is all entries. `impact` is what the word is worth there;
-- the key answers alone whoever has an entry and asks for several of its words.
CREATE TABLE registry_words (
  word TEXT PRIMARY KEY,
  head TEXT NOT NULL,
  entries BIGINT NOT NULL
);
CREATE INDEX registry_words_by_head ON registry_words (head);

CREATE TABLE registry_postings (
  word TEXT NOT NULL,
  entry BIGINT NOT NULL,
  impact BIGINT NOT NULL,
  PRIMARY KEY (entry, word, impact)
);
CREATE INDEX registry_postings_by_impact ON registry_postings (word, impact DESC, entry);

-- The last number that an entry got.
CREATE TABLE registry_counter (
  one BIGINT PRIMARY KEY,
  number BIGINT NOT NULL
);
INSERT INTO registry_counter (one, number) VALUES (1, 0);

-- How a service is, as its results amount to (health_rule.hpp), and when that last changed. `good` and `bad` are results in a row.
CREATE TABLE registry_health (
  entry BIGINT PRIMARY KEY,
  state TEXT NOT NULL,
  since TEXT NOT NULL,
  rule TEXT NOT NULL,
  good BIGINT NOT NULL,
  bad BIGINT NOT NULL,
  checked_at TEXT NOT NULL,
  error TEXT,
  reported_version TEXT
);

-- Each result as it came, the newest of each service. A `suspect` one counted for nothing: most of its sweep had failed at once.
CREATE TABLE registry_probes (
  entry BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status BIGINT,
  duration_ms BIGINT NOT NULL,
  reason TEXT,
  suspect BIGINT NOT NULL,
  prober TEXT NOT NULL,
  PRIMARY KEY (entry, number)
);

-- How scripts ended, wherever they ran.
CREATE TABLE registry_runs (
  id TEXT PRIMARY KEY,
  entry BIGINT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  ended TEXT NOT NULL,
  exit_code BIGINT,
  signal BIGINT,
  started_at TEXT NOT NULL,
  duration_ms BIGINT NOT NULL,
  output TEXT NOT NULL,
  errors TEXT NOT NULL,
  output_bytes BIGINT NOT NULL,
  error_bytes BIGINT NOT NULL,
  left_behind BIGINT NOT NULL,
  run_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL
);
CREATE INDEX registry_runs_by_entry ON registry_runs (entry, id);

-- down
DROP TABLE registry_runs;
DROP TABLE registry_probes;
DROP TABLE registry_health;
DROP TABLE registry_counter;
DROP TABLE registry_postings;
DROP TABLE registry_words;
DROP TABLE registry_versions;
DROP TABLE registry_entries;
