// Content-Encoding undone as a stream: gzip and deflate, by zlib.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::host {

class Decoder {
 public:
  using Read = std::function<Result<std::size_t>(char*, std::size_t)>;

  // Null for no encoding. MALFORMED for one that was not asked for. `address` is the reply's, for sentences.
  static Result<std::unique_ptr<Decoder>> make(std::string_view encoding, std::string address);
  virtual ~Decoder() = default;

  // Decoded bytes, taking encoded ones by `read`; 0 at the end. MALFORMED for damaged data, UNREACHABLE if it ends
  // early.
  virtual Result<std::size_t> read(char* buffer, std::size_t capacity, const Read& read) = 0;
};

}  // namespace chitty::host
