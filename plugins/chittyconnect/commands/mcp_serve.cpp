// chitty connect mcp serve: the server itself, over standard input and output or over HTTP, in the foreground.
#include <boost/asio/post.hpp>
#include <chitty/members.hpp>
#include <chitty/new_file.hpp>
#include <chittyconnect_names.hpp>
#include <fstream>

#include "../mcp/http_server.hpp"
#include "../mcp/stdio.hpp"
#include "mcp_auth.hpp"
#include "mcp_setup.hpp"

namespace chittyconnect::commands {

using namespace chitty;

namespace {

constexpr std::int64_t look_every_ms = 5000;
constexpr auto turn = std::chrono::milliseconds(50);

// Looks from time to time whether other plugins are installed.
class Watch {
 public:
  Watch(Host& host, mcp::Server& server, mcp::Selection selection, std::string fingerprint, std::list<std::weak_ptr<mcp::Client>>& clients)
      : host_(host), server_(server), selection_(std::move(selection)), fingerprint_(std::move(fingerprint)), clients_(clients), next_(host.now() + look_every_ms) {}

  void look() {
    if (host_.now() < next_) return;
    next_ = host_.now() + look_every_ms;
    auto now = installed(host_);
    if (!now || now->fingerprint == fingerprint_) return;
    fingerprint_ = now->fingerprint;
    server_.replace(mcp::ToolBox(now->plugins, now->builtin, selection_), clients_);
  }

 private:
  Host& host_;
  mcp::Server& server_;
  mcp::Selection selection_;
  std::string fingerprint_;
  std::list<std::weak_ptr<mcp::Client>>& clients_;
  std::int64_t next_;
};

std::string content_of(const std::string& path) {
  std::ifstream in(path);
  std::string text;
  std::getline(in, text);
  return text;
}

Result<void> keep(const std::string& path, const std::string& text) {
  CHITTY_TRY(auto file, NewFile::beside(path, true, "Make the folder writable."));
  CHITTY_DO(file.write(text + "\n"));
  return file.exchange();
}

// Made once, and the same after a restart: it stands in the configuration of clients.
Result<std::string> token_in(const std::string& folder, Host& host) {
  auto token = content_of(folder + "/token");
  if (token.size() >= 32) return token;
  token = "mcp_" + unguessable(host);
  CHITTY_DO(keep(folder + "/token", token));
  return token;
}

// The port of last time, unless another one is asked for: it stands there, too.
std::uint16_t port_in(const std::string& folder) {
  const auto text = content_of(folder + "/port");
  const auto port = text.empty() || text.find_first_not_of("0123456789") != std::string::npos || text.size() > 5 ? 0 : std::stoi(text);
  return port < 65536 ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
}

Result<Reply> serve_http(const McpServe& args, Host& host) {
  CHITTY_TRY(const auto facts, host.daemon("background-enter", {{"name", background_name}, {"address", ""}}));
  const auto folder = text_in(facts, "folder");
  CHITTY_TRY(const auto all, installed(host));
  CHITTY_TRY(auto box, tool_box(all, selection_of(args)));
  mcp::HttpOptions options;
  std::optional<OwnTokens> own;
  if (args.auth != "none") {
    CHITTY_TRY(options.token, token_in(folder, host));
  }
  if (args.auth == "chittyauth") {
    CHITTY_TRY(own, OwnTokens::of(host));
    options.issuer = own->issuer();
    options.accepts = [&own](const std::string& token) { return own->accepts(token); };
  }
  boost::asio::io_context context;
  mcp::Calls calls([&host](const auto& order, const auto& line) { return run_apart(host, order, line); }, [&context](std::function<void()> work) { boost::asio::post(context, std::move(work)); });
  const auto world = world_of(host, calls);
  CHITTY_TRY(auto key, host.crypto().random(32));
  mcp::Server server(world, std::move(box), std::move(key));
  mcp::Sessions sessions(folder + "/sessions.json");
  sessions.load(host.now());
  mcp::HttpServer http(context, server, sessions, world, std::move(options));
  CHITTY_TRY(const auto port, http.listen(args.port ? static_cast<std::uint16_t>(*args.port) : port_in(folder)));
  CHITTY_DO(keep(folder + "/port", std::to_string(port)));
  CHITTY_DO(host.daemon("background-enter", {{"name", background_name}, {"address", http.address() + "/mcp"}}));
  host.note("Serving MCP at " + http.address() + "/mcp" + (args.auth != "none" ? ", for clients with the token in " + folder + "/token" : ", for any program of this machine"));
  Watch watch(host, server, selection_of(args), all.fingerprint, sessions.clients());
  while (!host.cancelled()) {
    context.run_for(turn);
    context.restart();
    http.tick();
    watch.look();
  }
  http.close();
  context.run_for(turn);
  return Reply::nothing();
}

Result<Reply> serve_over_stdio(const McpServe& args, Host& host) {
  CHITTY_TRY(const auto all, installed(host));
  CHITTY_TRY(auto box, tool_box(all, selection_of(args)));
  mcp::Mailbox mailbox;
  mcp::Calls calls([&host](const auto& order, const auto& line) { return run_apart(host, order, line); }, [&mailbox](std::function<void()> work) { mailbox.post(std::move(work)); });
  CHITTY_TRY(auto key, host.crypto().random(32));
  mcp::Server server(world_of(host, calls), std::move(box), std::move(key));
  std::list<std::weak_ptr<mcp::Client>> clients;
  Watch watch(host, server, selection_of(args), all.fingerprint, clients);
  CHITTY_DO(mcp::serve_stdio(host, server, mailbox, clients, [&] { watch.look(); }));
  return Reply::nothing();
}

}  // namespace

Result<Reply> mcp_serve(const McpServe& args, Host& host) {
  if (args.http) return serve_http(args, host);
  if (args.port) return usage_error("'--port' needs '--http'");
  return serve_over_stdio(args, host);
}

}  // namespace chittyconnect::commands
