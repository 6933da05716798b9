-- The word that an identity was asked for by where its letter does not say it: a CASE is an event, a DOCUMENT a thing.
ALTER TABLE identities ADD COLUMN word TEXT;

-- down
ALTER TABLE identities DROP COLUMN word;
