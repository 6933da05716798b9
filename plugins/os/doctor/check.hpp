// What a doctor finds, and the graph of its checks.
#pragma once

#include <chitty/host.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace os::doctor {

using chitty::Host;

// How one thing is. `fix`: does what is safe to do, and is done again without harm.
struct Finding {
  enum class State {
    ok,
    warning,
    failure,
    not_checked
  };
  std::string id;  // stable: "config.valid", "reach.tracker"
  State state = State::ok;
  std::string words;                          // one line
  std::string mend{};                         // the command that mends it; may be empty
  chitty::Code code = chitty::Code::refused;  // of a failure: what it is as an error
  std::function<chitty::Result<void>()> fix{};
};

std::string_view word_of(Finding::State state);  // "ok", "warning", "failure", "not checked"

Finding ok(std::string id, std::string words);
Finding warning(std::string id, std::string words, std::string mend);
Finding failure(std::string id, std::string words, std::string mend, chitty::Code code = chitty::Code::refused);

// What the checks have in common: where things are, what one of them has found out for another.
struct Patient {
  Host& host;
  std::string config_file, data_folder;  // of the local ChittyOS; may not be there
  std::string environment = "local";
  std::string base_url{};         // of the environment; empty: none
  chitty::json::object daemon{};  // what chittyd says of itself (chitty.local/1, "status")
};

// One check gives any number of findings. It is not made where one that it needs has failed, or was not made.
struct Check {
  const char* id;
  std::vector<const char*> needs;
  std::vector<Finding> (*look)(Patient&);
};

// The findings of all, in order, each given on as it comes. A check that is not made is one finding that says because of what.
chitty::Result<std::vector<Finding>> examine(const std::vector<Check>& checks, Patient& patient,
                                             const std::function<chitty::Result<void>(Finding&)>& take);

// All checks there are, each after those that it needs.
const std::vector<Check>& all_checks();

// Where chitty's things are on this machine, as the host has them.
Patient patient_of(Host& host);

std::vector<Finding> look_at_files(Patient& patient);
std::vector<Finding> look_at_disk(Patient& patient);
std::vector<Finding> look_at_configuration(Patient& patient);
std::vector<Finding> look_at_setup(Patient& patient);
std::vector<Finding> look_at_plugins(Patient& patient);
std::vector<Finding> look_at_pins(Patient& patient);
std::vector<Finding> look_at_daemon(Patient& patient);
std::vector<Finding> look_at_database(Patient& patient);
std::vector<Finding> look_at_services(Patient& patient);
std::vector<Finding> look_at_tls(Patient& patient);
std::vector<Finding> look_at_clock(Patient& patient);
std::vector<Finding> look_at_token(Patient& patient);
std::vector<Finding> look_at_remotes(Patient& patient);
std::vector<Finding> look_at_completion(Patient& patient);

}  // namespace os::doctor
