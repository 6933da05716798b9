// The configuration: can it be read, is what it says known, and does it lead anywhere?
#include "check.hpp"

#include "../commands/commands.hpp"

#include <chitty/members.hpp>

#include <unistd.h>

namespace os::doctor {

using namespace chitty;

namespace {

std::string place_of(const json::value& problem) {
  const auto* line = problem.is_object() ? problem.get_object().if_contains("line") : nullptr;
  const auto file = text_in(problem, "file");
  return file.empty() ? std::string() : file + (line && line->is_number() ? ":" + std::to_string(line->to_number<std::int64_t>()) : "") + ": ";
}

// Those of chittyd's own: what is missing is written as `os init` would write it.
Result<void> set_up(Host& host) {
  CHITTY_TRY(auto made, host.daemon("init"));
  CHITTY_TRY(const auto wrote, commands::write_settings(host, made.as_object()));
  for (const auto& key : wrote) host.note("Set " + std::string(key.as_string()));
  return {};
}

}  // namespace

std::vector<Finding> look_at_configuration(Patient& patient) {
  const auto problems = patient.host.run({"config", "validate"});
  if (!problems) return {failure("config.valid", problems.error().message, "chitty config edit", Code::configuration)};
  std::vector<Finding> found;
  for (const auto& problem : *problems) found.push_back(warning("config.valid", place_of(problem) + text_in(problem, "problem"), "chitty config edit"));
  if (!found.empty()) return found;
  if (::access(patient.config_file.c_str(), F_OK) != 0) return {ok("config.valid", "there is none yet: every setting has its default")};
  return {ok("config.valid", patient.config_file + " is valid")};
}

std::vector<Finding> look_at_setup(Patient& patient) {
  if (!patient.base_url.empty()) return {ok("config.setup", "environment " + patient.environment + " is at " + patient.base_url)};
  if (patient.environment != "local")
    return {warning("config.setup", "environment " + patient.environment + " has no address of its own", "chitty os init --env " + patient.environment + " --base-url URL")};
  auto one = failure("config.setup", "there is no ChittyOS yet in environment local", "chitty os up", Code::configuration);
  auto* host = &patient.host;
  // Only where there is one already, and the configuration has lost it: a new one is for `os up` to make.
  if (::access((patient.data_folder + "/local/owner.token").c_str(), R_OK) == 0) {
    one.words = "the configuration does not say where the local ChittyOS is";
    one.mend = "chitty os init --yes";
    one.fix = [host] { return set_up(*host); };
  }
  return {std::move(one)};
}

}  // namespace os::doctor
