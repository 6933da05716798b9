// How a service asks another one of this daemon: the same router, gate, log and metrics, without a socket.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct ServiceCall;

class Peers {
 public:
  virtual ~Peers() = default;

  struct Question {
    std::string_view service, method, target, body;  // the target below the service's root
    json::object headers;                            // of strings
    bool as_service = false;                         // as the asking service, and not as its caller
  };
  struct Reply {
    int status = 0;
    std::string body;
  };
  // On the asker's own thread. NOT_FOUND, PLUGIN_FAULT, CANCELLED: see chitty.peer/1 in plugin.h; whatever the other
  // service answers is a reply. At most `deepest` services ask each other in a row.
  virtual Result<Reply> ask(ServiceCall& asker, const Question& question) = 0;
  static constexpr unsigned deepest = 8;

  // What the routes of each service here ask for, the daemon's own pages among them: arrays of scopes, by service.
  virtual json::object scopes() const = 0;
};

}  // namespace chitty::host::daemon
