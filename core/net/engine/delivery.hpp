// One request on its way: tries, redirects, the fallback address. Made anew for each send.
#pragma once

#include "net/engine/redirect.hpp"
#include "net/engine/reply.hpp"

namespace chitty::host {

class Delivery {
 public:
  Delivery(const HttpRequest& request, std::shared_ptr<Connector> connector, ContextPtr context);

  Result<std::unique_ptr<HttpReply>> run();

 private:
  using Got = Result<std::unique_ptr<Reply>>;

  Got run_at(const std::string& address);
  Got fall_back(Got first);
  Got follow(Leg leg);
  Got persist(const Leg& leg);
  Got attempt(const Leg& leg);
  Got exchange(const Leg& leg, Connection connection, bool& heard);

  std::string head_of(const Leg& leg, const Connection& connection) const;
  Result<std::string> listener_of(const Leg& leg) const;
  Result<void> still_there(const Leg& leg, const std::string& before) const;
  const std::string& authority_of(const Leg& leg) const;
  bool may_repeat() const;
  Result<void> pause(std::chrono::milliseconds time, std::string_view why, std::string_view who) const;

  const HttpRequest& request_;
  std::function<std::size_t(char*, std::size_t)> source_;  // the request's, watched
  std::shared_ptr<Connector> connector_;
  ContextPtr context_;
  bool sent_ = false;          // something of the request may have reached a server
  bool source_begun_ = false;  // the stream has been read from: it cannot be sent again
};

}  // namespace chitty::host
