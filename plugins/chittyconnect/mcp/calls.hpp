// Runs commands in processes of their own, some at a time, off the server's thread.
#ifndef CHITTYCONNECT_MCP_CALLS_HPP
#define CHITTYCONNECT_MCP_CALLS_HPP

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "server.hpp"

namespace chittyconnect::mcp {

using Post = std::function<void(std::function<void()>)>;  // have it done on the server's thread; from any thread

class Calls {
 public:
  // Runs one; on a thread of ours, several at once. Ends soon once order.stop says so.
  using Run = std::function<Outcome(const Order& order, const std::function<void(std::string_view)>& line)>;

  Calls(Run run, Post post, std::size_t at_once = 8, std::size_t waiting = 64);
  ~Calls();  // stops all that run, and waits for them

  bool run(Order order, std::function<void(std::string)> line, std::function<void(Outcome)> done);

 private:
  struct Job {
    Order order;
    std::function<void(std::string)> line;
    std::function<void(Outcome)> done;
  };
  void work();

  Run run_;
  Post post_;
  std::size_t at_once_, waiting_, idle_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::vector<std::shared_ptr<std::atomic<bool>>> running_;
  std::vector<std::thread> threads_;
  bool ends_ = false;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_CALLS_HPP
