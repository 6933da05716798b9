// One request on its way to a URL: breaker, connection, try and try again, and the reply back.
#pragma once

#include "daemon/forward/attempt.hpp"

namespace chitty::host::daemon {

class Log;

struct Errand {
  const ForwardRoute& route;
  Backend& backend;
  Surroundings& around;
  Log* log = nullptr;  // may be null
  const RequestHead& head;
  std::string_view path;  // normalised
  std::string_view peer, request_id;
  std::string_view traceparent;  // empty: none
  Exchange& exchange;
};

// Answers into the exchange, whatever happens; what was said of the client's body is in the exchange's own time.
class Delivery {
 public:
  explicit Delivery(const Errand& errand) : errand_(errand), body_(errand.head, errand.exchange) {}
  void run();

 private:
  enum class Next { done,
                    again };
  Next one_try();
  Next after(Failure failure, Breaker::Permit& permit);
  Next hand_on(Attempt& attempt, std::unique_ptr<Line> line, Breaker::Permit& permit);
  void relay(Attempt& attempt, std::unique_ptr<Line> line);
  void run_upgraded(Attempt& attempt, Line& line);
  bool try_again(bool allowed);
  bool may_repeat(bool nothing_sent) const;
  bool is_well(Breaker::Permit& permit);
  std::string head_text() const;
  void judge(Breaker::Permit& permit, bool good, std::string_view why);
  void refuse(const HttpError& refusal) { errand_.exchange.refuse(refusal); }

  const Errand errand_;
  RequestBody body_;
  std::optional<RetryBudget::Running> retrying_;
  unsigned tries_ = 0;
  bool fresh_ = false;  // a kept connection was closed under it once: only new ones from now on
};

}  // namespace chitty::host::daemon
