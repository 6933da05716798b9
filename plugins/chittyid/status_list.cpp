#include "status_list.hpp"

#include <chitty/base64.hpp>

#include <zlib.h>

namespace chitty::id {

Result<std::string> encode_status_list(const std::vector<std::int64_t>& revoked) {
  constexpr int gzip = 16 + MAX_WBITS;
  std::string bits(status_list_length / 8, '\0');
  for (const auto index : revoked)
    if (index >= 0 && index < status_list_length) bits[static_cast<std::size_t>(index / 8)] |= static_cast<char>(0x80 >> index % 8);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return make_error(Code::plugin_fault, "The status list could not be compressed.");
  std::string packed(deflateBound(&stream, bits.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bits.data()), stream.avail_in = static_cast<uInt>(bits.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data()), stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return make_error(Code::plugin_fault, "The status list could not be compressed.");
  return "u" + base64url(packed);
}

}  // namespace chitty::id
