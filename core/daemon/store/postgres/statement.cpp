#include "daemon/store/postgres/statement.hpp"

#include "daemon/store/postgres/row.hpp"

#include <charconv>

namespace chitty::host::daemon {

Result<void> PostgresStatement::bind() {
  texts_.resize(slots.size());
  values_.assign(slots.size(), nullptr);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto& slot = slots[i];
    char text[32];
    if (slot.type == 'n') continue;
    if (slot.type == 'i')
      texts_[i] = std::to_string(slot.integer);
    else if (slot.type == 'd')
      texts_[i].assign(text, std::to_chars(text, text + sizeof text, slot.real).ptr);
    else if (slot.text.find('\0') == std::string::npos)
      texts_[i] = slot.text;
    else
      return usage_error("The parameter ':" + slot.name +
                         "' has a NUL character in it, which has no place in a text.");
    values_[i] = texts_[i].c_str();
  }
  return {};
}

bool PostgresStatement::send(PGconn* connection) const {
  const int count = static_cast<int>(slots.size());
  if (name.empty())
    return PQsendQueryParams(connection, sql.c_str(), count, types.data(), values_.data(), nullptr, nullptr, 0) == 1;
  return PQsendQueryPrepared(connection, name.c_str(), count, values_.data(), nullptr, nullptr, 0) == 1;
}

Oid own_type(const Prepared::Slot& slot) {
  return slot.type == 'i' ? pg_int8 : slot.type == 'd' ? pg_float8
                                                       : pg_text;
}

Oid better_type(const Prepared::Slot& slot, Oid found) {
  const bool text = found == pg_text || found == pg_varchar, small = found == pg_int2 || found == pg_int4;
  if (slot.type == 'i' && (text || small)) return pg_int8;
  if (slot.type == 'd' && (text || small || found == pg_int8)) return pg_float8;
  return 0;
}

}  // namespace chitty::host::daemon
