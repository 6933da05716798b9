// What running a declared request asks of the run around it. The app's sends over the network and gives records to the
// person; a test has its own. Everything is about one remote. On the call's thread only.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "net/transport.hpp"
#include "request/outgoing.hpp"

namespace chitty::host {

class Courier {
 public:
  virtual ~Courier() = default;

  // Signed and sent. A status of 400 and above is an error in the service's words, unless the request takes any.
  // CANCELLED where --dry-run shows it instead.
  virtual Result<std::unique_ptr<HttpReply>> send(const Outgoing& request) = 0;

  virtual Result<json::object> settings() = 0;                       // of the remote, without secrets
  virtual Result<std::string> secret(std::string_view setting) = 0;  // NOT_FOUND when it is not set
  virtual Result<void> record(json::value record) = 0;
  virtual Result<void> bytes(std::string_view data) = 0;
  // Asked before a file of the person's is written. CANCELLED where --dry-run says it instead.
  virtual Result<void> will_write(const std::string& file) = 0;
  virtual Result<std::size_t> input(char* buffer, std::size_t size) = 0;  // standard input; 0 at its end
  virtual void note(std::string_view line) = 0;
  virtual void progress(std::uint64_t done, std::uint64_t total, std::string_view label) = 0;
  virtual Result<void> wait(std::chrono::milliseconds time) = 0;  // CANCELLED when the call is to stop
};

}  // namespace chitty::host
