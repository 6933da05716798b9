// One connection of a client: its requests one after the other, each answered whole or as a stream of events.
#ifndef CHITTYCONNECT_MCP_HTTP_CONNECTION_HPP
#define CHITTYCONNECT_MCP_HTTP_CONNECTION_HPP

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "http_server.hpp"

namespace chittyconnect::mcp {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

class HttpConnection : public Reader, public std::enable_shared_from_this<HttpConnection> {
 public:
  // `count`: of all connections, while they live.
  HttpConnection(boost::asio::ip::tcp::socket socket, HttpServer& server, std::shared_ptr<std::size_t> count);
  ~HttpConnection() override;

  void read();  // the next request

  // The whole reply; `more`: header lines, each with its end.
  void reply(int status, std::string_view type, std::string_view body, std::string_view more = {});
  void reply_json(int status, std::string_view body) { reply(status, "application/json", body, extra_); }

  // A stream of events instead. Nothing happens once the client has left.
  void begin_stream();
  void event(const std::string& id, const std::string& data) override;
  void end() override;
  bool is_streaming() const { return streaming_; }
  bool is_open() const { return open_; }
  void ping();  // a comment, so that nothing between us thinks that nobody is there

  std::string extra_;           // header lines of this reply
  std::function<void()> left_;  // called once when the client leaves before the reply has ended

 private:
  void handle(HttpRequest request);
  void write(std::string text);
  void write_next();
  void watch();
  void lost();
  void ended();

  boost::beast::tcp_stream stream_;
  boost::asio::steady_timer pulse_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  HttpServer& server_;
  std::shared_ptr<std::size_t> count_;
  std::deque<std::string> queue_;
  std::size_t queued_ = 0;
  std::shared_ptr<HttpConnection> self_;  // while a reply is under way
  bool streaming_ = false, writing_ = false, done_ = false, keep_alive_ = true, chunked_ = true, open_ = true, watching_ = false;
};

// What to do with a request (http_request.cpp); it is answered through `connection`, now or later.
void answer_request(HttpServer& server, const std::shared_ptr<HttpConnection>& connection, const HttpRequest& request);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_HTTP_CONNECTION_HPP
