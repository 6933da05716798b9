// GET /statistics, /statistics/groups, /timeline, /health: how many of what.
#include <chitty/answers.hpp>
#include <chittychronicle_names.hpp>

#include <algorithm>

#include "../group_sums.hpp"
#include "../period.hpp"
#include "filter.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

constexpr const char* failed = "SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END)";
constexpr const char* succeeded = "SUM(CASE WHEN status = 'success' THEN 1 ELSE 0 END)";
constexpr std::size_t most_groups = 1000;

// The column behind a field of the answer.
std::string column_of(const std::string& field) {
  return field == "event_type" ? "action" : field == "actor" ? "user_id"
                                                             : field;
}

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const auto word = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), word.size() + 1));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
  }
  return words;
}

struct Grouping {
  std::string columns, by;  // "action AS event_type, …, " and "action, …"
  std::vector<std::string> fields;
  void add(const std::string& expression, const std::string& field) {
    columns += expression + " AS " + field + ", ";
    by += (by.empty() ? "" : ", ") + expression;
    fields.push_back(field);
  }
};

}  // namespace

Result<Response> statistics(Service& service, const Statistics& given) {
  CHITTY_TRY(const auto select,
             Filter::of(given.query).select(service, "COUNT(*) AS total_events, COUNT(DISTINCT service) AS service_count, COUNT(DISTINCT user_id) AS user_count, " + std::string(succeeded) + " AS success_count, " + failed + " AS failed_count"));
  CHITTY_TRY(auto row, service.store().row(select.sql, select.parameters, "no events"));
  for (const auto* column : {"success_count", "failed_count"}) row[column] = number_in(row, column);
  return Response(row);
}

// At most a thousand groups; `truncated` says that there are more.
Result<Response> groups(Service& service, const Groups& given) {
  Grouping grouping;
  for (const auto& field : words_of(given.query.groupBy)) grouping.add(column_of(field), field);
  const auto period = period_of(given.query.bucket);
  if (period) grouping.add(std::string(period_column(*period)), "period");
  CHITTY_TRY(auto select, Filter::of(given.query).select(service, grouping.columns + "COUNT(*) AS count, " + failed + " AS failed, MIN(timestamp) AS first, MAX(timestamp) AS last"));
  select.sql += " GROUP BY " + grouping.by + " ORDER BY " + (period ? std::string("period, count DESC") : std::string("count DESC")) + " LIMIT :most";
  select.parameters["most"] = (most_groups + 1) * (period == Period::week ? 7 : 1);
  CHITTY_TRY(auto rows, service.store().query(select.sql, select.parameters));
  GroupSums sums(grouping.fields);
  for (auto& row : rows) {
    if (period) row["period"] = start_of(*period, text_in(row, "period"));
    sums.add(std::move(row));
  }
  auto all = sums.sorted();
  const bool truncated = all.size() > most_groups;
  if (truncated) all.resize(most_groups);
  return Response(json::object{{"groups", std::move(all)}, {"truncated", truncated}});
}

// The wire's own: a bare array.
Result<Response> timeline(Service& service, const Timeline& given) {
  const auto period = period_of(given.query.groupBy).value_or(Period::day);
  const auto column = std::string(period_column(period));
  CHITTY_TRY(auto select, Filter::of(given.query).select(service, column + " AS period, service, COUNT(*) AS count, " + failed + " AS failed, " + succeeded + " AS succeeded, MIN(timestamp) AS first, MAX(timestamp) AS last"));
  const auto services = words_of(given.query.services);
  for (std::size_t i = 0; i < services.size(); ++i) {
    const auto name = "service" + std::to_string(i);
    select.sql += (i == 0 ? " AND service IN (:" : ", :") + name;
    select.parameters[name] = services[i];
  }
  if (!services.empty()) select.sql += ")";
  select.sql += " GROUP BY " + column + ", service ORDER BY period, service LIMIT 10000";
  CHITTY_TRY(auto rows, service.store().query(select.sql, select.parameters));
  GroupSums sums({"period", "service"});
  for (auto& row : rows) {
    row["period"] = start_of(period, text_in(row, "period"));
    sums.add(std::move(row));
  }
  json::array all;
  for (const auto& sum : sums.sorted()) {
    const auto& row = sum.get_object();
    all.push_back(json::object{{"period", row.at("period")}, {"service", row.at("service")}, {"event_count", number_in(row, "count")}, {"success_count", number_in(row, "succeeded")}, {"failed_count", number_in(row, "failed")}});
  }
  return Response(json::value(std::move(all)));
}

// Of each service that has recorded something by itself within a day; that this one is up says GET /.
Result<Response> services(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT service, COUNT(*) AS total_events, " + std::string(failed) + " AS failed_count, MAX(timestamp) AS last_event"
                                                                                                                         " FROM chronicle_events WHERE timestamp >= :since AND recorded_by = service GROUP BY service ORDER BY service LIMIT 1000",
                                                    {{"since", rfc3339(service.now() - 86'400'000)}}));
  json::array all;
  for (const auto& row : rows) {
    const auto total = number_in(row, "total_events"), lost = number_in(row, "failed_count");
    all.push_back(json::object{{"service", row.at("service")}, {"total_events", total}, {"failed_count", lost}, {"error_rate", static_cast<double>(lost) / static_cast<double>(total)}, {"last_event", row.at("last_event")}});
  }
  return Response(json::value(std::move(all)));
}

}  // namespace chittychronicle::routes
