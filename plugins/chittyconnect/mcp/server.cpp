// What every message meets: is it one, of which era, who is to answer it.
#include "server.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::size_t most_works = 64, most_in_batch = 100;
constexpr std::int64_t between_progress_ms = 1000;

// Gathers the answers to a batch and gives them as one.
class Gathered {
 public:
  Gathered(std::shared_ptr<Outlet> outlet, std::size_t expected) : outlet_(std::move(outlet)), left_(expected) {}
  void message(std::string text) { outlet_->message(std::move(text)); }
  void add(const std::string& text) {
    if (!text.empty()) all_ += (all_.empty() ? "[" : ",") + text;
    if (--left_ == 0) all_.empty() ? outlet_->drop() : outlet_->answer(all_ + "]", 200);
  }

 private:
  std::shared_ptr<Outlet> outlet_;
  std::size_t left_;
  std::string all_;
};

class OneOfBatch : public Outlet {
 public:
  explicit OneOfBatch(std::shared_ptr<Gathered> all) : all_(std::move(all)) {}
  void message(std::string text) override { all_->message(std::move(text)); }
  void answer(std::string text, int) override { all_->add(text); }
  void drop() override { all_->add({}); }

 private:
  std::shared_ptr<Gathered> all_;
};

}  // namespace

Server::Server(World world, ToolBox box, std::string key) : world_(std::move(world)), box_(std::move(box)), consents_(world_.sha256, std::move(key)), pages_(world_.random) {}

// Versions are dates: they compare as texts.
bool Server::Call::knows(std::string_view version) const { return modern || client->version >= version; }

bool Server::Call::can_elicit() const {
  const auto& all = modern ? asker.capabilities : client->capabilities;
  const auto* elicitation = all.if_contains("elicitation");
  if (!elicitation || !elicitation->is_object()) return false;
  return elicitation->get_object().contains("form") || !elicitation->get_object().contains("url");
}

void Server::done(const Call& call, json::object result, bool cacheable) {
  if (call.modern) {
    if (!result.contains("resultType")) result["resultType"] = "complete";
    if (cacheable) result["ttlMs"] = 60'000, result["cacheScope"] = "private";
    if (!result.contains("_meta")) result["_meta"] = json::object();
    result["_meta"].as_object()["io.modelcontextprotocol/serverInfo"] = {{"name", "chitty"}, {"version", world_.version}};
  }
  call.outlet->answer(json::serialize(response(call.message.id, std::move(result))), 200);
}

// What went wrong with a request of the legacy era is told with 200: there only the transport's own errors have a status.
void Server::refuse(const Call& call, RpcError error) {
  call.outlet->answer(json::serialize(failure(call.message.id, error)), call.modern || error.code == RpcCode::invalid_request ? error.http_status : 200);
}

void Server::receive(const std::shared_ptr<Client>& client, Message message, const std::shared_ptr<Outlet>& outlet) {
  switch (message.kind) {
    case Message::Kind::malformed: return outlet->answer(json::serialize(failure(message.id, message.error)), message.error.http_status);
    case Message::Kind::notification: return notified(client, message), outlet->drop();
    case Message::Kind::response: return answered(client, message), outlet->drop();
    case Message::Kind::request: break;
  }
  Call call{client, outlet, std::move(message), false, {}};
  call.modern = call.message.method == "server/discover" || call.message.method == "subscriptions/listen" || !version_in(call.message.params).empty();
  if (call.modern) {
    auto checked = modern_request(call.message.params);
    if (checked.error) return refuse(call, *checked.error);
    call.asker = std::move(checked.client);
  }
  if (client->works.contains(key_of(call.message.id)))
    return refuse(call, {RpcCode::invalid_request, "A request with this id is still being answered", {}, 400});
  request(std::move(call));
}

void Server::request(Call call) {
  const std::string method = call.message.method;
  const auto is = [&](std::string_view name, bool modern, bool legacy) { return method == name && (call.modern ? modern : legacy); };
  if (is("initialize", false, true)) return initialize(call);
  if (is("ping", false, true)) return done(call, {});
  if (is("server/discover", true, false)) return discover(call);
  static constexpr std::string_view known[] = {"tools/list", "tools/call", "resources/list", "resources/templates/list", "resources/read", "prompts/list", "prompts/get", "completion/complete", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"};
  const bool is_known = std::find(std::begin(known), std::end(known), method) != std::end(known);
  if (!call.modern && is_known && call.client->version.empty()) return refuse(call, {RpcCode::invalid_request, "Send initialize first", {}, 400});
  if (is("tools/list", true, true)) return list_tools(call);
  if (is("tools/call", true, true)) return call_tool(std::move(call));
  if (is("resources/list", true, true)) return list_resources(call);
  if (is("resources/templates/list", true, true)) return list_templates(call);
  if (is("resources/read", true, true)) return read_resource(call);
  if (is("prompts/list", true, true)) return list_prompts(call);
  if (is("prompts/get", true, true)) return get_prompt(call);
  if (is("completion/complete", true, true)) return complete(call);
  if (is("subscriptions/listen", true, false)) return listen(call);
  if (is("logging/setLevel", false, true)) return set_level(call);
  if (is("resources/subscribe", false, true)) return subscribe(call, true);
  if (is("resources/unsubscribe", false, true)) return subscribe(call, false);
  refuse(call, {RpcCode::method_not_found, "Method not found: " + method.substr(0, 100), {}, 404});
}

void Server::notified(const std::shared_ptr<Client>& client, const Message& message) {
  if (message.method != "notifications/cancelled") return;
  if (const auto* id = message.params.if_contains("requestId")) abandon(client, *id);
}

void Server::answered(const std::shared_ptr<Client>& client, const Message& message) {
  const auto found = client->asked.find(key_of(message.id));
  if (found == client->asked.end()) return;
  const auto then = std::move(found->second);
  client->asked.erase(found);
  then(message.body);
}

void Server::receive_batch(const std::shared_ptr<Client>& client, json::array batch, const std::shared_ptr<Outlet>& outlet) {
  if (client->version != version_without_header || batch.empty() || batch.size() > most_in_batch) {
    const auto why = client->version != version_without_header ? "Batches are not supported: send one message at a time" : "A batch must have 1 to 100 messages";
    return outlet->answer(json::serialize(failure(nullptr, {RpcCode::invalid_request, why, {}, 400})), 400);
  }
  const auto all = std::make_shared<Gathered>(outlet, batch.size());
  for (auto& one : batch) receive(client, message_of(std::move(one)), std::make_shared<OneOfBatch>(all));
}

std::shared_ptr<Work> Server::begin_work(const Call& call, std::string label) {
  if (call.client->works.size() >= most_works) {
    refuse(call, {RpcCode::internal_error, "Too many calls at once: wait for some of them to end", {}, 503});
    return nullptr;
  }
  auto work = std::make_shared<Work>();
  work->id = call.message.id, work->outlet = call.outlet, work->label = std::move(label), work->began = work->told = world_.now();
  if (const auto* meta = call.message.params.if_contains("_meta"); meta && meta->is_object())
    if (const auto* token = meta->get_object().if_contains("progressToken"); token && (token->is_string() || token->is_int64() || token->is_uint64())) work->progress_token = *token;
  const auto& level = call.modern ? call.asker.log_level : call.client->log_level;
  // Before a legacy client has said what it wants, that is ours to decide.
  work->wants_log = level == "debug" || level == "info" || (level.empty() && !call.modern);
  call.client->works[key_of(work->id)] = work;
  return work;
}

// False: it was cancelled meanwhile, and nothing may be said of it.
bool Server::end_work(const Call& call, const std::shared_ptr<Work>& work) {
  if (work->ended) return false;
  work->ended = true;
  call.client->works.erase(key_of(work->id));
  return true;
}

void Server::abandon(const std::shared_ptr<Client>& client, const json::value& id) {
  for (auto it = listeners_.begin(); it != listeners_.end(); ++it)
    if (it->client.lock() == client && it->id == id) {
      const auto outlet = it->outlet;
      listeners_.erase(it);
      return outlet->drop();
    }
  const auto found = client->works.find(key_of(id));
  if (found == client->works.end()) return;
  const auto work = found->second;
  client->works.erase(found);
  work->ended = true;
  work->stop->store(true);
  work->outlet->drop();
}

void Server::leave(const std::shared_ptr<Client>& client) {
  while (!client->works.empty()) abandon(client, client->works.begin()->second->id);
  listeners_.remove_if([&](const auto& one) { return one.client.lock() == client; });
  client->asked.clear();
}

// A plugin says nothing of its progress to a process without a terminal; that it goes on, and its last words, are what there is.
void Server::tick(std::list<std::weak_ptr<Client>>& clients) {
  const auto now = world_.now();
  clients.remove_if([](const auto& one) { return one.expired(); });
  for (const auto& weak : clients) {
    const auto client = weak.lock();
    if (!client) continue;
    for (const auto& [key, work] : client->works) {
      if (work->progress_token.is_null() || now - work->told < between_progress_ms) continue;
      work->told = now;
      const auto seconds = std::max<std::uint64_t>(++work->steps, static_cast<std::uint64_t>((now - work->began) / 1000));
      work->steps = seconds;
      json::object params{{"progressToken", work->progress_token}, {"progress", seconds}};
      if (client->version.empty() || client->version >= "2025-03-26") params["message"] = work->last_line.empty() ? work->label : work->last_line;
      work->outlet->message(json::serialize(notification("notifications/progress", std::move(params))));
    }
  }
}

void Server::replace(ToolBox box, std::list<std::weak_ptr<Client>>& clients) {
  box_ = std::move(box);
  schemas_.clear(), lists_.clear();
  const auto changed = json::serialize(notification("notifications/tools/list_changed", {}));
  for (const auto& weak : clients)
    if (const auto client = weak.lock(); client && !client->version.empty() && client->announce) {
      client->announce(changed);
      if (client->subscriptions.contains("chitty://catalogue")) client->announce(json::serialize(notification("notifications/resources/updated", {{"uri", "chitty://catalogue"}})));
    }
  for (const auto& one : listeners_) {
    const json::object meta{{"io.modelcontextprotocol/subscriptionId", one.id}};
    if (one.wants.contains("toolsListChanged")) one.outlet->message(json::serialize(notification("notifications/tools/list_changed", {{"_meta", meta}})));
    if (one.wants.contains("resourceSubscriptions")) one.outlet->message(json::serialize(notification("notifications/resources/updated", {{"uri", "chitty://catalogue"}, {"_meta", meta}})));
  }
}

void Server::close() {
  for (const auto& one : listeners_)
    one.outlet->answer(json::serialize(response(one.id, {{"resultType", "complete"}, {"_meta", {{"io.modelcontextprotocol/subscriptionId", one.id}}}})), 200);
  listeners_.clear();
}

}  // namespace chittyconnect::mcp
