// One request and its reply on one connection, as HTTP/1.1 has it (the only file with Boost.Beast). For one thread at a
// time.
#pragma once

#include <memory>
#include <optional>

#include "net/engine/stream.hpp"

namespace chitty::host {

struct ReplyHead {
  int status = 0;
  std::string reason;
  Headers headers;
};

// What is sent after the head.
struct Upload {
  std::string_view body{};
  const std::function<std::size_t(char*, std::size_t)>* source = nullptr;  // instead of `body`
  std::int64_t length = -1;                                                // of the source; -1: chunked
};

class Exchange {
 public:
  // `address` is the request's, for sentences. `stream` and `context` stay with the exchange.
  Exchange(std::unique_ptr<Stream> stream, std::string address, ContextPtr context);
  ~Exchange();

  // Send, and read the reply's head; 1xx are passed over. `bodiless`: no body follows whatever the head says (HEAD,
  // CONNECT). A server that answers and hangs up before it has read everything is heard all the same.
  Result<ReplyHead> send(std::string_view head, const Upload& upload, bool bodiless);

  bool heard() const { return heard_; }  // at least one byte has been answered

  // Some bytes of the body, unchunked; 0 at its end. UNREACHABLE when it is cut off.
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  // The connection, if both sides are through with this exchange and mean to go on; else null.
  std::unique_ptr<Stream> release();

 private:
  struct Parser;

  Result<void> write_request(std::string_view head, const Upload& upload);
  Result<void> write_source(std::string_view head, const Upload& upload);
  Result<ReplyHead> read_head(bool bodiless);
  Result<void> feed();
  Error cut_off() const;
  Error malformed(const std::string& why) const;

  std::unique_ptr<Stream> stream_;
  std::string address_;
  ContextPtr context_;
  std::unique_ptr<Parser> parser_;
  bool heard_ = false;
  bool sent_all_ = false;
  std::uint64_t received_ = 0;  // of the body
};

}  // namespace chitty::host
