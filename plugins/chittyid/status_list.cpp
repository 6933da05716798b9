#include "status_list.hpp"


#include <chitty/base64.hpp>

#include <zlib.h>

namespace chitty::id {

namespace {

constexpr int gzip = 16 + MAX_WBITS;
constexpr std::size_t list_bytes = status_list_length / 8;

Bytef* bytes_of(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

Error not_a_list() { return make_error(Code::malformed, "The status list is not a compressed bitstring."); }

}  // namespace

Result<std::string> encode_status_list(const std::vector<std::int64_t>& revoked) {
  std::string bits(list_bytes, '\0');
  for (const auto index : revoked)
    if (index >= 0 && index < status_list_length) bits[static_cast<std::size_t>(index / 8)] |= static_cast<char>(0x80 >> index % 8);
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return make_error(Code::plugin_fault, "The status list could not be compressed.");
  std::string packed(deflateBound(&stream, bits.size()), '\0');
  stream.next_in = bytes_of(bits), stream.avail_in = static_cast<uInt>(bits.size());
  stream.next_out = bytes_of(packed), stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return make_error(Code::plugin_fault, "The status list could not be compressed.");
  return "u" + base64url(packed);
}

Result<std::string> decode_status_list(std::string_view encoded) {
  if (encoded.empty() || encoded[0] != 'u') return not_a_list();
  const auto packed = from_base64url(encoded.substr(1));
  z_stream stream{};
  if (!packed || inflateInit2(&stream, gzip) != Z_OK) return not_a_list();
  std::string bits(list_bytes, '\0');
  stream.next_in = bytes_of(*packed), stream.avail_in = static_cast<uInt>(packed->size());
  stream.next_out = bytes_of(bits), stream.avail_out = static_cast<uInt>(bits.size());
  const int ended = inflate(&stream, Z_FINISH);
  const bool whole = ended == Z_STREAM_END && stream.total_out == bits.size();
  inflateEnd(&stream);
  return whole ? Result<std::string>(std::move(bits)) : not_a_list();
}

bool status_bit(std::string_view bitstring, std::int64_t index) {
  const auto byte = static_cast<std::size_t>(index / 8);
  return index >= 0 && byte < bitstring.size() && (bitstring[byte] & (0x80 >> index % 8)) != 0;
}

}  // namespace chitty::id
