// Plugins: which were refused, and are they those that were chosen?
#include "check.hpp"

#include <chitty/members.hpp>

namespace os::doctor {

using namespace chitty;

std::vector<Finding> look_at_plugins(Patient& patient) {
  const auto listed = patient.host.run({"plugin", "list"});
  if (!listed) return {failure("plugins", listed.error().message, listed.error().hint, listed.error().code)};
  std::vector<Finding> found;
  std::size_t ready = 0;
  for (const auto& plugin : *listed) {
    const auto name = text_in(plugin, "name"), reason = text_in(plugin, "reason");
    if (text_in(plugin, "state") == "ready") {
      ++ready;
      // One that is shadowed by another of the same name, and the like: it is used, or knows why not.
      if (!reason.empty()) found.push_back(warning("plugins." + name, reason, "chitty plugin info " + name));
      continue;
    }
    found.push_back(failure("plugins." + name, text_in(plugin, "path") + " is refused: " + reason, "chitty plugin info " + name, Code::configuration));
  }
  if (found.empty()) found.push_back(ok("plugins", std::to_string(ready) + (ready == 1 ? " plugin is ready" : " plugins are ready")));
  return found;
}

// There is no lock yet that says which plugins are the right ones, so nobody can say that these are.
std::vector<Finding> look_at_pins(Patient&) { return {{"plugins.lock", Finding::State::not_checked, "the plugins are not pinned"}}; }

}  // namespace os::doctor
