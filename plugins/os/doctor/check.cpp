#include "check.hpp"

#include "../ecosystem/places.hpp"

#include <chitty/members.hpp>

#include <cstdlib>

namespace os::doctor {

using namespace chitty;

std::string_view word_of(Finding::State state) {
  switch (state) {
    case Finding::State::ok: return "ok";
    case Finding::State::warning: return "warning";
    case Finding::State::failure: return "failure";
    case Finding::State::not_checked: break;
  }
  return "not checked";
}

Finding ok(std::string id, std::string words) { return {std::move(id), Finding::State::ok, std::move(words)}; }

Finding warning(std::string id, std::string words, std::string mend) {
  return {std::move(id), Finding::State::warning, std::move(words), std::move(mend)};
}

Finding failure(std::string id, std::string words, std::string mend, Code code) {
  while (words.ends_with('.')) words.pop_back();
  return {std::move(id), Finding::State::failure, std::move(words), std::move(mend), code};
}

Result<std::vector<Finding>> examine(const std::vector<Check>& checks, Patient& patient, const std::function<Result<void>(Finding&)>& take) {
  std::vector<Finding> all;
  std::map<std::string, bool, std::less<>> sound;
  for (const auto& check : checks) {
    if (patient.host.cancelled()) return make_error(Code::cancelled, "Stopped.");
    const char* missing = nullptr;
    for (const auto* need : check.needs)
      if (const auto known = sound.find(std::string_view(need)); !missing && known != sound.end() && !known->second) missing = need;
    std::vector<Finding> found;
    if (missing) found.push_back({check.id, Finding::State::not_checked, std::string("because of ") + missing});
    else found = check.look(patient);
    bool good = !missing;
    for (auto& one : found) {
      CHITTY_DO(take(one));
      good = good && one.state != Finding::State::failure;
      all.push_back(std::move(one));
    }
    sound[check.id] = good;
  }
  return all;
}

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks{
      {"disk", {}, look_at_disk},
      {"files", {}, look_at_files},
      {"config.valid", {}, look_at_configuration},
      {"plugins", {}, look_at_plugins},
      {"plugins.lock", {"plugins"}, look_at_pins},
      {"config.setup", {"config.valid"}, look_at_setup},
      {"daemon", {"config.valid", "config.setup"}, look_at_daemon},
      {"database", {"daemon"}, look_at_database},
      {"services", {"daemon", "database"}, look_at_services},
      {"tls", {"config.valid"}, look_at_tls},
      {"clock", {"config.valid", "daemon"}, look_at_clock},
      {"token", {"files", "config.valid", "daemon", "clock"}, look_at_token},
      {"reach", {"config.valid"}, look_at_remotes},
      {"completion", {}, look_at_completion},
  };
  return checks;
}

namespace {

std::string folder_of(const char* variable, const char* below_home) {
  const char* set = std::getenv(variable);
  if (set && *set == '/') return set;
  const char* home = std::getenv("HOME");
  return std::string(home ? home : "") + below_home;
}

}  // namespace

Patient patient_of(Host& host) {
  Patient patient{.host = host, .config_file = folder_of("XDG_CONFIG_HOME", "/.config") + "/chitty/config.json", .data_folder = folder_of("XDG_DATA_HOME", "/.local/share") + "/chitty"};
  const auto environment = environment_of(host);
  patient.environment = environment.name;
  patient.base_url = environment.base_url;
  return patient;
}

}  // namespace os::doctor
