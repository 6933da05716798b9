-- Where GitHub sends what happens: one for each person. Its secret is among the credentials, as hook:ID.
CREATE TABLE connect_hooks (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
);

-- What came, once each: a signature does not cover the delivery's id, so the same body under another id is the same delivery.
-- `body` is kept until its work is done.
CREATE TABLE connect_deliveries (
  id TEXT NOT NULL,
  hook TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  event TEXT NOT NULL,
  action TEXT,
  repository TEXT,
  body TEXT,
  state TEXT NOT NULL,
  error TEXT,
  arrivals BIGINT NOT NULL,
  received_at TEXT NOT NULL,
  done_at TEXT,
  number BIGINT NOT NULL,
  PRIMARY KEY (hook, id),
  UNIQUE (hook, body_hash)
);
CREATE INDEX connect_deliveries_to_do ON connect_deliveries (state, number);
CREATE INDEX connect_deliveries_by_number ON connect_deliveries (number);

-- Issues and pull requests, as they were when last heard of; `updated_at` is GitHub's.
CREATE TABLE connect_github_items (
  holder TEXT NOT NULL,
  repository TEXT NOT NULL,
  kind TEXT NOT NULL,
  number BIGINT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  author TEXT NOT NULL,
  url TEXT NOT NULL,
  heard_by TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (holder, repository, kind, number)
);

-- How far each repository has been read.
CREATE TABLE connect_github_syncs (
  holder TEXT NOT NULL,
  repository TEXT NOT NULL,
  since TEXT NOT NULL,
  etag TEXT NOT NULL,
  synced_at TEXT NOT NULL,
  PRIMARY KEY (holder, repository)
);

-- down
DROP TABLE connect_github_syncs;
DROP TABLE connect_github_items;
DROP TABLE connect_deliveries;
DROP TABLE connect_hooks;
