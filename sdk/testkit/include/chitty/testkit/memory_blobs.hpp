// chitty.blobs/1 in memory, for the life of the test program. Not part of <chitty/testkit.hpp>: link crypto, and
// offer(CHITTY_EXT_BLOBS, &testkit::memory_blobs()) before a plugin is opened.
#ifndef CHITTY_TESTKIT_MEMORY_BLOBS_HPP
#define CHITTY_TESTKIT_MEMORY_BLOBS_HPP

#include <openssl/sha.h>

#include <chitty/hex.hpp>
#include <chitty/testkit.hpp>
#include <map>

namespace chitty::testkit {

// What is kept, by address; a test may take some away.
inline std::map<std::string, std::string>& kept_blobs() {
  static std::map<std::string, std::string> all;
  return all;
}

inline const chitty_blobs& memory_blobs() {
  static const chitty_blobs table{
      sizeof(chitty_blobs),
      0,
      [](chitty_call*, const chitty_source* source, const chitty_sink* address, std::uint64_t* size,
         chitty_error*) -> chitty_status {
        std::string content;
        char buffer[4096];
        for (std::uint64_t got = 1; got != 0; content.append(buffer, got))
          if (const auto read = source->read(source->context, buffer, sizeof buffer, &got); read != CHITTY_OK) return read;
        std::string digest(32, '\0');
        SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(),
               reinterpret_cast<unsigned char*>(digest.data()));
        if (size) *size = content.size();
        const auto name = "sha256:" + hex(digest);
        kept_blobs()[name] = std::move(content);
        return address->write(address->context, name.data(), name.size());
      },
      [](chitty_call*, const chitty_str* address, const chitty_sink* out, chitty_error* error) -> chitty_status {
        const auto found = kept_blobs().find(std::string(abi::view(address)));
        if (found == kept_blobs().end()) return abi::fill(error, make_error(Code::not_found, "There is no such blob."));
        return out->write(out->context, found->second.data(), found->second.size());
      }};
  return table;
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_MEMORY_BLOBS_HPP
