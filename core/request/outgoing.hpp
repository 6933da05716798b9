// A request on its way out, without address and credential: those are the remote's, and are put in last.
#pragma once

#include <string>

#include "net/transport.hpp"

namespace chitty::host {

struct Outgoing {
  std::string method;
  std::string target;  // path and query below the remote's base URL, percent-encoded; begins with '/'
  std::string url;     // instead of `target`: a whole URL that a reply gave; refused unless it is at the remote's own origin
  Headers headers;
  std::vector<std::string> secret_headers;  // those whose values came from a secret
  std::string body;
  std::function<std::size_t(char*, std::size_t)> source;  // the body as a stream instead (HttpRequest::source)
  std::int64_t source_length = -1;                        // -1: unknown
  bool repeatable = false;                                // may be sent again though its method is not safe
  bool is_anonymous = false;                              // goes without a credential even where there is one
  bool is_public = false;                                 // goes without a credential where there is none
  bool any_status = false;                                // every status is a reply
};

}  // namespace chitty::host
