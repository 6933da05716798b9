#include "versions.hpp"

#include <chitty/members.hpp>

namespace chittyschema {

using namespace chitty;

namespace {

bool says_all(const std::string& said) { return names_file(said) || said.find('@') != std::string::npos; }

// The schemas that have both versions, at most three.
Result<std::vector<std::string>> having(Host& host, const std::string& from, const std::string& to) {
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/schemas", {{"having", from + "," + to}, {"limit", "3"}})));
  CHITTY_TRY(const auto list, list_in(reply, "schemas"));
  std::vector<std::string> names;
  for (const auto& one : list) names.push_back(text_in(one, "name"));
  return names;
}

Result<Pair> both(Host& host, const std::string& from, const std::string& to, const std::string& from_version, const std::string& to_version) {
  CHITTY_TRY(auto one, fetch_schema(host, from, from_version));
  CHITTY_TRY(auto other, fetch_schema(host, to, to_version));
  return Pair{std::move(one), std::move(other)};
}

}  // namespace

Result<Pair> fetch_pair(Host& host, const std::string& from, const std::string& to, const std::string& schema) {
  if (!schema.empty()) {
    CHITTY_TRY(auto one, says_all(from) ? fetch_schema(host, from) : fetch_schema(host, schema, from));
    CHITTY_TRY(auto other, says_all(to) ? fetch_schema(host, to) : fetch_schema(host, schema, to));
    return Pair{std::move(one), std::move(other)};
  }
  if (says_all(from) || says_all(to)) return both(host, from, to, "", "");
  CHITTY_TRY(const auto names, having(host, from, to));
  if (names.size() == 1) return both(host, names[0], names[0], from, to);
  if (names.size() > 1)
    return usage_error("several schemas have the versions '" + from + "' and '" + to + "': " + names[0] + ", " + names[1] + (names.size() > 2 ? " and more" : ""), "Say which one: add --schema " + names[0]);
  auto pair = both(host, from, to, "", "");
  if (pair || pair.error().code != Code::not_found) return pair;
  return make_error(Code::not_found, "no schema has both versions '" + from + "' and '" + to + "', and no two schemas are called so", "List the schemas: chitty schema list");
}

}  // namespace chittyschema
