// One request's body and reply on the wire. Small replies are gathered whole, so that an error can still take their place;
// large ones and streams go out as they come.
#pragma once

#include "daemon/wire/http_error.hpp"
#include "daemon/wire/service_id.hpp"

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

// A client's connection below HTTP: as recv() and send() that never wait, with errno.
class BareClient {
 public:
  virtual ~BareClient() = default;
  virtual int socket() = 0;
  virtual std::string_view unread() const = 0;  // what has come on it already; until the next read
  virtual std::ptrdiff_t read_now(char* buffer, std::size_t capacity) = 0;
  virtual std::ptrdiff_t write_now(const char* data, std::size_t size) = 0;
  virtual short waits_for(short usual) const { return usual; }  // poll's, when one of these has said EAGAIN
  virtual void stop_sending() = 0;
};

// The connection below: blocking, on the thread that answers the request.
class Wire {
 public:
  virtual ~Wire() = default;
  // Up to `capacity` bytes of the body; 0 is its end. INVALID_ARGUMENT (too large), UNREACHABLE, TIMEOUT.
  virtual Result<std::size_t> read_body(char* buffer, std::size_t capacity) = 0;
  virtual Result<void> send(std::string_view bytes) = 0;  // UNREACHABLE, TIMEOUT
  virtual bool gone() const = 0;                          // the call is to stop: the client has left, the deadline has passed, or the daemon stops
  // Until when the reply must have begun, in nanoseconds of the steady clock; INT64_MAX once it has.
  virtual std::int64_t deadline() const = 0;
  virtual void begun() = 0;
  virtual bool stopping() const { return gone(); }  // the daemon stops

  // The client's side itself, for whoever speaks another protocol on it from here on; null where there is none. When the call ends it
  // is closed.
  virtual BareClient* bare() { return nullptr; }

  // Which service runs on it now, for whoever looks at the clock; the one before is given back, to be put back.
  virtual const ServiceId* serve(const ServiceId* service) = 0;

  bool late() const {
    const std::int64_t until = deadline();
    return until != INT64_MAX && std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count() > until;
  }
};

class Exchange {
 public:
  struct Facts {
    std::string_view request_id;
    bool head_only = false, http11 = true, keep_alive = true;
    bool bare = false;  // only the body is wanted, without a head or chunks: a service that asks another
  };
  // `out` gathers what is to be sent; what stands in it already is an earlier reply's.
  Exchange(Wire& wire, std::string& out, const Facts& facts) : wire_(wire), out_(out), facts_(facts), start_(out.size()) {}

  static constexpr std::uint64_t unknown_length = UINT64_MAX;

  Wire& wire() { return wire_; }
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  // The whole body, looked at before the handler reads it: `read` gives the same once more. At most what the wire allows.
  Result<std::string_view> whole_body();

  // Keep what is written as well, up to so many bytes, for whoever looks at the reply when it is done.
  void keep_reply(std::size_t most) { most_kept_ = most; }
  std::optional<std::string_view> kept_reply() const;  // nothing: it was longer
  std::string_view content_type() const { return content_type_; }
  Result<void> begin(int status, std::string_view headers_json, std::uint64_t length);
  Result<void> write(std::string_view bytes);
  Result<void> flush();  // send what is gathered, before a wait

  // Somebody else's reply, handed on: in place of begin(). `fields` are whole lines; what of Server and Date they do not have is ours.
  // A status of 101 has no length, and is the end of HTTP on this connection.
  struct Relayed {
    int status = 0;
    std::string_view reason, fields;  // `reason` may be empty
    std::uint64_t length = unknown_length;
    bool has_server = false, has_date = false;
    std::string_view content_type{};
  };
  void relay(const Relayed& reply);
  void break_off() { cut_ = true; }                                // the reply cannot be completed
  void note_beyond(std::uint64_t bytes) { body_bytes_ += bytes; }  // of another protocol, behind a 101

  void give(int status, std::string_view content_type, std::string_view body);  // whole
  void refuse(const HttpError& refusal);                                        // whole, in place of what has not been sent; else nothing, and the connection is cut

  // A field of the reply, whoever gives it. Before it begins.
  void add_field(std::string_view name, std::string_view value);

  // What is left of the limit that is nearest to its end, for the fields X-RateLimit-…; what is known last when the reply begins.
  struct LimitLeft {
    std::uint64_t limit = 0, remaining = 0;
    std::int64_t ends_at = 0;  // milliseconds since 1970
  };
  void tell_limit(const LimitLeft& left) { limit_ = left; }

  // Further fields of limits, likewise: whole lines but for the numbers at their end.
  struct Rates {
    std::string_view lines;  // up to the first number
    std::uint64_t left = 0;
    std::string_view before_next{};      // and up to the second, if there is one
    std::optional<std::int64_t> next{};  // in seconds
    std::shared_ptr<const void> of{};    // keeps the texts

    void write(std::string& out) const;
  };
  void tell_rates(Rates rates) { rates_ = std::move(rates); }

  void finish();  // after the handler: ends a stream, marks a reply that stayed short
  bool begun() const { return status_ != 0; }
  int status() const { return status_; }
  std::uint64_t body_bytes() const { return body_bytes_; }
  bool cut() const { return cut_; }  // the reply cannot be completed: close the connection
  bool keep_alive() const { return facts_.keep_alive && !cut_; }
  void close_after() { facts_.keep_alive = false; }  // no further request on this connection

 private:
  void put_line(int status, const Relayed* relayed = nullptr);
  void put_field(std::string_view name, std::string_view value);
  void put_length(std::uint64_t length);
  void end_head();

  Wire& wire_;
  std::string& out_;
  Facts facts_;
  std::size_t start_;  // where this reply begins in `out_`
  std::string fields_;
  std::optional<LimitLeft> limit_;
  std::optional<Rates> rates_;
  std::string held_;  // of the body: whole_body
  std::size_t held_read_ = 0;
  std::string kept_, content_type_;
  std::size_t most_kept_ = 0;
  int status_ = 0;
  std::uint64_t length_ = 0, body_bytes_ = 0;
  bool chunked_ = false, no_body_ = false, at_once_ = false, sent_ = false, cut_ = false;
};

}  // namespace chitty::host::daemon
