// One client's connection: requests one after the other, each read, answered, sent. Reading and waiting is asynchronous; a
// service answers on the thread that has read its request, and large bodies are then streamed on that thread.
#pragma once

#include "daemon/dispatcher.hpp"
#include "daemon/request_parser.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace chitty::daemon {

// How long a client may take. Tests have shorter ones.
struct Patience {
  std::chrono::milliseconds head{10000};  // for the head of a request, from its first byte
  std::chrono::milliseconds idle{30000};  // between requests
  std::chrono::milliseconds body{30000};  // between two pieces of a body, and of a reply that the client reads slowly
  // And how long a service may take until its reply begins, from the last piece of the body that it read: then the call is
  // to stop. One that still runs so much later, or so much after its client has left, hangs.
  std::chrono::milliseconds reply{120000};
  std::chrono::milliseconds stubborn{30000};
};

class Connection;

// All connections: for the clock that ends slow ones, and for a graceful stop.
class Connections {
 public:
  void add(Connection* connection);
  void remove(Connection* connection);
  std::size_t size() const;
  const HostedService* look_at_clock();  // a few times a second; a service that hangs, or null
  void close_idle();     // ends those that wait for a request

  // For one more than `most`: ends a share of those that wait for a request for longest. False when there are none.
  bool make_room(std::size_t most);

  // Bodies that come slowly are held in memory, all together up to so many bytes. `held` is one connection's share, now to be
  // `wanted`; false when that is too much.
  bool hold(std::size_t wanted, std::size_t& held);
  std::size_t most_held = 256u << 20;
  std::atomic<bool> draining{false};   // no further requests on a connection
  std::atomic<bool> cancelling{false};  // running calls are asked to stop

 private:
  mutable std::mutex mutex_;
  std::unordered_set<Connection*> all_;
  std::chrono::steady_clock::time_point looked_;  // for idle ones, in vain
  std::atomic<std::size_t> held_{0};
};

class Connection final : public std::enable_shared_from_this<Connection>, private Wire {
 public:
  using Executor = boost::asio::io_context::executor_type;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  static constexpr std::size_t read_whole = 1u << 20;  // a body up to this is there before its service runs

  Connection(Socket socket, Dispatcher& dispatcher, Connections& all, const Patience& patience);
  ~Connection() override;
  void start() { advance(); }
  void start_refused(Refusal refusal);  // says so, and ends

  const HostedService* look_at_clock(std::chrono::steady_clock::time_point now);  // by Connections, on the clock's thread
  void close_if_idle();
  std::optional<std::int64_t> idle_until() const;  // nothing when it is not idle
  void close_idle_now();

 private:
  enum class Stage { head, body, discard, closing };
  enum class Waiting : int { nothing, idle, head, body, write, service };

  void advance();             // as far as the bytes that are there go
  bool parse_head();          // false: more bytes are needed, and asked for
  bool parse_body();
  void on_head();
  void answer();
  void refuse(Refusal refusal);  // of a request that is none
  void read_more(Waiting for_what);
  void send_then_advance();
  void send_rest();
  void finish_closing();
  void next_request();
  boost::system::error_code feed();
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void make_room(std::size_t free);
  void rest();
  void wait_for(Waiting what, std::chrono::milliseconds at_most);  // and until when

  // Wire, for the service that runs now.
  Result<std::size_t> read_body(char* buffer, std::size_t capacity) override;
  Result<void> send(std::string_view bytes) override;
  bool gone() const override;
  std::int64_t deadline() const override { return deadline_.load(std::memory_order_relaxed); }
  void begun() override { deadline_.store(INT64_MAX, std::memory_order_relaxed); }
  const HostedService* serve(const HostedService* service) override {
    return in_service_.exchange(service, std::memory_order_relaxed);
  }
  void more_time();
  const HostedService* look_at_service(std::int64_t now);
  Result<void> wait_blocking(short events);

  Socket socket_;
  Dispatcher& dispatcher_;
  Connections& all_;
  const Patience& patience_;
  std::string peer_;

  Stage stage_ = Stage::head;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;  // of what is unread in it
  std::optional<RequestParser> parser_;
  RequestHead head_;
  std::string body_;
  std::size_t body_taken_ = 0;
  std::size_t held_ = 0;  // of what Connections count
  std::uint64_t discarded_ = 0;
  std::optional<Dispatcher::Admission> admission_;
  std::string out_;
  bool keep_alive_ = true;
  bool head_begun_ = false, unread_body_ = false;

  std::atomic<Waiting> waiting_{Waiting::nothing};
  std::atomic<std::int64_t> deadline_{INT64_MAX};  // of what it waits for: nanoseconds of the steady clock
  std::atomic<bool> timed_out_{false};
  std::atomic<std::int64_t> gone_{INT64_MAX};  // since when the client is, as the clock has seen it
  std::atomic<const HostedService*> in_service_{nullptr};
};

}  // namespace chitty::daemon
