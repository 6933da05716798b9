#include "daemon/store/prepared.hpp"

#include "daemon/store/dialect.hpp"
#include "daemon/store/sql_text.hpp"

#include <limits>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_kept = 512;

// The letter of a value's type, or 0 for one that has no place in a column.
char type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return 'n';
    case json::kind::bool_:
    case json::kind::int64: return 'i';
    case json::kind::uint64: return value.get_uint64() <= std::numeric_limits<std::int64_t>::max() ? 'i' : 0;
    case json::kind::double_: return 'd';
    case json::kind::string: return 's';
    default: return 0;
  }
}

}  // namespace

void Prepared::fill(const json::object& parameters) {
  for (auto& slot : slots) {
    const json::value& value = parameters.at(slot.name);
    if (slot.type == 'i')
      slot.integer = value.is_bool()    ? (value.get_bool() ? 1 : 0)
                     : value.is_int64() ? value.get_int64()
                                        : static_cast<long long>(value.get_uint64());
    else if (slot.type == 'd') slot.real = value.get_double();
    else if (slot.type == 's') slot.text.assign(value.get_string().data(), value.get_string().size());
  }
}

Result<std::shared_ptr<Prepared>> StatementCache::get(SqlConnection& connection, std::string_view sql,
                                                      const json::object& parameters) {
  key_.assign(sql);
  auto names = parameters_.find(key_);
  if (names == parameters_.end()) {
    auto read = statement_parameters(sql);
    if (!read) return read.error();
    if (parameters_.size() >= most_kept) clear();
    names = parameters_.emplace(key_, std::move(*read)).first;
  }
  const std::size_t sql_size = key_.size();
  for (const auto& name : names->second) {
    const auto* value = parameters.if_contains(name);
    const char type = value ? type_of(*value) : 0;
    if (!value) return usage_error("The statement's parameter ':" + name + "' was not given.");
    if (!type) return usage_error("The parameter ':" + name + "' is not a number, string, boolean or null.");
    key_.push_back(type);
  }
  const auto found = kept_.find(key_);
  if (found != kept_.end() && !found->second->busy) {
    found->second->fill(parameters);
    return found->second;
  }
  auto made = connection.prepare(key_.substr(0, sql_size), names->second, std::string_view(key_).substr(sql_size));
  if (!made) return made;
  (*made)->fill(parameters);
  if (kept_.size() >= most_kept) kept_.clear();
  if (found == kept_.end()) kept_.emplace(key_, *made);
  return made;
}

}  // namespace chitty::host::daemon
