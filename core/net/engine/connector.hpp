// Connections to origins: made through DNS, proxy and TLS, and kept while idle for further requests. [any thread]
#pragma once

#include <map>
#include <mutex>

#include "net/engine/proxy.hpp"
#include "net/engine/tls.hpp"

namespace chitty::host {

struct Connection {
  std::unique_ptr<Stream> stream;
  std::string kept_under;
  bool kept = false;                // has served before: the other side may have hung up meanwhile
  bool through_proxy = false;       // a plain http proxy: the request line has the whole address
  std::string proxy_authorization;  // for that proxy
  Clock::time_point idle_since{};
};

class Connector {
 public:
  // A kept connection that was idle for less than `max_idle`, or a new one. TLS and CONNECT are done, by the authority (tls.hpp).
  Result<Connection> get(const Url& url, const std::string& authority, std::chrono::milliseconds max_idle, const ContextPtr& context);

  // Keep it for the next request to its origin by the same authority.
  void keep(Connection connection);

 private:
  Result<Connection> open(const Url& url, const std::string& authority, const ContextPtr& context);
  Result<std::shared_ptr<Tls>> tls(const std::string& authority);

  std::mutex mutex_;
  std::multimap<std::string, Connection> idle_;
  std::map<std::string, std::shared_ptr<Tls>> tls_;  // by authority
};

}  // namespace chitty::host
