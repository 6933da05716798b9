// chitty registry service health: ask at once, judge, report, show.
#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittyregistry_names.hpp>

#include "../health_rule.hpp"
#include "../probe_verdict.hpp"

namespace chittyregistry::commands {

using namespace chitty;

namespace {

constexpr std::size_t most_named = 5;

// A service, where it says how it is, and what it said.
struct Asked {
  std::string name, url;
  bool own;  // of this ChittyOS: its daemon speaks for it
  Verdict verdict{};
  json::object answered{};
};

Asked asked_of(const json::value& record) {
  const auto name = text_in(record, "name"), url = text_in(record, "url"), page = text_in(record, "healthEndpoint");
  if (!page.empty()) return {name, url + page, false};
  return {name, url.substr(0, url.rfind('/')) + "/health/ready", true};
}

Result<std::vector<Asked>> services_of(const ServiceHealth& args, Host& host) {
  std::vector<Asked> all;
  if (!args.name.empty()) {
    CHITTY_TRY(const auto reply, host.send(get("/services/" + encode(args.name))));
    all.push_back(asked_of(reply.value()));
    return all;
  }
  std::string cursor;
  do {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/services", {{"limit", "200"}, {"cursor", cursor}})));
    const auto& page = reply.value().as_object();
    const auto* services = page.if_contains("services");
    if (!services || !services->is_array()) return make_error(Code::malformed, "The registry's answer has no list of services.");
    for (const auto& record : services->get_array()) all.push_back(asked_of(record));
    const auto* metadata = page.if_contains("metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty());
  return all;
}

// Each address once, for the daemon speaks for several.
Result<void> ask(std::vector<Asked>& all, std::int64_t wait, Host& host) {
  std::vector<std::string> urls;
  for (const auto& one : all)
    if (std::find(urls.begin(), urls.end(), one.url) == urls.end()) urls.push_back(one.url);
  if (urls.empty()) return {};
  CHITTY_TRY(const auto answers, host.probe(urls, std::chrono::milliseconds(wait)));
  for (auto& one : all) {
    const auto at = static_cast<std::size_t>(std::find(urls.begin(), urls.end(), one.url) - urls.begin());
    one.answered = answers.at(at).as_object();
    one.verdict = one.own ? verdict_of_daemon(one.name, one.answered) : verdict_on(one.name, one.answered);
  }
  return {};
}

json::object result_of(const Asked& one) {
  json::object result{{"service", one.name}, {"outcome", one.verdict.outcome}};
  for (const auto* member : {"status", "durationMs"})
    if (const auto* value = one.answered.if_contains(member)) result[member] = *value;
  if (!one.verdict.reason.empty()) result["reason"] = one.verdict.reason.substr(0, 500);
  if (!one.verdict.version.empty()) result["version"] = one.verdict.version;
  return result;
}

// What the registry makes of it: by name.
Result<json::array> report(const std::vector<Asked>& all, Host& host, bool& suspect) {
  json::array records;
  for (std::size_t at = 0; at < all.size(); at += 1000) {
    json::array results;
    for (std::size_t i = at; i < std::min(all.size(), at + 1000); ++i) results.push_back(result_of(all[i]));
    CHITTY_TRY(const auto reply, host.send(post("/api/v1/health-check", {{"results", results}})));
    const auto& told = reply.value().as_object();
    const auto* services = told.if_contains("services");
    suspect = suspect || (told.contains("suspect") && told.at("suspect") == true);
    for (std::size_t i = 0; i < results.size(); ++i) {
      auto& record = results[i].as_object();
      record["name"] = json::value(record.at("service"));
      record.erase("service");
      if (services && services->is_array() && i < services->get_array().size()) record["health"] = text_in(services->get_array()[i], "health");
      records.push_back(std::move(record));
    }
  }
  return records;
}

Result<Reply> why(const ServiceHealth& args, Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/services/" + encode(args.name) + "/health")));
  const auto& told = reply.value().as_object();
  const auto state = text_in(told, "health"), since = text_in(told, "since");
  host.note(args.name + " is " + state + (since.empty() ? "" : " since " + since + ", by " + text_in(told, "rule")) + "; it would change by " + text_in(told, "wouldChange"));
  json::array records;
  for (const auto& result : told.at("results").as_array()) {
    auto record = result.as_object();
    record["name"] = args.name;
    if (record.at("suspect") == true) record["reason"] = text_in(record, "reason") + " (not counted: most services failed at once)";
    records.push_back(std::move(record));
  }
  return Reply::records(std::move(records));
}

Result<void> all_well(const std::vector<Asked>& all) {
  std::vector<std::string> sick;
  for (const auto& one : all)
    if (one.verdict.outcome != healthy) sick.push_back(one.name);
  if (sick.empty()) return {};
  std::string names = sick[0];
  for (std::size_t i = 1; i < std::min(sick.size(), most_named); ++i) names += ", " + sick[i];
  if (sick.size() > most_named) names += " and " + std::to_string(sick.size() - most_named) + " more";
  const auto message = all.size() == 1 ? names + " is not healthy: " + all[0].verdict.reason
                                       : std::to_string(sick.size()) + " of " + std::to_string(all.size()) + " services " + (sick.size() == 1 ? "is" : "are") + " not healthy: " + names;
  return verdict(make_error(Code::refused, message, "See what it has answered before: chitty registry service health " + sick[0] + " --why"));
}

}  // namespace

Result<Reply> service_health(const ServiceHealth& args, Host& host) {
  if (args.all == !args.name.empty()) return usage_error(args.all ? "a service and '--all' cannot be used together" : "missing a service to ask", "To ask all: chitty registry service health --all");
  if (args.why && args.all) return usage_error("'--why' and '--all' cannot be used together");
  if (args.why) return why(args, host);
  CHITTY_TRY(auto all, services_of(args, host));
  CHITTY_DO(ask(all, args.wait.value_or(5000), host));
  if (all.empty()) return Reply::nothing();
  bool suspect = false;
  CHITTY_TRY(auto records, report(all, host, suspect));
  for (auto& record : records) CHITTY_DO(host.record(record));
  if (suspect) host.note("Most services failed at once: this machine may be offline, and their health is left as it was");
  CHITTY_DO(all_well(all));
  return Reply::nothing();
}

}  // namespace chittyregistry::commands
