// The server: sockets that listen, a pool of threads, a clock. Made from a Dispatcher; stopped gracefully.
#pragma once

#include "daemon/serve/connection.hpp"
#include "daemon/watch/thread_pool.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace chitty::host::daemon {

class Listener {
 public:
  struct Plan {
    unsigned threads = 0;  // 0: one for each core, at least two
    Patience patience;
    std::size_t most_connections = 0;  // 0: 16384, or as many as the process may have descriptors for
    bool shared_by_clients = false;    // one address has a quarter of the connections at most
    std::size_t most_held = 0;         // bytes of bodies that come slowly; 0: 256 MiB
    ServerTls* tls = nullptr;          // of the sockets from `first_tls` on, counted as they are given; or null
    std::size_t first_tls = 0;
    std::function<void()> on_thread;                // first on each thread
    std::function<void()> on_tick;                  // ten times a second, on a thread that does nothing else
    std::function<void(const ServiceId&)> on_hang;  // on that thread too: a call of it does not end, whatever it is told
    std::function<void(std::string_view)> on_failure;
    // Signs of life: on one of the threads a few times a second, when one is free; for each connection, which socket it is of;
    // and when none could be accepted because there are no descriptors left.
    std::function<void()> on_beat;
    std::function<void(std::size_t socket)> on_accept;
    std::function<void()> on_no_descriptors;
  };
  Listener(Dispatcher& dispatcher, Plan plan);
  ~Listener();

  // Takes the listening sockets over. Returns at once.
  void start(const std::vector<int>& sockets);

  // Accept no more, let what runs finish within `grace` (calls are asked to stop after a third of it), then end. True when
  // nothing was cut off; false when calls may still run: then only the end of the process, or of this, ends them.
  bool stop(std::chrono::milliseconds grace);

 private:
  using Executor = boost::asio::io_context::executor_type;
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  void accept(Acceptor& acceptor, std::size_t number);
  void beat();
  void take_in(Connection::Socket socket, bool by_tls);
  void retry_later(Acceptor& acceptor, std::size_t number);
  void watch_clock();

  Dispatcher& dispatcher_;
  Plan plan_;
  Connections connections_;
  boost::asio::io_context io_;
  std::deque<Acceptor> acceptors_;
  ThreadPool pool_;
  bool stopped_ = false;
  std::atomic<bool> beat_asked_{false};
  std::mutex clock_mutex_;
  std::condition_variable clock_end_;
  bool clock_ends_ = false;
  std::thread clock_;  // of its own: services that hang on every other thread do not stop it
};

}  // namespace chitty::host::daemon
