// MCP over streamable HTTP, for clients of this machine: one address, both eras, each request by its own era's rules.
#ifndef CHITTYCONNECT_MCP_HTTP_SERVER_HPP
#define CHITTYCONNECT_MCP_HTTP_SERVER_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "server.hpp"
#include "session.hpp"

namespace chittyconnect::mcp {

struct HttpOptions {
  std::string token;   // what a client must send as its bearer token; empty: nobody is asked
  std::string issuer;  // the authorization server that its tokens come from; empty: none is named
  // Is a bearer token other than `token` the person's own? Asked on the server's thread; may be empty.
  std::function<bool(const std::string& token)> accepts;
};

class HttpConnection;

class HttpServer {
 public:
  HttpServer(boost::asio::io_context& context, Server& server, Sessions& sessions, World world, HttpOptions options);

  // On 127.0.0.1; port 0 is any. CONFLICT: it is taken.
  chitty::Result<std::uint16_t> listen(std::uint16_t port);
  void tick();   // several times a second
  void close();  // no more connections; those that listen are told

  Server& server() { return server_; }
  Sessions& sessions() { return sessions_; }
  const World& world() const { return world_; }
  const HttpOptions& options() const { return options_; }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  boost::asio::io_context::executor_type executor() { return context_.get_executor(); }

 private:
  void accept();

  boost::asio::io_context& context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  Server& server_;
  Sessions& sessions_;
  World world_;
  HttpOptions options_;
  std::uint16_t port_ = 0;
  std::shared_ptr<std::size_t> connections_ = std::make_shared<std::size_t>(0);  // a connection may outlive this
  std::int64_t saved_ = 0;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_HTTP_SERVER_HPP
