// Where the answers to one request go. Used on the server's thread only.
#ifndef CHITTYCONNECT_MCP_OUTLET_HPP
#define CHITTYCONNECT_MCP_OUTLET_HPP

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "json_rpc.hpp"

namespace chittyconnect::mcp {

class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual void message(std::string text) = 0;                  // in the course of the request: progress, a question
  virtual void answer(std::string text, int http_status) = 0;  // once; the end
  virtual void drop() = 0;                                     // there will be none: it was cancelled
};

// One call that is under way.
struct Work {
  json::value id;
  std::shared_ptr<Outlet> outlet;
  std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
  json::value progress_token;  // null: it does not want to know
  std::int64_t began = 0, told = 0;
  std::uint64_t steps = 0;
  std::string label, last_line;
  bool wants_log = false, ended = false;
};

// Who asks: a process at the other end of stdio, a session of the legacy era, or in the modern one whoever has sent one request.
struct Client {
  std::string caller;   // whose pages and consents these are
  std::string version;  // legacy: as agreed; empty before
  std::string name, log_level;
  json::object capabilities;
  bool over_http = false;
  std::set<std::string> subscriptions;
  std::map<std::string, std::shared_ptr<Work>> works;                             // by the key of the request's id
  std::map<std::string, std::function<void(const json::object& message)>> asked;  // our own requests, by the key of their ids
  std::uint64_t next_id = 1;
  std::function<void(std::string text)> announce;  // a message that answers nothing; may be empty
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_OUTLET_HPP
