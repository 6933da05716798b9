// What an HTTP request to the MCP endpoint is: who may send it, of which era it is, and which session and stream it means.
#include <boost/json/serialize.hpp>
#include <cctype>
#include <chitty/members.hpp>

#include "http_connection.hpp"

namespace chittyconnect::mcp {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view endpoint = "/mcp", metadata = "/.well-known/oauth-protected-resource", metadata_of_endpoint = "/.well-known/oauth-protected-resource/mcp";
constexpr auto patience_before_streaming = std::chrono::milliseconds(250);
using Connection = std::shared_ptr<HttpConnection>;

// Keeps the answer, for what has to be done before it goes out.
class Held : public Outlet {
 public:
  void message(std::string) override {}
  void answer(std::string text, int status) override { text_ = std::move(text), status_ = status; }
  void drop() override {}
  void give(const Connection& to) const { to->reply_json(status_, text_); }

 private:
  std::string text_;
  int status_ = 200;
};

class Nothing : public Outlet {
 public:
  void message(std::string) override {}
  void answer(std::string, int) override {}
  void drop() override {}
};

// Of the modern era: JSON, unless something has to be said before the answer.
class ModernOutlet : public Outlet {
 public:
  explicit ModernOutlet(const Connection& connection) : connection_(connection) {}
  void message(std::string text) override {
    if (const auto to = connection_.lock()) to->begin_stream(), to->event({}, text);
  }
  void answer(std::string text, int status) override {
    const auto to = connection_.lock();
    if (!to) return;
    if (!to->is_streaming()) return to->reply_json(status, text);
    to->event({}, text);
    to->end();
  }
  void drop() override {
    if (const auto to = connection_.lock()) to->begin_stream(), to->end();
  }

 private:
  std::weak_ptr<HttpConnection> connection_;
};

// Of the legacy era: JSON if it is quick; else a stream of the session, which a client can take up again after its connection broke.
class LegacyOutlet : public Outlet, public std::enable_shared_from_this<LegacyOutlet> {
 public:
  LegacyOutlet(const Connection& connection, std::shared_ptr<Session> session, HttpServer& server)
      : connection_(connection), session_(std::move(session)), server_(server) {}

  void message(std::string text) override { open(), stream_->add(std::move(text)); }
  void answer(std::string text, int status) override {
    answered_ = true;
    if (!stream_) {
      if (const auto to = connection_.lock()) to->reply_json(status, text);
      return;
    }
    stream_->add(std::move(text));
    stream_->finish(server_.world().now());
  }
  void drop() override {
    answered_ = true;
    open();
    stream_->finish(server_.world().now());
  }
  void open() {
    if (stream_) return;
    stream_ = session_->open(server_.world().now());
    const auto to = connection_.lock();
    if (!to) return;
    to->begin_stream();
    if (session_->client->version >= "2025-11-25") to->event(stream_->id_of(stream_->prime()), {});
    stream_->attach(to, 0);
  }
  void wait(boost::asio::steady_timer::executor_type executor) {
    const auto timer = std::make_shared<boost::asio::steady_timer>(executor, patience_before_streaming);
    timer->async_wait([self = shared_from_this(), timer](boost::system::error_code ec) {
      if (!ec && !self->answered_) self->open();
    });
  }
  bool is_answered() const { return answered_; }

 private:
  std::weak_ptr<HttpConnection> connection_;
  std::shared_ptr<Session> session_;
  HttpServer& server_;
  std::shared_ptr<Stream> stream_;
  bool answered_ = false;
};

std::string header_of(const HttpRequest& request, std::string_view name) {
  const auto found = request.find(boost::beast::string_view(name.data(), name.size()));
  return found == request.end() ? std::string() : std::string(found->value().data(), found->value().size());
}

void refuse(const Connection& to, int status, RpcCode code, std::string message, json::object data = {}) {
  to->reply(status, "application/json", json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", nullptr}, {"error", failure(nullptr, {code, std::move(message), std::move(data), status}).at("error")}}));
}

// "localhost:4280" and its like: what a page from elsewhere cannot have sent, whatever name it has led the browser by.
bool is_loopback(std::string_view host) {
  if (host.starts_with("[::1]")) host = host.substr(5);
  else if (host.starts_with("127.0.0.1")) host = host.substr(9);
  else if (host.starts_with("localhost")) host = host.substr(9);
  else return false;
  return host.empty() || (host[0] == ':' && host.size() > 1 && host.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

bool is_own_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme)) return is_loopback(origin.substr(scheme.size()));
  return false;
}

bool may(const HttpServer& server, const HttpRequest& request) {
  const auto& options = server.options();
  if (options.token.empty()) return true;
  const auto given = header_of(request, "Authorization");
  constexpr std::string_view scheme = "bearer ";
  if (given.size() <= scheme.size()) return false;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(given[i])) != scheme[i]) return false;
  const auto token = given.substr(scheme.size());
  // Digests are compared: how long it takes says nothing of the token.
  return server.world().sha256(token) == server.world().sha256(options.token) || (options.accepts && options.accepts(token));
}

bool accepts(const HttpRequest& request, std::string_view type) {
  const auto accept = header_of(request, "Accept");
  return accept.find(type) != std::string::npos || accept.find("*/*") != std::string::npos;
}

void describe(const HttpServer& server, const Connection& to) {
  if (server.options().issuer.empty()) return to->reply(404, "text/plain", "No authorization server is configured.\n");
  to->reply(200, "application/json",
            json::serialize(json::object{{"resource", server.address() + std::string(endpoint)}, {"authorization_servers", {server.options().issuer}}, {"bearer_methods_supported", {"header"}}, {"resource_name", "chitty"}}));
}

void unauthorized(const HttpServer& server, const Connection& to) {
  std::string challenge = "WWW-Authenticate: Bearer realm=\"chitty\"";
  if (!server.options().issuer.empty()) challenge += ", resource_metadata=\"" + server.address() + std::string(metadata_of_endpoint) + "\"";
  to->reply(401, "application/json", R"({"error":"invalid_token","error_description":"A bearer token is required."})", challenge + "\r\n");
}

std::shared_ptr<Session> session_of(HttpServer& server, const Connection& to, const HttpRequest& request) {
  const auto id = header_of(request, "Mcp-Session-Id");
  if (id.empty()) return refuse(to, 400, RpcCode::invalid_request, "Mcp-Session-Id is missing: send initialize first"), nullptr;
  auto session = server.sessions().find(id, server.world().now());
  if (!session) refuse(to, 404, RpcCode::invalid_request, "Session not found: send initialize again");
  return session;
}

void modern(HttpServer& server, const Connection& to, const HttpRequest& request, Message message) {
  if (message.kind != Message::Kind::request && message.kind != Message::Kind::malformed) return to->reply(202, {}, {});
  if (message.kind == Message::Kind::request)
    if (const auto wrong = header_mismatch(message, [&](std::string_view name) { return header_of(request, name); })) return to->reply_json(wrong->http_status, json::serialize(failure(message.id, *wrong)));
  const auto client = std::make_shared<Client>();
  client->caller = "person", client->over_http = true;
  server.sessions().clients().push_back(client);
  to->left_ = [&server, client] { server.server().leave(client); };
  server.server().receive(client, std::move(message), std::make_shared<ModernOutlet>(to));
}

void initialize(HttpServer& server, const Connection& to, Message message) {
  auto client = std::make_shared<Client>();
  const auto held = std::make_shared<Held>();
  server.server().receive(client, std::move(message), held);
  if (!client->version.empty()) {
    const auto session = server.sessions().create(server.world().random(), client, server.world().now());
    to->extra_ = "Mcp-Session-Id: " + session->id + "\r\n";
    server.sessions().save();
  }
  held->give(to);
}

void legacy(HttpServer& server, const Connection& to, const HttpRequest& request, json::value value) {
  const auto version = header_of(request, "MCP-Protocol-Version");
  if (!version.empty() && !is_legacy_version(version)) return refuse(to, 400, RpcCode::invalid_request, "Unsupported protocol version: " + version.substr(0, 40), {{"supported", supported_versions()}});
  const bool batch = value.is_array();
  json::array many = batch ? std::move(value.get_array()) : json::array();
  auto message = batch ? Message() : message_of(std::move(value));
  if (!batch && message.kind == Message::Kind::malformed) return to->reply_json(message.error.http_status, json::serialize(failure(message.id, message.error)));
  if (message.kind == Message::Kind::request && message.method == "initialize") return initialize(server, to, std::move(message));
  const auto session = session_of(server, to, request);
  if (!session) return;
  if (message.kind == Message::Kind::notification || message.kind == Message::Kind::response) {
    server.server().receive(session->client, std::move(message), std::make_shared<Nothing>());
    return to->reply(202, {}, {});
  }
  const auto level = session->client->log_level;
  const auto outlet = std::make_shared<LegacyOutlet>(to, session, server);
  batch ? server.server().receive_batch(session->client, std::move(many), outlet) : server.server().receive(session->client, std::move(message), outlet);
  if (level != session->client->log_level) server.sessions().changed();
  if (!outlet->is_answered()) outlet->wait(server.executor());
}

void post(HttpServer& server, const Connection& to, const HttpRequest& request) {
  const auto type = header_of(request, "Content-Type");
  if (type.substr(0, type.find(';')) != "application/json") return refuse(to, 415, RpcCode::invalid_request, "Content-Type must be application/json");
  if (!accepts(request, "application/json") || !accepts(request, "text/event-stream")) return refuse(to, 406, RpcCode::invalid_request, "Accept must name application/json and text/event-stream");
  auto parsed = parse(request.body());
  if (parsed.error) return to->reply_json(400, json::serialize(failure(nullptr, *parsed.error)));
  const auto header = header_of(request, "MCP-Protocol-Version");
  if (parsed.value.is_object()) {
    const auto* params = parsed.value.get_object().if_contains("params");
    const auto* method = parsed.value.get_object().if_contains("method");
    const bool says_so = params && params->is_object() && !version_in(params->get_object()).empty();
    if (says_so || header == modern_version || (method && *method == "server/discover")) return modern(server, to, request, message_of(std::move(parsed.value)));
  }
  legacy(server, to, request, std::move(parsed.value));
}

// A standing stream, or what is left of one.
void get(HttpServer& server, const Connection& to, const HttpRequest& request) {
  if (header_of(request, "MCP-Protocol-Version") == modern_version) return to->reply(405, "text/plain", "Send POST.\n", "Allow: POST\r\n");
  if (!accepts(request, "text/event-stream")) return refuse(to, 406, RpcCode::invalid_request, "Accept must name text/event-stream");
  const auto session = session_of(server, to, request);
  if (!session) return;
  std::uint64_t after = 0;
  const auto last = header_of(request, "Last-Event-ID");
  auto stream = last.empty() ? nullptr : session->find(last, after);
  to->begin_stream();
  if (stream) return stream->attach(to, after);
  stream = session->open(server.world().now());
  session->standing = stream;
  if (session->client->version >= "2025-11-25") to->event(stream->id_of(stream->prime()), {});
  stream->attach(to, 0);
}

void end_session(HttpServer& server, const Connection& to, const HttpRequest& request) {
  const auto session = session_of(server, to, request);
  if (!session) return;
  server.server().leave(session->client);
  server.sessions().remove(session->id);
  server.sessions().save();
  for (const auto& [number, stream] : session->streams) stream->finish(server.world().now());
  to->reply(200, {}, {});
}

}  // namespace

void answer_request(HttpServer& server, const Connection& connection, const HttpRequest& request) {
  const std::string_view whole(request.target().data(), request.target().size());
  const auto path = whole.substr(0, whole.find('?'));
  if (!is_loopback(header_of(request, "Host"))) return refuse(connection, 403, RpcCode::invalid_request, "This host name is not one of this server");
  if (const auto origin = header_of(request, "Origin"); !origin.empty() && !is_own_origin(origin)) return refuse(connection, 403, RpcCode::invalid_request, "Requests from this origin are not allowed");
  if (request.method() == http::verb::get && (path == metadata || path == metadata_of_endpoint)) return describe(server, connection);
  if (path != endpoint) return connection->reply(404, "text/plain", "The MCP endpoint is /mcp.\n");
  if (!may(server, request)) return unauthorized(server, connection);
  switch (request.method()) {
    case http::verb::post: return post(server, connection, request);
    case http::verb::get: return get(server, connection, request);
    case http::verb::delete_: return end_session(server, connection, request);
    default: connection->reply(405, "text/plain", "Send POST, GET or DELETE.\n", "Allow: POST, GET, DELETE\r\n");
  }
}

}  // namespace chittyconnect::mcp
