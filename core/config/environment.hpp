// Environments inside one configuration file: what stands directly under `chittyos` (and `remotes`) belongs to the one that
// `chittyos.environment` names, every other one has its block under `chittyos.environments`.
#pragma once

#include "config/text/json_text.hpp"
#include "config/shape.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

// What `chittyos.environment` says; `otherwise` when it says nothing.
std::string named_environment(const json::object& root, std::string_view otherwise = "local");

// The part (`baseUrl`, `token`, `accounts`, `authority`, `services`, `sharedDatabase`, `sharedBlobs`, `quotas`, `reach`, `remotes`) of an environment, or null.
const json::value* environment_part(const json::object& root, std::string_view named, std::string_view environment, std::string_view part);

// Where that part stands, or would be written.
Steps environment_steps(const json::object& root, std::string_view named, std::string_view environment, std::string_view part);

// The name to keep the secret at these steps under: "staging.remotes.tracker.token". It says the environment even where the
// key does not, since the key moves when another environment is named, and the secret must not come to be the other's.
std::string secret_name(const json::object& root, const Steps& steps);

// The member of an object-valued part: environment_member(…, "services", "acme"); null when it is not there.
const json::object* environment_member(const json::object& root, std::string_view named, std::string_view environment,
                                       std::string_view part, std::string_view name);

// The names that mean something: the usual four and those in the file, sorted.
std::vector<std::string> environments_of(const json::object& root);

// What to do about an environment that is none of `known`: the nearest, all of them, and how to add it.
std::string environments_hint(const std::string& name, const std::vector<std::string>& known);

// Refused: the named environment has a block too, and both say where it is and what its token is. Nobody could tell whose
// the token directly under `chittyos` is, and a guess might send it to the other's address.
std::optional<Diagnostic> twofold_environment(const json::object& root, std::string_view named);

// Make `to` the named environment. The parts of the former one move into its block and those of `to` come out of its own, so
// that each keeps its addresses and tokens.
Result<void> switch_environment(JsonText& text, const json::object& root, std::string_view to);

}  // namespace chitty::host
