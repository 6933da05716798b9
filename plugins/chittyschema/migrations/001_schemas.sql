-- Schemas by name; `number` moves with each that is made. `origin` is `registered`, or `ecosystem` of a service's own record, which
-- belongs to nobody.
CREATE TABLE schema_schemas (
  name TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  latest TEXT NOT NULL,
  registered_by TEXT NOT NULL,
  registered_at TEXT NOT NULL
);

-- What does not change once it is there. `number` counts the versions of a name, `digest` is of `document`.
CREATE TABLE schema_versions (
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  number BIGINT NOT NULL,
  document TEXT NOT NULL,
  digest TEXT NOT NULL,
  draft TEXT NOT NULL,
  title TEXT,
  description TEXT,
  published_by TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (name, version)
);

-- How documents of one version become those of another: `steps` is JSON.
CREATE TABLE schema_steps (
  name TEXT NOT NULL,
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  steps TEXT NOT NULL,
  digest TEXT NOT NULL,
  published_by TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (name, from_version, to_version)
);

-- What was applied to which database, written before it is and after. `state` is `begun`, `applied` or `failed`; `schemas` is
-- JSON, with the statements of each. Of the database's address there is host, port and name, and nothing secret.
CREATE TABLE schema_deployments (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  place TEXT NOT NULL,
  schemas TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  deployed_by TEXT NOT NULL,
  deployed_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX schema_deployments_by_holder ON schema_deployments (deployed_by, id);

-- down
DROP TABLE schema_deployments;
DROP TABLE schema_steps;
DROP TABLE schema_versions;
DROP TABLE schema_schemas;
