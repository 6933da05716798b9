ALTER TABLE acme_things ADD COLUMN who TEXT;
-- down
ALTER TABLE acme_things DROP COLUMN who;
