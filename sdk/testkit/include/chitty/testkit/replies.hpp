// The remote of a test: which request is answered by what. Each reply is used once, in the order in which they were
// scripted; one that was never asked for is a complaint.
#ifndef CHITTY_TESTKIT_REPLIES_HPP
#define CHITTY_TESTKIT_REPLIES_HPP

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::testkit {

// A request that the plugin has sent, as it came.
struct Sent {
  std::string method, target, remote, body;
  json::object headers;
  std::uint32_t flags = 0;  // CHITTY_HTTP_...
};

class ScriptedReply {
 public:
  ScriptedReply(std::string method, std::string target) : method_(std::move(method)), target_(std::move(target)) {}

  // A JSON body.
  void answer(int status, const json::value& body) {
    answer_text(status, json::serialize(body), {{"content-type", "application/json"}});
  }
  // Any bytes. Header names in lower case.
  void answer_text(int status, std::string body, std::map<std::string, std::string> headers = {}) {
    status_ = status, body_ = std::move(body), headers_ = std::move(headers);
  }
  // No reply at all: the host's own failure, for instance Code::unreachable.
  void fail(Code code, std::string message) { failure_ = make_error(code, std::move(message)); }
  // The body breaks off after so many bytes: read fails with UNREACHABLE.
  ScriptedReply& cut_after(std::size_t bytes) { return cut_ = bytes, *this; }

  bool fits(const Sent& sent) const { return !used && sent.method == method_ && sent.target == target_; }
  std::string name() const { return method_ + " " + target_; }
  int status() const { return status_; }
  const std::string& body() const { return body_; }
  const std::map<std::string, std::string>& headers() const { return headers_; }
  const std::optional<Error>& failure() const { return failure_; }
  const std::optional<std::size_t>& cut() const { return cut_; }

  bool used = false;

 private:
  std::string method_, target_, body_;
  std::map<std::string, std::string> headers_;
  int status_ = 200;
  std::optional<Error> failure_;
  std::optional<std::size_t> cut_;
};

class Replies {
 public:
  // Method and target as they go on the wire: on("GET", "/list?limit=5"). Say then what the answer is; without words it
  // is 200 and an empty body.
  ScriptedReply& on(std::string method, std::string target) {
    return all_.emplace_back(std::move(method), std::move(target));
  }

  // The reply to every request that has none of its own, any number of times; for a test that does not know what will
  // be asked.
  ScriptedReply& otherwise() { return otherwise_.emplace("ANY", "other request"); }

  // Every request that has none of its own is answered by this function.
  void by(std::function<void(const Sent&, ScriptedReply&)> answer) { by_ = std::move(answer); }

  // The reply for a request, marked as used; null if none is scripted.
  const ScriptedReply* take(const Sent& sent) {
    for (auto& reply : all_)
      if (reply.fits(sent)) return reply.used = true, &reply;
    if (!by_) return otherwise_ ? &*otherwise_ : nullptr;
    auto& made = made_.emplace_back(sent.method, sent.target);
    return by_(sent, made), &made;
  }

  std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const auto& reply : all_)
      if (!reply.used) names.push_back(reply.name());
    return names;
  }

 private:
  std::deque<ScriptedReply> all_, made_;  // a deque: references to its members stay good
  std::optional<ScriptedReply> otherwise_;
  std::function<void(const Sent&, ScriptedReply&)> by_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_REPLIES_HPP
