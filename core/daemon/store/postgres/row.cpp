#include "daemon/store/postgres/row.hpp"

#include "base/json_pieces.hpp"

#include <charconv>
#include <cstring>
#include <limits>

namespace chitty::host::daemon {
namespace {

double real(std::string_view text) {  // "NaN" and "Infinity" are not finite either way
  double value = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void append_numeric(std::string& out, std::string_view text) {
  std::int64_t whole = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size())
    append_number(out, whole);
  else
    append_number(out, real(text));
}

void append_value(std::string& out, Oid type, std::string_view text) {
  switch (type) {
    case pg_int2:
    case pg_int4:
    case pg_int8:
    case pg_oid:
      out += text;
      return;
    case pg_bool:
      out += text == "t" ? "1" : "0";
      return;
    case pg_float4:
    case pg_float8:
      append_number(out, real(text));
      return;
    case pg_numeric:
      append_numeric(out, text);
      return;
    default:
      append_quoted(out, text);
  }
}

}  // namespace

Result<void> write_row(std::string& out, const PGresult* result, int row) {
  out = "{";
  for (int column = 0; column < PQnfields(result); ++column) {
    const char* name = PQfname(result, column);
    const bool null = PQgetisnull(result, row, column) != 0;
    if (PQftype(result, column) == pg_bytea && !null)
      return usage_error("The column '" + std::string(name) + "' holds bytes, which have no place in JSON.",
                         "Keep bytes as blobs.");
    if (column > 0) out.push_back(',');
    append_quoted(out, name);
    out.push_back(':');
    if (null)
      out += "null";
    else
      append_value(out, PQftype(result, column),
                   {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))});
  }
  out.push_back('}');
  return {};
}

}  // namespace chitty::host::daemon
