// The MCP server, whatever it is reached by: messages in, answers out. One thread, but for the calls themselves.
#ifndef CHITTYCONNECT_MCP_SERVER_HPP
#define CHITTYCONNECT_MCP_SERVER_HPP

#include <chitty/json_schema.hpp>
#include <list>

#include "call_result.hpp"
#include "consents.hpp"
#include "era.hpp"
#include "outlet.hpp"
#include "tool_box.hpp"

namespace chittyconnect::mcp {

// A command to be run in a process of its own.
struct Order {
  std::vector<std::string> words;
  std::shared_ptr<std::atomic<bool>> stop;
};

// What the server needs of the world around it; called on its thread.
struct World {
  std::function<std::int64_t()> now;    // milliseconds since 1970
  std::function<std::string()> random;  // a text that nobody can guess
  Consents::Digest sha256;
  // Run it on another thread; `line` (of its standard error) and `done` come on the server's thread. False: too many run already.
  std::function<bool(Order order, std::function<void(std::string)> line, std::function<void(Outcome)> done)> run;
  std::string version;  // ours
};

class Server {
 public:
  Server(World world, ToolBox box, std::string key);

  // One message of a client. What it answers goes to `outlet`; of a notification or a response there is nothing, and `outlet` is dropped.
  // Over HTTP the headers have been looked at already.
  void receive(const std::shared_ptr<Client>& client, Message message, const std::shared_ptr<Outlet>& outlet);

  // Several in one, of version 2025-03-26; refused in others.
  void receive_batch(const std::shared_ptr<Client>& client, json::array batch, const std::shared_ptr<Outlet>& outlet);

  // The client of this request has left: what it asked for ends (modern), without an answer.
  void abandon(const std::shared_ptr<Client>& client, const json::value& id);
  void leave(const std::shared_ptr<Client>& client);  // all of them

  // Ask for it several times a second: who waits for long hears of it.
  void tick(std::list<std::weak_ptr<Client>>& clients);

  // Other commands are installed now.
  void replace(ToolBox box, std::list<std::weak_ptr<Client>>& clients);
  void close();  // those who listen are told that it ends

  const ToolBox& box() const { return box_; }

 private:
  // One request, with the rules that hold for it.
  struct Call {
    std::shared_ptr<Client> client;
    std::shared_ptr<Outlet> outlet;
    Message message;
    bool modern = false;
    ModernClient asker;                          // of a modern one
    bool knows(std::string_view version) const;  // is it of this version or a later one?
    bool can_elicit() const;
  };
  struct Listener {
    std::weak_ptr<Client> client;
    json::value id;
    std::shared_ptr<Outlet> outlet;
    json::object wants;
  };

  void request(Call call);
  void notified(const std::shared_ptr<Client>& client, const Message& message);
  void answered(const std::shared_ptr<Client>& client, const Message& message);
  void done(const Call& call, json::object result, bool cacheable = false);
  void refuse(const Call& call, RpcError error);

  // server_basics.cpp
  void initialize(Call& call);
  void discover(const Call& call);
  void set_level(const Call& call);
  void subscribe(const Call& call, bool on);
  void listen(Call& call);
  static json::object capabilities();

  // server_tools.cpp
  void list_tools(const Call& call);
  void call_tool(Call call);
  void run_command(Call call, const Tool& tool, json::object arguments);
  void ask_consent(Call call, const Tool& tool, json::object arguments);
  void start(const Call& call, const Tool& tool, const json::object& arguments, bool consented);
  void search(const Call& call, const json::object& arguments);
  void read_on(const Call& call, const json::object& arguments);
  void finish_tool(const Call& call, json::object result);
  std::string departure(const Tool& tool, bool input, const json::object& value);

  // server_reading.cpp
  void list_resources(const Call& call);
  void list_templates(const Call& call);
  void read_resource(const Call& call);
  void list_prompts(const Call& call);
  void get_prompt(const Call& call);
  void complete(const Call& call);
  void read_by_command(const Call& call, const std::string& uri, std::vector<std::string> words);
  void give_resource(const Call& call, const std::string& uri, std::string_view type, std::string text);
  std::shared_ptr<Work> begin_work(const Call& call, std::string label);
  bool end_work(const Call& call, const std::shared_ptr<Work>& work);

  World world_;
  ToolBox box_;
  Consents consents_;
  Pages pages_;
  std::map<std::string, chitty::JsonSchema> schemas_;  // compiled when first needed
  std::map<std::string, std::string> lists_;           // tools/list, written once
  std::list<Listener> listeners_;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_SERVER_HPP
