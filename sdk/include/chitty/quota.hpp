// A quota as a manifest declares it (service.quotas), and the SQL by which it is counted: one text for the daemon, for
// its page and for the testkit. Nothing here for a plugin to use: a service asks by Service::quota (service.hpp).
#ifndef CHITTY_QUOTA_HPP
#define CHITTY_QUOTA_HPP

#include <boost/json/array.hpp>
#include <chitty/error.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace chitty {

// How many things of a kind one holder may have, and where they are counted.
struct Quota {
  struct Part {
    std::string table, holder;  // the column with the subject
    std::string where, sum;     // SQL; may be empty
  };
  std::string kind, summary, hint;
  std::uint64_t most = 0;  // 0: any number
  std::vector<Part> parts;
};

namespace detail {
inline std::string counted(const Quota::Part& part) {
  return part.sum.empty() ? "COUNT(*)" : "COALESCE(SUM(" + part.sum + "), 0)";
}
inline std::string condition_of(const Quota::Part& part) {
  return part.where.empty() ? "" : " AND (" + part.where + ")";
}
}  // namespace detail

// `used`: how many :holder has.
inline std::string used_sql(const Quota& quota) {
  std::string sum;
  for (const auto& part : quota.parts)
    sum += (sum.empty() ? "(SELECT " : " + (SELECT ") + detail::counted(part) + " FROM " + part.table + " WHERE " +
           part.holder + " = :holder" + detail::condition_of(part) + ")";
  return "SELECT CAST(" + sum + " AS BIGINT) AS used";
}

// `holder`, `used`: the :most who have most.
inline std::string holders_sql(const Quota& quota) {
  std::string all;
  for (const auto& part : quota.parts)
    all += (all.empty() ? "" : " UNION ALL ") + ("SELECT " + part.holder + " AS holder, ") + detail::counted(part) +
           " AS used FROM " + part.table + " WHERE " + part.holder + " IS NOT NULL" + detail::condition_of(part) +
           " GROUP BY " + part.holder;
  return "SELECT holder, CAST(SUM(used) AS BIGINT) AS used FROM (" + all +
         ") AS parts GROUP BY holder ORDER BY 2 DESC, 1 LIMIT :most";
}

// What those statements take beside :holder or :most.
inline bool takes_now(const std::string& sql) { return sql.find(":now") != sql.npos; }

// PERMISSION_DENIED unless `more` besides those that are `used` are within the quota: one sentence with what, how many,
// and in the hint what to do. `left` of the details says how many would have been.
inline Result<void> hold_to(const Quota& quota, std::string_view service, std::uint64_t used, std::uint64_t more) {
  if (quota.most == 0 || (used <= quota.most && more <= quota.most - used)) return {};
  const std::uint64_t left = used < quota.most ? quota.most - used : 0;
  const std::string most = std::to_string(quota.most),
                    key = "chittyos.quotas." + std::string(service) + "." + quota.kind;
  Error error =
      make_error(Code::permission_denied,
                 left == 0 ? "You have all " + most + " " + quota.kind + " that one may have here."
                           : "Of the " + most + " " + quota.kind + " that one may have here you have " +
                                 std::to_string(used) + ", and this asks for " + std::to_string(more) + " more.",
                 (quota.hint.empty() ? "" : quota.hint + " ") +
                     "Whoever runs this ChittyOS may allow more: chitty config set " + key + " N");
  error.details = {{"quota", quota.kind}, {"most", quota.most}, {"used", used}, {"left", left}};
  return error;
}

inline Quota quota_of(std::string_view kind, const json::object& said) {
  const auto text = [](const json::object& from, std::string_view name) {
    const auto* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  Quota quota{std::string(kind), text(said, "summary"), text(said, "hint"), 0, {}};
  if (const auto* most = said.if_contains("most"); most && most->is_int64() && most->get_int64() > 0)
    quota.most = static_cast<std::uint64_t>(most->get_int64());
  const auto* of = said.if_contains("of");
  if (!of || !of->is_array()) return quota;
  for (const auto& part : of->get_array())
    if (part.is_object()) {
      const auto& one = part.get_object();
      quota.parts.push_back({text(one, "table"), text(one, "holder"), text(one, "where"), text(one, "sum")});
    }
  return quota;
}

}  // namespace chitty

#endif  // CHITTY_QUOTA_HPP
