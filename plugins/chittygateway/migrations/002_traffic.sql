-- Sums of requests by minute, and later by hour (`span` in milliseconds). `latency` counts times in buckets that grow by 2 %,
-- "412:7,413:2" (histogram.hpp): sums of rows are exact.
CREATE TABLE gateway_traffic (
  at BIGINT NOT NULL,
  span BIGINT NOT NULL,
  service TEXT NOT NULL,
  route TEXT NOT NULL,
  class BIGINT NOT NULL,
  count BIGINT NOT NULL,
  bytes_in BIGINT NOT NULL,
  bytes_out BIGINT NOT NULL,
  latency TEXT NOT NULL,
  PRIMARY KEY (at, span, service, route, class)
);

-- Who sent them, by hour. "" had no token; "*" is all that there were too many of.
CREATE TABLE gateway_callers (
  at BIGINT NOT NULL,
  service TEXT NOT NULL,
  caller TEXT NOT NULL,
  count BIGINT NOT NULL,
  errors BIGINT NOT NULL,
  bytes_out BIGINT NOT NULL,
  PRIMARY KEY (at, service, caller)
);

-- down
DROP TABLE gateway_callers;
DROP TABLE gateway_traffic;
