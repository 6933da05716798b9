// One invocation of a command: what the ABI calls `chitty_call`. Every function that the host offers to a command gets one.
#pragma once

#include "app/session.hpp"

#include <chitty/plugin.h>

struct chitty_call {
  chitty::Session& session;
  const chitty::Manifest& manifest;
  const chitty::Command& command;
  chitty::RecordWriter& writer;
  chitty::Progress& progress;
  std::string remote;         // the remote's name, from --remote or the first word; empty: the type's own
  int depth = 0;              // how many commands run this one (chitty.run/1); 0: the person does
  bool shown_only = false;    // a dry run has shown its request
  std::optional<chitty::Error> fault{};  // a record that was none: counts even if the plugin goes on as if nothing were
};

namespace chitty {

// The tables, one file each (table_*.cpp).
const chitty_call_api& call_table();
const chitty_log& log_table();
const chitty_output& output_table();
const chitty_input& input_table();
const chitty_http& http_table();
const chitty_config& config_table();
const chitty_browser& browser_table();
const chitty_run& run_table();
const chitty_crypto& crypto_table();
const chitty_local& local_table();

// The host as a command's plugin sees it; lives as long as the process.
const chitty_host& command_host();

// Which remote is meant by a name, before its settings are looked at: the call's own when it is empty, or one by name or type
// under the manifest's `uses`; PLUGIN_FAULT for any other.
struct Addressee {
  RemoteType type;
  std::string name, environment;  // an empty name: as in Config::remote
};
Result<Addressee> addressee(chitty_call& call, std::string_view remote);

// The remote that a request of this call goes to.
struct Destination {
  RemoteType type;
  Remote remote;
};
Result<Destination> destination(chitty_call& call, std::string_view remote);

}  // namespace chitty
