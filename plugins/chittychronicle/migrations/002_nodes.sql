-- Roots of complete subtrees of the log's Merkle tree, in hex: of height 8 (256 events), 16 and so on, by their place among those of the same height, from
-- 0 (tree_nodes.hpp). They stay when retention removes the events below them.
CREATE TABLE chronicle_nodes (
  height BIGINT NOT NULL,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (height, number)
);

-- down
DROP TABLE chronicle_nodes;
