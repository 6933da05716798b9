// What a verifier elsewhere does with a status list: the way back from encode_status_list.
#pragma once

#include "../status_list.hpp"

#include <chitty/base64.hpp>

#include <zlib.h>

namespace chitty::id {

// The bitstring of an encoded list; none if it is no list, or longer than one of this service.
inline std::optional<std::string> decode_status_list(std::string_view encoded) {
  if (encoded.empty() || encoded[0] != 'u') return {};
  auto packed = from_base64url(encoded.substr(1));
  z_stream stream{};
  if (!packed || inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return {};
  std::string bits(status_list_length / 8, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(packed->data()), stream.avail_in = static_cast<uInt>(packed->size());
  stream.next_out = reinterpret_cast<Bytef*>(bits.data()), stream.avail_out = static_cast<uInt>(bits.size());
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == bits.size();
  inflateEnd(&stream);
  return whole ? std::optional(std::move(bits)) : std::nullopt;
}

inline bool status_bit(std::string_view bitstring, std::int64_t index) {
  const auto byte = static_cast<std::size_t>(index / 8);
  return index >= 0 && byte < bitstring.size() && (bitstring[byte] & (0x80 >> index % 8)) != 0;
}

}  // namespace chitty::id
