#include "daemon/forward/request_body.hpp"

#include <charconv>

namespace chitty::host::daemon {

RequestBody::RequestBody(const RequestHead& head, Exchange& exchange) : exchange_(exchange) {
  if (head.count("Transfer-Encoding") > 0) {
    is_there_ = true;
    return;
  }
  const auto text = head.first("Content-Length");
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  length_ = length;
  is_there_ = length > 0;
}

Result<void> RequestBody::begin() {
  while (is_there_ && kept_.size() < piece) {
    const std::size_t had = kept_.size();
    kept_.resize(piece);
    const auto got = exchange_.read(kept_.data() + had, piece - had);
    kept_.resize(had + (got ? *got : 0));
    if (!got) return got.error();
    if (length_ && kept_.size() == *length_) whole_ = true;
    if (*got == 0) whole_ = true;
    if (whole_) break;
  }
  if (whole_) length_ = kept_.size();
  return {};
}

void RequestBody::frame(std::string_view bytes, std::string& out) const {
  if (length_) {
    out.append(bytes);
    return;
  }
  char size[20];
  const auto end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
  out.append(size, end).append("\r\n").append(bytes).append("\r\n");
}

Result<void> RequestBody::next(std::string& out) {
  if (!kept_sent_) {
    kept_sent_ = true;
    if (!kept_.empty()) frame(kept_, out);
    if (whole_) ended_ = true;
    else kept_ = {};
    return {};
  }
  thread_local std::string memory;
  memory.resize(piece);
  const auto got = exchange_.read(memory.data(), memory.size());
  if (!got) return got.error();
  if (*got > 0) {
    frame(std::string_view(memory).substr(0, *got), out);
    return {};
  }
  if (!length_) out += "0\r\n\r\n";
  ended_ = true;
  return {};
}

}  // namespace chitty::host::daemon
