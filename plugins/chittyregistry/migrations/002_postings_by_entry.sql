-- The words of an entry stand together, each with what it is worth: whoever has an entry and asks for several of its words finds them all
-- in one place of the index, which answers alone. By words the other index leads.
CREATE TABLE registry_postings_anew (
  word TEXT NOT NULL,
  entry BIGINT NOT NULL,
  impact BIGINT NOT NULL,
  PRIMARY KEY (entry, word, impact)
);
INSERT INTO registry_postings_anew (word, entry, impact) SELECT word, entry, impact FROM registry_postings ORDER BY entry, word;
DROP TABLE registry_postings;
ALTER TABLE registry_postings_anew RENAME TO registry_postings;
CREATE INDEX registry_postings_by_impact ON registry_postings (word, impact DESC, entry);

-- down
CREATE TABLE registry_postings_before (
  word TEXT NOT NULL,
  entry BIGINT NOT NULL,
  impact BIGINT NOT NULL,
  PRIMARY KEY (word, entry)
);
INSERT INTO registry_postings_before (word, entry, impact) SELECT word, entry, impact FROM registry_postings;
DROP TABLE registry_postings;
ALTER TABLE registry_postings_before RENAME TO registry_postings;
CREATE INDEX registry_postings_by_impact ON registry_postings (word, impact DESC, entry);
CREATE INDEX registry_postings_by_entry ON registry_postings (entry);
