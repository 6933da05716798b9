// One request on its way: tries, redirects, the fallback address. Made anew for each send.
#pragma once

#include "net/engine/reply.hpp"
#include "net/headers.hpp"

namespace chitty {

class Delivery {
 public:
  Delivery(const HttpRequest& request, std::shared_ptr<Connector> connector, ContextPtr context);

  Result<std::unique_ptr<HttpReply>> run();

 private:
  using Got = Result<std::unique_ptr<Reply>>;

  // One address and what goes there; a redirect makes another.
  struct Leg : Form {
    Leg(Url to, Form form) : Form(std::move(form)), url(std::move(to)) {}
    Url url;
  };

  Got run_at(const std::string& address);
  Got fall_back(Got first);
  Got follow(Leg leg);
  Got persist(const Leg& leg);
  Got attempt(const Leg& leg);
  Got exchange(const Leg& leg, Connection connection, bool& heard);
  Result<std::optional<Leg>> next_leg(const Leg& leg, const Reply& reply) const;

  std::string head_of(const Leg& leg, const Connection& connection) const;
  bool may_repeat() const;
  Result<void> pause(std::chrono::milliseconds time, std::string_view why, std::string_view who) const;

  const HttpRequest& request_;
  std::function<std::size_t(char*, std::size_t)> source_;  // the request's, watched
  std::shared_ptr<Connector> connector_;
  ContextPtr context_;
  bool sent_ = false;          // something of the request may have reached a server
  bool source_begun_ = false;  // the stream has been read from: it cannot be sent again
};

}  // namespace chitty
