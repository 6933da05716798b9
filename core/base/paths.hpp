// Where things are: the folders of one user and of this installation (XDG Base Directory). A value, so that tests and
// the daemon can have their own.
#pragma once

#include <filesystem>
#include <string>

namespace chitty::host {

struct Paths {
  std::filesystem::path config;   // $XDG_CONFIG_HOME/chitty: config.json, the user's words
  std::filesystem::path data;     // $XDG_DATA_HOME/chitty: plugins, secrets, the local ChittyOS
  std::filesystem::path cache;    // $XDG_CACHE_HOME/chitty: may be deleted at any time
  std::filesystem::path state;    // $XDG_STATE_HOME/chitty: logs
  std::filesystem::path library;  // <prefix>/lib/chitty beside the running program: plugins/, net.so
  std::filesystem::path program;  // <prefix>/bin: chitty, chittyd

  std::filesystem::path home{};  // what ~ stands for

  // From HOME, XDG_* and /proc/self/exe of this process. A relative HOME or XDG folder is ignored (XDG Base Directory).
  static Paths of_this_process();
};

}  // namespace chitty::host
