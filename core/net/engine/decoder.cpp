#include "net/engine/decoder.hpp"

#include <zlib.h>

#include <algorithm>
#include <climits>

#include "net/engine/context.hpp"
#include "net/headers.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t piece_size = 32u << 10;

class Inflater : public Decoder {
 public:
  explicit Inflater(std::string address) : address_(std::move(address)), encoded_(piece_size, '\0') {
    ::inflateInit2(&zlib_, 15 + 32);  // 32: gzip or zlib, whichever it says it is
  }
  ~Inflater() override { ::inflateEnd(&zlib_); }

  Result<std::size_t> read(char* buffer, std::size_t capacity, const Read& read) override {
    zlib_.next_out = reinterpret_cast<Bytef*>(buffer);
    const auto room = zlib_.avail_out = static_cast<uInt>(std::min<std::size_t>(capacity, INT_MAX));
    while (zlib_.avail_out == room) {
      if (zlib_.avail_in == 0) {
        const auto got = read(encoded_.data(), encoded_.size());
        if (!got) return got.error();
        // No byte at all is no content (204, 304, HEAD, a length of 0), whatever encoding the head names.
        if (*got == 0) return whole_ || !begun_ ? Result<std::size_t>(std::size_t{0}) : ended_early();
        zlib_.next_in = reinterpret_cast<Bytef*>(encoded_.data());
        zlib_.avail_in = static_cast<uInt>(*got);
      }
      if (auto ok = step(); !ok) return ok.error();
    }
    return static_cast<std::size_t>(room - zlib_.avail_out);
  }

 private:
  Result<void> step() {
    if (whole_) ::inflateReset(&zlib_), whole_ = false;  // a gzip file may have several members
    const int state = ::inflate(&zlib_, Z_NO_FLUSH);
    // "deflate" without zlib's wrapping: wrong by the letter (RFC 9110, 8.4.1.2), and widely sent.
    if (state == Z_DATA_ERROR && !begun_ && zlib_.total_out == 0) {
      begun_ = true;
      zlib_.next_in = reinterpret_cast<Bytef*>(encoded_.data());
      zlib_.avail_in += static_cast<uInt>(zlib_.total_in);
      ::inflateReset2(&zlib_, -15);
      return step();
    }
    begun_ = true;
    if (state == Z_STREAM_END) whole_ = true;
    if (state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR) return {};
    auto error = make_error(Code::malformed, "The compressed reply of " + address_ +
                                                 " is damaged: " + (zlib_.msg ? zlib_.msg : "no reason given") + ".");
    error.details["reason"] = "malformed";
    return error;
  }

  Error ended_early() const {
    return unreachable(
        "The compressed reply of " + address_ + " was cut off after " + std::to_string(zlib_.total_in) + " bytes.",
        "cut_off", true, "Try again.");
  }

  std::string address_;
  std::string encoded_;
  z_stream zlib_{};
  bool begun_ = false;
  bool whole_ = false;
};

}  // namespace

Result<std::unique_ptr<Decoder>> Decoder::make(std::string_view encoding, std::string address) {
  if (encoding.empty() || same_name(encoding, "identity")) return std::unique_ptr<Decoder>();
  if (same_name(encoding, "gzip") || same_name(encoding, "x-gzip") || same_name(encoding, "deflate"))
    return std::unique_ptr<Decoder>(std::make_unique<Inflater>(std::move(address)));
  return make_error(Code::malformed, address + " answered in an encoding that was not asked for: " +
                                         std::string(encoding.substr(0, 60)));
}

}  // namespace chitty::host
