// What a host offers to plugins, and whether a manifest asks for more than that.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

// What is wrong, as a clause that follows the file's name; nothing when all is well.
struct Fault {
  std::string clause, hint;
};

// A value, so that tests can be another host.
struct HostOffer {
  unsigned abi_major = 0, abi_minor = 0;
  std::string machine;                          // "x86_64"
  std::string system;                           // "Linux"
  std::string version;                          // of the host program: for unstable extensions, which have no other
  std::vector<std::string_view> extensions;     // of chitty and of chittyd together: a manifest is read by both
  std::vector<std::string_view> manifest_keys;  // that this host understands, for `requires`
};
const HostOffer& this_host();

// What this host cannot give to a plugin of this manifest, if anything. Looked at before the schema: a manifest that a
// newer host would understand is to be told so, and not called malformed.
std::optional<Fault> asks_too_much(const json::object& manifest, const HostOffer& host);

}  // namespace chitty::host
