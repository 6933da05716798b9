#include "numbers.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <set>

#include "traffic.hpp"

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::size_t most_evidence = 200, shown_evidence = 8;

json::object number(std::string_view key, std::string_view name, json::value value, std::string_view unit, std::string_view command) {
  return {{"key", key}, {"name", name}, {"value", std::move(value)}, {"unit", unit}, {"command", command}};
}

// What a service that is not there says nothing of.
template <class Answer>
Result<std::optional<Answer>> if_installed(Result<Answer> answer) {
  if (answer) return std::optional<Answer>(std::move(*answer));
  if (answer.error().code == Code::not_found || static_cast<int>(answer.error().code) / 100 == 6) return std::optional<Answer>();
  return answer.error();
}

Result<void> add_traffic(Service& service, json::array& all) {
  CHITTY_TRY(const auto sums, if_installed(traffic_sums(service, a_day)));
  if (!sums) return {};
  const auto value = [&](std::string_view name) { return sums->contains(name) ? sums->at(name) : json::value(); };
  const std::string_view command = "chitty gateway analytics";
  all.push_back(number("requests", "Requests", value("requests"), "in 24 h", command));
  all.push_back(number("errors", "Errors", value("errors"), "in 24 h", command));
  all.push_back(number("refused", "Refused", value("refused"), "in 24 h", command));
  if (value("p50Ms").is_null()) return {};
  all.push_back(number("p50", "Median time", value("p50Ms"), "ms", command));
  all.push_back(number("p95", "95th percentile", value("p95Ms"), "ms", command));
  return {};
}

}  // namespace

Result<std::optional<json::object>> evidence(Service& service) {
  CHITTY_TRY(auto found, if_installed(service.ask("chittyverify", get("/api/evidence", {{"limit", std::to_string(most_evidence)}}), Service::As::service)));
  if (!found || !found->is_array()) return std::optional<json::object>();
  std::set<std::string> cases;
  json::array newest;
  for (const auto& one : found->get_array()) {
    if (const auto name = text_in(one, "caseBinding"); !name.empty()) cases.insert(name);
    if (newest.size() >= shown_evidence) continue;
    newest.push_back(json::object{{"id", text_in(one, "artifactId")}, {"file", text_in(one, "originalFilename")}, {"case", text_or_null(text_in(one, "caseBinding"))}, {"tier", text_in(one, "evidenceTier")}, {"status", text_in(one, "verifyStatus")}, {"at", text_in(one, "receivedAt")}});
  }
  return std::optional(json::object{{"count", found->get_array().size()}, {"more", found->get_array().size() == most_evidence}, {"cases", cases.size()}, {"items", std::move(newest)}});
}

Result<json::array> numbers(Service& service, const std::vector<ServiceHealth>& health, bool everybodys) {
  json::array all;
  const auto up = std::count_if(health.begin(), health.end(), [](const auto& one) { return one.state == "up"; });
  all.push_back(number("services", "Services up", up, "of " + std::to_string(health.size()), "chitty os status"));
  CHITTY_DO(add_traffic(service, all));
  CHITTY_TRY(const auto events, if_installed(service.ask("chittychronicle", get("/statistics"), Service::As::service)));
  if (events) all.push_back(number("events", "Events", events->as_object().at("total_events"), "", "chitty chronicle query"));
  if (!everybodys) return all;
  CHITTY_TRY(const auto counts, if_installed(service.ask("chittyauth", get("/v1/accounts/counts"), Service::As::service)));
  if (counts) {
    all.push_back(number("users", "Users", counts->as_object().at("registered"), "", "chitty portal users list"));
    all.push_back(number("suspended", "Suspended users", counts->as_object().at("suspended"), "", "chitty portal users list --status suspended"));
  }
  CHITTY_TRY(const auto pieces, evidence(service));
  if (pieces) {
    const std::string_view unit = pieces->at("more").as_bool() ? "or more" : "";
    all.push_back(number("evidence", "Evidence", pieces->at("count"), unit, "chitty verify evidence list"));
    all.push_back(number("cases", "Cases with evidence", pieces->at("cases"), unit, "chitty verify evidence list"));
  }
  return all;
}

}  // namespace chittyportal
