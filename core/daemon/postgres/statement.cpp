#include "daemon/postgres/statement.hpp"

#include "daemon/postgres/row.hpp"

#include <charconv>

namespace chitty::daemon {

Result<void> PostgresStatement::bind() {
  texts_.resize(places.size());
  values_.assign(places.size(), nullptr);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& place = places[i];
    char text[32];
    if (place.type == 'n') continue;
    if (place.type == 'i')
      texts_[i] = std::to_string(place.integer);
    else if (place.type == 'd')
      texts_[i].assign(text, std::to_chars(text, text + sizeof text, place.real).ptr);
    else if (place.text.find('\0') == std::string::npos)
      texts_[i] = place.text;
    else
      return usage_error("The parameter ':" + place.name +
                         "' has a NUL character in it, which has no place in a text.");
    values_[i] = texts_[i].c_str();
  }
  return {};
}

bool PostgresStatement::send(PGconn* connection) const {
  const int count = static_cast<int>(places.size());
  if (name.empty())
    return PQsendQueryParams(connection, sql.c_str(), count, types.data(), values_.data(), nullptr, nullptr, 0) == 1;
  return PQsendQueryPrepared(connection, name.c_str(), count, values_.data(), nullptr, nullptr, 0) == 1;
}

Oid own_type(const Prepared::Place& place) {
  return place.type == 'i' ? pg_int8 : place.type == 'd' ? pg_float8 : pg_text;
}

Oid better_type(const Prepared::Place& place, Oid found) {
  const bool text = found == pg_text || found == pg_varchar, small = found == pg_int2 || found == pg_int4;
  if (place.type == 'i' && (text || small)) return pg_int8;
  if (place.type == 'd' && (text || small || found == pg_int8)) return pg_float8;
  return 0;
}

}  // namespace chitty::daemon
