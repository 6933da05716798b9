// Every remote that has an address: does it answer?
#include "check.hpp"

#include "../commands/commands.hpp"
#include "../ecosystem/look.hpp"

#include <chitty/members.hpp>

namespace os::doctor {

using namespace chitty;

std::vector<Finding> look_at_remotes(Patient& patient) {
  auto all = places(patient.host);
  if (!all) return {failure("reach", all.error().message, all.error().hint, all.error().code)};
  std::vector<Finding> found;
  const auto total = all->size();
  std::vector<Place> asked;
  for (const auto& place : *all) {
    if (!place.problem.empty()) found.push_back(failure("reach." + place.name, place.problem, "chitty remote show " + place.name, Code::configuration));
    else if (place.base_url.empty()) found.push_back({"reach." + place.name, Finding::State::not_checked, "it has no address"});
    // Those of this machine's daemon are its own to speak for.
    else if (patient.environment != "local" || !place.base_url.starts_with(patient.base_url + "/") || patient.base_url.empty()) asked.push_back(place);
  }
  find_health_pages(patient.host, asked);
  const auto rows = os::look_at_remotes(patient.host, asked, commands::usual_wait_ms);
  if (!rows) return {failure("reach", rows.error().message, "", rows.error().code)};
  for (const auto& row : *rows) {
    const auto name = text_in(row, "name"), status = text_in(row, "status");
    const auto words = name + " at " + text_in(row, "address") + ": " + (status == "ok" ? "answers" : status + ", " + text_in(row, "problem"));
    const bool there = status == "degraded" || status == "flapping" || status == "unknown";
    const auto mend = "chitty remote test " + name;
    const bool silent = status == "unreachable" || status == "hanging";
    if (is_well(row)) found.push_back(ok("reach." + name, words));
    else if (there) found.push_back(warning("reach." + name, words, mend));
    else found.push_back(failure("reach." + name, words, mend, silent ? Code::unreachable : Code::refused));
  }
  if (found.empty()) found.push_back(ok("reach", total == 0 ? "there are no remotes" : "every remote is on this machine's chittyd"));
  return found;
}

}  // namespace os::doctor
