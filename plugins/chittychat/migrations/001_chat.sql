-- A conversation. While an answer is being written `turn` is its ID, until it is kept or `turn_until` (milliseconds since 1970) is over.
CREATE TABLE chat_sessions (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  title TEXT NOT NULL,
  model TEXT,
  system_prompt TEXT,
  case_id TEXT,
  case_title TEXT,
  messages BIGINT NOT NULL,
  turn TEXT,
  turn_until BIGINT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  touched TEXT NOT NULL
);
CREATE INDEX chat_sessions_by_owner ON chat_sessions (owner, touched);
CREATE UNIQUE INDEX chat_sessions_by_turn ON chat_sessions (turn);

-- What was said. `quotes` is JSON; `size` is bytes of all that, for the quota.
CREATE TABLE chat_messages (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  session TEXT NOT NULL,
  seq BIGINT NOT NULL,
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  status TEXT NOT NULL,
  answered_by TEXT,
  model TEXT,
  note TEXT,
  quotes TEXT NOT NULL,
  prompt_tokens BIGINT NOT NULL,
  answer_tokens BIGINT NOT NULL,
  first_ms BIGINT NOT NULL,
  size BIGINT NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (session, seq)
);
CREATE INDEX chat_messages_by_owner ON chat_messages (owner, role, id);

-- What holds where a conversation says nothing else.
CREATE TABLE chat_settings (
  owner TEXT PRIMARY KEY,
  model TEXT,
  system_prompt TEXT,
  updated_at TEXT NOT NULL
);

-- How each model of an owner has answered lately: the circuit breaker, and what was used today.
CREATE TABLE chat_models (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  failures BIGINT NOT NULL,
  open_until BIGINT NOT NULL,
  probe_until BIGINT NOT NULL,
  calls BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  latency_ms BIGINT NOT NULL,
  day TEXT NOT NULL,
  tokens BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (owner, name)
);
-- down
DROP TABLE chat_models;
DROP TABLE chat_settings;
DROP TABLE chat_messages;
DROP TABLE chat_sessions;
