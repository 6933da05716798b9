#include "http_server.hpp"

#include "http_connection.hpp"

namespace chittyconnect::mcp {

namespace asio = boost::asio;

namespace {

constexpr std::size_t most_connections = 512;
constexpr std::int64_t save_every_ms = 1000;

}  // namespace

HttpServer::HttpServer(asio::io_context& context, Server& server, Sessions& sessions, World world, HttpOptions options)
    : context_(context), acceptor_(context), server_(server), sessions_(sessions), world_(std::move(world)), options_(std::move(options)) {}

chitty::Result<std::uint16_t> HttpServer::listen(std::uint16_t port) {
  boost::system::error_code ec;
  const asio::ip::tcp::endpoint here(asio::ip::address_v4::loopback(), port);
  (void)acceptor_.open(here.protocol(), ec);
  if (!ec) (void)acceptor_.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) (void)acceptor_.bind(here, ec);
  if (!ec) (void)acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (ec == asio::error::address_in_use)
    return chitty::make_error(chitty::Code::conflict, "port " + std::to_string(port) + " is already in use", "Choose another one, or let the system choose: --port 0");
  if (ec) return chitty::make_error(chitty::Code::configuration, "cannot listen on port " + std::to_string(port) + ": " + ec.message(), "Choose another one: --port 0");
  port_ = acceptor_.local_endpoint().port();
  accept();
  return port_;
}

void HttpServer::accept() {
  acceptor_.async_accept([this](boost::system::error_code ec, asio::ip::tcp::socket socket) {
    if (ec == asio::error::operation_aborted) return;
    if (!ec && *connections_ < most_connections) std::make_shared<HttpConnection>(std::move(socket), *this, connections_)->read();
    accept();
  });
}

void HttpServer::tick() {
  const auto now = world_.now();
  server_.tick(sessions_.clients());
  for (const auto& session : sessions_.expired(now)) server_.leave(session->client);
  if (now - saved_ >= save_every_ms) sessions_.save(), saved_ = now;
}

void HttpServer::close() {
  boost::system::error_code ec;
  (void)acceptor_.close(ec);
  server_.close();
  sessions_.save();
}

}  // namespace chittyconnect::mcp
