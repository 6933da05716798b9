#include "daemon/serve/quota_page.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/watch/trusted_clock.hpp"

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t most_holders = 20;  // of each kind

json::object row_of(const HostedService& service, const Quota& quota) {
  json::object row{{"service", service.name}, {"kind", quota.kind}, {"summary", quota.summary}, {"most", nullptr}};
  if (quota.most != 0) row["most"] = quota.most;
  row["holder"] = nullptr;
  row["used"] = 0;
  return row;
}

// As the statement gives them, each added to the quota's own facts.
Result<void> add_rows(StoreConnection& connection, const std::string& sql, json::object parameters,
                      const json::object& facts, json::array& rows) {
  if (takes_now(sql)) parameters["now"] = trusted_ms();
  const auto before = rows.size();
  auto done = connection.run(sql, parameters, [&](std::string_view text) -> Result<void> {
    auto row = facts;
    const json::value found = json::parse({text.data(), text.size()});
    for (const auto& [name, value] : found.as_object()) row[name] = value;
    rows.push_back(std::move(row));
    return {};
  });
  if (!done) return done.error();
  if (rows.size() == before) rows.push_back(facts);
  return {};
}

}  // namespace

Result<std::string> quota_page(const std::vector<std::unique_ptr<HostedService>>& services, Store& store,
                               const KnownCaller& caller) {
  auto connection = store.lend();
  if (!connection) return connection.error();
  const bool of_all = caller.may("admin:*");
  json::object parameters;
  if (of_all)
    parameters["most"] = most_holders;
  else
    parameters["holder"] = caller.facts.subject;
  json::object page;
  auto& rows = page["quotas"].emplace_array();
  for (const auto& service : services) {
    if (service->out_of_order) continue;
    for (const auto& quota : service->quotas) {
      auto facts = row_of(*service, quota);
      if (!of_all) facts["holder"] = caller.facts.subject;
      auto added = add_rows(**connection, of_all ? holders_sql(quota) : used_sql(quota), parameters, facts, rows);
      if (!added) return added.error();
    }
  }
  return json::serialize(page);
}

}  // namespace chitty::host::daemon
