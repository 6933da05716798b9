// A reply whose head has arrived, as the caller sees it: decoded, traced, its connection given back at the end.
#pragma once

#include "net/engine/connector.hpp"
#include "net/engine/decoder.hpp"
#include "net/engine/exchange.hpp"

namespace chitty::host {

class Reply : public HttpReply {
 public:
  // `connection` is where the exchange's stream goes back to; its own stream is empty meanwhile.
  Reply(Url url, ReplyHead head, std::unique_ptr<Exchange> exchange, Connection connection,
        std::shared_ptr<Connector> connector, ContextPtr context);

  int status() const override { return head_.status; }
  std::string header(std::string_view name) const override;
  const Headers& headers() const override { return head_.headers; }
  std::string url() const override { return url_.text(); }
  Result<std::size_t> read(char* buffer, std::size_t capacity) override;

  // Read a short rest to its end, so that the connection can be used for the next try. A long one is dropped.
  void drain();

 private:
  Result<std::size_t> read_decoded(char* buffer, std::size_t capacity);

  Url url_;
  ReplyHead head_;
  std::unique_ptr<Exchange> exchange_;
  Connection connection_;
  std::shared_ptr<Connector> connector_;
  ContextPtr context_;
  std::unique_ptr<Decoder> decoder_;
  std::optional<Error> failure_;
  std::uint64_t given_ = 0;
  bool ended_ = false;
};

}  // namespace chitty::host
