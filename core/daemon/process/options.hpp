// The command line of chittyd (Boost.Program_options).
#pragma once

#include "base/paths.hpp"
#include "local/local_folder.hpp"

#include <chitty/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct Options {
  Paths paths;  // data and state as given
  std::string host = "127.0.0.1";
  std::uint16_t port = default_port;
  bool allow_remote = false;
  // Where it listens with TLS, besides; no files: nowhere.
  struct Tls {
    std::string host;
    std::uint16_t port = 0;
    std::filesystem::path certificate, key;
    explicit operator bool() const { return !certificate.empty(); }
  } tls;
  std::string database;        // URL, or a reference to one; empty: see database_url.hpp
  std::string blobs;           // URL of an object store, or a reference to one; empty: see blobs_setting.hpp
  std::filesystem::path log;   // empty: stderr
  unsigned threads = 0;        // 0: one for each core
  unsigned reply_limit = 120;  // seconds that a service may take until its reply begins
  bool check_replies = false;  // hold each reply against what the manifest says of its route
  std::string develop;         // a service whose migrations are redone when their text has changed
  unsigned watchdog = 15;      // seconds that the worker may show no sign of life; 0: for ever
  std::string print;           // not empty: print this and end (--help, --version)
  int owner_work = -1;         // descriptor of an order for admin/program.hpp; -1: be the daemon
};

// INVALID_ARGUMENT names the option; an address that others can reach is refused unless --allow-remote.
Result<Options> parse_options(int argc, const char* const* argv, Paths defaults);

bool is_loopback(const std::string& host);
std::string url_of(const std::string& host, std::uint16_t port, std::string_view scheme = "http");  // "http://[::1]:4271"

}  // namespace chitty::host::daemon
