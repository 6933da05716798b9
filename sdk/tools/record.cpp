#include "record.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // the plain C hash: nothing else of OpenSSL is linked in
#include <openssl/sha.h>

#include <cstdint>
#include <sstream>

namespace chitty::tool {

namespace {

std::string little_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

}  // namespace

std::string record_of(const std::string& payload) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), digest);
  // Written in two halves, so that this program does not itself contain the magic.
  return std::string(
             "\x7f"
             "chitty-") +
         std::string("manif\x1a\r\n", 8) + little_endian(1, 4) + little_endian(0, 4) +
         little_endian(payload.size(), 8) + std::string(reinterpret_cast<char*>(digest), sizeof digest) + payload;
}

std::string c_file_of(const std::string& record) {
  std::ostringstream out;
  // `retain` keeps the section when the linker drops what nothing refers to; older compilers do not know it, and there
  // `used` alone must do.
  out << "/* Made by chitty-manifest; do not edit. */\n"
         "#ifdef __has_attribute\n#if __has_attribute(retain) && defined(__ELF__)\n#define CHITTY_RETAIN , "
         "retain\n#endif\n#endif\n"
         "#ifndef CHITTY_RETAIN\n#define CHITTY_RETAIN\n#endif\n"
         "#if defined(__APPLE__)\n#define CHITTY_SECTION \"__TEXT,__chitty_mf\"\n"
         "#elif defined(_WIN32)\n#define CHITTY_SECTION \".chitty\"\n"
         "#else\n#define CHITTY_SECTION \".chitty.manifest\"\n#endif\n"
         "__attribute__((section(CHITTY_SECTION), aligned(16), used CHITTY_RETAIN))\n"
         "static const unsigned char chitty_manifest_record["
      << record.size() << "] = {";
  for (std::size_t i = 0; i < record.size(); ++i)
    out << (i % 24 ? "" : "\n") << static_cast<unsigned>(static_cast<unsigned char>(record[i])) << ',';
  out << "\n};\n";
  return out.str();
}

}  // namespace chitty::tool
