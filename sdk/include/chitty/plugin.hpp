// The table of contents of a plugin: which function is behind which command and which route. In one file of the plugin:
//
//     CHITTY_PLUGIN(
//         .commands = {{"id mint", mint}, {"id verify", verify}},
//         .routes = {{"mint", service::mint}},
//         .start = service::start,
//         .tend = service::tend,
//         .identity = {.check = service::who_is})
//
// Name and version come from the manifest (chitty_plugin() in CMake defines them). Every function here is noexcept with
// a catch-all inside: nothing but a status leaves the plugin (ABI-18).
#ifndef CHITTY_PLUGIN_HPP
#define CHITTY_PLUGIN_HPP

#include <chitty/service.hpp>
#include <vector>

namespace chitty {

// For the role `identity` (plugin.h, chitty.identity/1): who a token is, and which tokens were used.
struct Identity {
  Result<json::object> (*check)(Service&, std::string_view token) = nullptr;
  Result<void> (*used)(Service&, const json::array& uses) = nullptr;
};

// For the role `events` (plugin.h, chitty.event-log/1): keep these, within the transaction that is open.
using TakeEvents = Result<void> (*)(Service&, const json::array& events);

// For the role `policy` (plugin.h, chitty.policy/1): the document in force, or nothing when it is the one known; and being told of
// requests.
struct Policy {
  Result<std::optional<json::object>> (*document)(Service&, std::uint64_t known) = nullptr;
  Result<void> (*measured)(Service&, const json::array& sums) = nullptr;
};

// What the service does without being asked (plugin.h, chitty_service.tend): the work that there is now; how long until it is to be
// called again unless something is written, 0: as the host likes.
using Tend = Result<std::chrono::milliseconds> (*)(Service&);

struct PluginContents {
  std::vector<Command> commands{};
  std::vector<Route> routes{};
  Result<void> (*start)(Service&) = nullptr;
  Tend tend = nullptr;
  Identity identity{};
  TakeEvents take_events = nullptr;
  Policy policy{};
};

namespace detail {
const PluginContents& contents();  // by CHITTY_PLUGIN
chitty_status enter(const chitty_host* host, chitty_plugin* out, chitty_error* error, std::string_view name,
                    std::string_view version) noexcept;
}  // namespace detail
}  // namespace chitty

#define CHITTY_PLUGIN(...)                                                                        \
  namespace chitty::detail {                                                                      \
  const PluginContents& contents() {                                                              \
    static const PluginContents all{__VA_ARGS__};                                                 \
    return all;                                                                                   \
  }                                                                                               \
  }                                                                                               \
  extern "C" CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(                      \
      const chitty_host* host, chitty_plugin* plugin, chitty_error* error) {                      \
    return chitty::detail::enter(host, plugin, error, CHITTY_PLUGIN_NAME, CHITTY_PLUGIN_VERSION); \
  }

#endif  // CHITTY_PLUGIN_HPP
