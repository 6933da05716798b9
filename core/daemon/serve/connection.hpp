// One client's connection: requests one after the other, each read, answered, sent. Reading and waiting is asynchronous; a
// service answers on the thread that has read its request, and large bodies are then streamed on that thread.
#pragma once

#include "daemon/serve/client_stream.hpp"
#include "daemon/serve/connections.hpp"
#include "daemon/serve/dispatcher.hpp"
#include "daemon/serve/patience.hpp"
#include "daemon/serve/request_parser.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chitty::host::daemon {

class Connection final : public std::enable_shared_from_this<Connection>, private Wire, private BareClient {
 public:
  using Socket = ClientStream::Socket;
  static constexpr std::size_t read_whole = 1u << 20;  // a body up to this is there before its service runs

  // `client`: whose it is (failed_logins.hpp), where that is counted; empty: it is not. `only_owner`: everybody else is told that
  // there are too many connections. `tls`: over the socket, where the client is to speak it.
  Connection(Socket socket, std::unique_ptr<TlsSession> tls, Dispatcher& dispatcher, Connections& all, const Patience& patience,
             std::string client, bool only_owner);
  ~Connection() override;
  void start();
  void start_refused(HttpError refusal);  // says so, and ends

  // By Connections, on other threads.
  const ServiceId* tick(std::chrono::steady_clock::time_point now);
  void close_if_idle();
  // Who makes room first: the lowest. Idle ones by how long they are; then those whose request stands still. Nothing for one
  // that is at work.
  using Rank = std::pair<int, std::int64_t>;
  std::optional<Rank> rank(std::chrono::steady_clock::time_point now) const;
  bool end_waiting();  // true when it does
  bool ended() const { return ended_; }
  const std::string& client() const { return client_; }

 private:
  enum class Stage {
    head,
    body,
    closing
  };
  enum class Waiting : int {
    nothing,
    idle,
    head,
    body,
    write,
    service
  };

  void advance();     // as far as the bytes that are there go
  bool parse_head();  // false: more bytes are needed, and asked for
  bool parse_body();
  void on_head();
  void answer();
  void refuse(HttpError refusal);  // of a request that is none
  void read_more(Waiting for_what);
  void read_head();
  void read_body_piece();
  void on_read(boost::system::error_code ec, std::size_t got);
  void take_piece();
  void too_slow();
  void too_much();
  void no_tls();
  void send_then_advance();
  void send_rest();
  void finish_closing();
  void next_request();
  boost::system::error_code feed();
  void make_room(std::size_t free);
  bool hold() { return all_.hold(kept(), held_); }
  std::size_t kept() const;  // beyond what every connection has
  void rest();
  void wait_for(Waiting what, std::chrono::milliseconds at_most);  // and until when

  // Wire, for the service that runs now.
  Result<std::size_t> read_body(char* buffer, std::size_t capacity) override;
  Result<void> send(std::string_view bytes) override;
  bool gone() const override;
  std::int64_t deadline() const override { return deadline_.load(std::memory_order_relaxed); }
  bool stopping() const override { return all_.cancelling.load(std::memory_order_relaxed); }
  BareClient* bare() override { return this; }
  void begun() override { deadline_.store(INT64_MAX, std::memory_order_relaxed); }
  const ServiceId* serve(const ServiceId* service) override {
    return in_service_.exchange(service, std::memory_order_relaxed);
  }
  // BareClient, for a protocol that is not ours (forward/).
  int socket() override { return socket_.native_handle(); }
  std::string_view unread() const override { return {buffer_.data() + begin_, end_ - begin_}; }
  std::ptrdiff_t read_now(char* buffer, std::size_t capacity) override { return socket_.read_now(buffer, capacity); }
  std::ptrdiff_t write_now(const char* data, std::size_t size) override { return socket_.write_now(data, size); }
  short waits_for(short usual) const override { return socket_.waits_for(usual); }
  void stop_sending() override { socket_.stop_sending(); }

  void more_time();
  const ServiceId* look_at_service(std::int64_t now);
  Result<void> wait_blocking(short events, std::uint64_t bytes);

  ClientStream socket_;
  Dispatcher& dispatcher_;
  Connections& all_;
  const Patience& patience_;
  const std::string client_;
  const bool only_owner_;
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
  bool head_begun_ = false, unread_body_ = false, guessed_ = false;
  Pace coming_, going_;     // of the body that is read now, of the reply that is sent now
  std::uint64_t sent_ = 0;  // of this reply

  std::atomic<Waiting> waiting_{Waiting::nothing};
  std::atomic<std::int64_t> deadline_{INT64_MAX};  // of what it waits for: nanoseconds of the steady clock
  std::atomic<std::int64_t> since_{0};             // when it began to
  std::atomic<bool> timed_out_{false}, ended_{false};
  std::atomic<std::int64_t> gone_{INT64_MAX};  // since when the client is, as the clock has seen it
  std::atomic<const ServiceId*> in_service_{nullptr};
};

}  // namespace chitty::host::daemon
