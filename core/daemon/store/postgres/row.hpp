// A row of PostgreSQL's as JSON, its values typed as SQLite's are.
#pragma once

#include <chitty/error.hpp>

#include <libpq-fe.h>

#include <string>

namespace chitty::host::daemon {

// Numbers of PostgreSQL's catalogue (pg_type.oid), which never change.
enum : Oid {
  pg_bool = 16,
  pg_bytea = 17,
  pg_int8 = 20,
  pg_int2 = 21,
  pg_int4 = 23,
  pg_text = 25,
  pg_oid = 26,
  pg_float4 = 700,
  pg_float8 = 701,
  pg_varchar = 1043,
  pg_numeric = 1700
};

// Integers as integers, true as 1, a numeric (such as the sum of integers) as an integer when it has no decimals and fits,
// else as a double; everything else as text. INVALID_ARGUMENT names a column that holds bytes.
Result<void> write_row(std::string& out, const PGresult* result, int row);

}  // namespace chitty::host::daemon
