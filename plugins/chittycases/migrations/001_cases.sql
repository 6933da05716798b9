-- A case. `version` counts its changes: a change that was made of an older one is refused. `metadata` is JSON as it came; days are
-- texts (2026-11-29), for a court's day has no zone.
CREATE TABLE cases_cases (
  id TEXT PRIMARY KEY,
  chitty_id TEXT,
  case_number TEXT NOT NULL UNIQUE,
  docket_number TEXT,
  title TEXT NOT NULL,
  case_type TEXT NOT NULL,
  status TEXT NOT NULL,
  description TEXT,
  jurisdiction TEXT,
  judge_assigned TEXT,
  filing_date TEXT,
  served_date TEXT,
  served_by TEXT,
  judgment_date TEXT,
  metadata TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  documents BIGINT NOT NULL
);
CREATE INDEX cases_cases_by_creator ON cases_cases (created_by, id);
CREATE UNIQUE INDEX cases_cases_by_docket ON cases_cases (created_by, docket_number);

-- The last number of each year and letter: 2026-C-000123.
CREATE TABLE cases_numbers (
  year TEXT NOT NULL,
  letter TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (year, letter)
);

-- Each status that a case has had.
CREATE TABLE cases_statuses (
  case_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (case_id, version)
);

-- A document: its content is a blob. `state` is uploaded, reading, analyzed or unreadable; `reason` says why the last.
CREATE TABLE cases_documents (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  name TEXT NOT NULL,
  document_type TEXT,
  description TEXT,
  size BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  format TEXT,
  pages BIGINT,
  pages_read BIGINT NOT NULL,
  extractor TEXT,
  findings BIGINT NOT NULL,
  uploaded_by TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  analyzed_at TEXT,
  UNIQUE (case_id, content_hash)
);
CREATE INDEX cases_documents_by_case ON cases_documents (case_id, id);

-- The text of each page, and where on it each word is: JSON, [[offset, left, top, right, bottom], ...] in points from the top left.
CREATE TABLE cases_pages (
  document TEXT NOT NULL,
  page BIGINT NOT NULL,
  width DOUBLE PRECISION,
  height DOUBLE PRECISION,
  text TEXT NOT NULL,
  boxes TEXT NOT NULL,
  PRIMARY KEY (document, page)
);

-- What was found in the text. `value` and `box` are JSON.
CREATE TABLE cases_findings (
  document TEXT NOT NULL,
  number BIGINT NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  page BIGINT NOT NULL,
  "offset" BIGINT NOT NULL,
  length BIGINT NOT NULL,
  value TEXT NOT NULL,
  box TEXT,
  PRIMARY KEY (document, number)
);
CREATE INDEX cases_findings_by_case ON cases_findings (case_id, kind);

-- What `intel run` has made of a case, as JSON; the last one counts.
CREATE TABLE cases_intel (
  case_id TEXT PRIMARY KEY,
  intel_id TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_by TEXT NOT NULL,
  result TEXT NOT NULL
);

-- down
DROP TABLE cases_intel;
DROP TABLE cases_findings;
DROP TABLE cases_pages;
DROP TABLE cases_documents;
DROP TABLE cases_statuses;
DROP TABLE cases_numbers;
DROP TABLE cases_cases;
