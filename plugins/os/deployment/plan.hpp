// What a deployment would do: each service's version as it is wanted against what its page of health reports, in order of dependency.
#pragma once

#include "../ecosystem/places.hpp"
#include "../journal/journal.hpp"

#include <chitty/host.hpp>

#include <string>
#include <vector>

namespace os::deployment {

struct Target {
  std::string name;
  std::string from, to;               // versions; `from` is empty where it does not say one
  std::string status;                 // of health: "ok", "unreachable", …
  Place place;                        // where it is asked
  std::vector<std::string> deployer;  // the words of a command, which gets the service's name and the version besides
  bool is_current() const { return from == to && status == "ok"; }
};

struct Plan {
  std::string environment;
  bool here = false;  // the services of this machine's chittyd, which is deployed as a whole
  std::vector<Target> targets;
};

// Those that are asked for (empty: all that are installed and have an address in that environment). NOT_FOUND: one that is not there.
chitty::Result<Plan> plan_of(chitty::Host& host, const std::string& environment, const std::vector<std::string>& asked, std::int64_t wait_ms);

// The command that deploys a service in an environment: `deployer` of its remote, else of the environment. Empty: none is named.
std::vector<std::string> deployer_of(chitty::Host& host, const std::string& environment, const std::string& service);

// Is it known where the environment's database is?
bool has_database(chitty::Host& host, const std::string& environment);

// How the target is now: its version and status.
chitty::Result<void> look_again(chitty::Host& host, const Plan& plan, Target& target, std::int64_t wait_ms);

}  // namespace os::deployment
