-- A mail of an owner, by the hash of its bytes: the same Message-ID with other bytes is another mail, and `twins` says so. What stands here
-- is what is listed, matched and answered; the bytes are in a pack (router_packs), at `pack_at` for `size`. `floor` is the priority
-- that rules gave; `status` is new, then routed. JSON stands in texts.
CREATE TABLE router_messages (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  message_id TEXT,
  in_reply_to TEXT,
  reference_ids TEXT NOT NULL,
  thread TEXT NOT NULL,
  from_name TEXT NOT NULL,
  from_address TEXT NOT NULL,
  reply_to TEXT NOT NULL,
  senders TEXT NOT NULL,
  recipients TEXT NOT NULL,
  copies TEXT NOT NULL,
  subject TEXT NOT NULL,
  sent_at TEXT,
  received_at TEXT NOT NULL,
  list_id TEXT NOT NULL,
  text TEXT NOT NULL,
  headers TEXT NOT NULL,
  attachments TEXT NOT NULL,
  attachment_count BIGINT NOT NULL,
  assumed TEXT NOT NULL,
  size BIGINT NOT NULL,
  pack TEXT NOT NULL,
  pack_at BIGINT NOT NULL,
  unread BIGINT NOT NULL,
  archived BIGINT NOT NULL,
  priority TEXT NOT NULL,
  floor TEXT,
  category TEXT,
  labels TEXT NOT NULL,
  decision TEXT,
  status TEXT NOT NULL,
  twins BIGINT NOT NULL,
  UNIQUE (owner, content_hash)
);
CREATE INDEX router_messages_by_owner ON router_messages (owner, id);
CREATE INDEX router_messages_new ON router_messages (owner, status, id);
CREATE INDEX router_messages_by_thread ON router_messages (owner, thread, id);
CREATE INDEX router_messages_by_message_id ON router_messages (owner, message_id);

-- Which mails of a mailbox are here already.
CREATE TABLE router_keys (
  owner TEXT NOT NULL,
  source TEXT NOT NULL,
  mail_key TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (owner, source, mail_key)
);

-- Raw bytes of many mails in one blob.
CREATE TABLE router_packs (
  owner TEXT NOT NULL,
  address TEXT NOT NULL,
  size BIGINT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (owner, address)
);

-- Which thread a Message-ID belongs to, also of mails that are not here (`present` 0): somebody has answered them.
CREATE TABLE router_threads (
  owner TEXT NOT NULL,
  message_id TEXT NOT NULL,
  thread TEXT NOT NULL,
  present BIGINT NOT NULL,
  PRIMARY KEY (owner, message_id)
);
CREATE INDEX router_threads_by_thread ON router_threads (owner, thread);

-- Rules in order of `position`; `version` counts each change of anything that decides: rules and the address book.
CREATE TABLE router_rules (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  condition TEXT NOT NULL,
  action TEXT NOT NULL,
  position BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX router_rules_by_owner ON router_rules (owner, position, id);
CREATE TABLE router_rulesets (
  owner TEXT PRIMARY KEY,
  version BIGINT NOT NULL
);
CREATE TABLE router_contacts (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  member_of TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (owner, member_of, address)
);

-- What processing has done: the rules' decision (action `rules`) and what an agent has still to do or has done. One of each mail, ruleset
-- and action, ever. `state`: done, due, claimed until `lease_until` by whoever has `claim`, failed.
CREATE TABLE router_effects (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  message TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  ruleset BIGINT NOT NULL,
  action TEXT NOT NULL,
  state TEXT NOT NULL,
  claim TEXT,
  lease_until TEXT,
  attempts BIGINT NOT NULL,
  result TEXT NOT NULL,
  made_at TEXT NOT NULL,
  done_at TEXT,
  UNIQUE (owner, content_hash, ruleset, action)
);
CREATE INDEX router_effects_due ON router_effects (owner, state, id);
CREATE INDEX router_effects_by_message ON router_effects (owner, message, id);

-- What agents said, the last thousand of each owner.
CREATE TABLE router_results (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  message TEXT NOT NULL,
  agent TEXT NOT NULL,
  model TEXT,
  result TEXT NOT NULL,
  made_at TEXT NOT NULL
);
CREATE INDEX router_results_by_agent ON router_results (owner, agent, id);

-- Drafts: never sent from here. `text` is the whole mail (RFC 5322); `file` is where it was written to, null until then.
CREATE TABLE router_drafts (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  message TEXT NOT NULL,
  agent TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  file TEXT,
  made_at TEXT NOT NULL,
  UNIQUE (owner, content_hash, agent)
);

-- How each model of an owner has answered lately: the circuit breaker, and what was used today.
CREATE TABLE router_models (
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
DROP TABLE router_models;
DROP TABLE router_drafts;
DROP TABLE router_results;
DROP TABLE router_effects;
DROP TABLE router_contacts;
DROP TABLE router_rulesets;
DROP TABLE router_rules;
DROP TABLE router_threads;
DROP TABLE router_packs;
DROP TABLE router_keys;
DROP TABLE router_messages;
