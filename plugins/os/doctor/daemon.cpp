// The daemon of this machine: does it run, has it its database, are its services in order?
#include "check.hpp"

#include "../ecosystem/answer.hpp"
#include "../ecosystem/installed.hpp"

#include <chitty/members.hpp>

namespace os::doctor {

using namespace chitty;

namespace {

std::string fault_of(const json::object& facts, std::string_view part) {
  const auto* all = facts.if_contains("faults");
  if (!all || !all->is_array()) return {};
  for (const auto& one : all->get_array())
    if (text_in(one, "part") == part) return text_in(one, "message");
  return {};
}

const json::array& services_of(const json::object& facts) {
  static const json::array none;
  const auto* services = facts.if_contains("services");
  return services && services->is_array() ? services->get_array() : none;
}

constexpr const char* start = "chitty os up";

}  // namespace

std::vector<Finding> look_at_daemon(Patient& patient) {
  if (patient.environment != "local") return {ok("daemon", "environment " + patient.environment + " is not on this machine")};
  const auto told = patient.host.daemon("status");
  if (!told) return {failure("daemon", told.error().message, start, told.error().code)};
  patient.daemon = told->as_object();
  const auto& facts = patient.daemon;
  const auto* running = facts.if_contains("running");
  if (!running || *running != true) return {failure("daemon", "chittyd is not running", start, Code::unreachable)};
  const auto status = text_in(facts, "status");
  if (status == "failed") return {failure("daemon", text_in(facts, "message"), "chitty os down")};
  if (status == "unreachable") return {failure("daemon", text_in(facts, "message"), "chitty os down", Code::unreachable)};
  std::vector<Finding> found;
  for (const auto* part : {"supervisor", "blobs"})
    if (const auto words = fault_of(facts, part); !words.empty()) found.push_back(failure(std::string("daemon.") + part, words, "chitty os status"));
  if (found.empty()) found.push_back(ok("daemon", "chittyd is running at " + text_in(facts, "address")));
  return found;
}

std::vector<Finding> look_at_database(Patient& patient) {
  if (patient.environment != "local") return {{"database", Finding::State::not_checked, "it belongs to the daemon of another machine"}};
  if (auto words = fault_of(patient.daemon, "store"); !words.empty()) return {failure("database", words, "chitty config get chittyos.sharedDatabase", Code::unreachable)};
  const auto kind = text_in(patient.daemon, "database");
  std::vector<Finding> found{ok("database", (kind.empty() ? std::string("the database") : kind) + " answers")};
  const auto told = patient.host.daemon("database", {{"work", "status"}});
  if (!told || !told->is_object()) return found;
  const auto count = [&](const char* member) {
    const auto* value = told->get_object().if_contains(member);
    return value && value->is_int64() ? value->get_int64() : 0;
  };
  if (count("unfit") > 0) found.push_back(failure("database.migrations", text_in(*told, "migrations"), "chitty os db migrate status"));
  else if (count("pending") > 0) found.push_back(warning("database.migrations", text_in(*told, "migrations"), "chitty os db migrate up"));
  return found;
}

// Each service in order, and of the plugin that is installed now: the daemon applies migrations when it starts, and a service whose migration
// fails says so.
std::vector<Finding> look_at_services(Patient& patient) {
  if (patient.environment != "local") return {{"services", Finding::State::not_checked, "see reach"}};
  constexpr const char* restart = "chitty os down && chitty os up";
  const auto plugins = installed(patient.host);
  std::vector<Finding> found;
  for (const auto& service : services_of(patient.daemon)) {
    const auto name = text_in(service, "name"), id = "services." + name;
    auto words = fault_of(patient.daemon, name);
    if (words.empty()) words = text_in(service, "message");
    if (!words.empty() || !means_well(text_in(service, "status"))) {
      found.push_back(failure(id, words.empty() ? name + " is " + text_in(service, "status") : words, restart));
      continue;
    }
    const auto plugin = plugins.find(name);
    if (plugin == plugins.end()) continue;
    const auto build = text_in(service, "build");
    if (!build.empty() && !plugin->second.sha256.empty() && !plugin->second.sha256.starts_with(build))
      found.push_back(warning(id, name + " runs as it was before its plugin was replaced", restart));
  }
  if (found.empty()) found.push_back(ok("services", std::to_string(services_of(patient.daemon).size()) + " services are in order"));
  return found;
}

}  // namespace os::doctor
