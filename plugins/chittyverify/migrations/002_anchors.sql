-- Where a block of the ledger is written into another chain. The nonce is reserved here, so that no two transactions of an account take
-- the same; what was signed is kept before it is sent, and sent again as it is.
CREATE TABLE verify_anchors (
  id TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  block BIGINT NOT NULL,
  network TEXT NOT NULL,
  chain_id BIGINT NOT NULL,
  sender TEXT NOT NULL,
  nonce BIGINT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  reserved_at TEXT NOT NULL,
  UNIQUE (chain_id, sender, nonce)
);
CREATE INDEX verify_anchors_by_block ON verify_anchors (block, id);

CREATE TABLE verify_transactions (
  anchor TEXT NOT NULL,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL,
  raw TEXT NOT NULL,
  tip BIGINT NOT NULL,
  cap BIGINT NOT NULL,
  gas BIGINT NOT NULL,
  signed_at TEXT NOT NULL,
  PRIMARY KEY (anchor, number)
);

-- down
DROP TABLE verify_transactions;
DROP TABLE verify_anchors;
