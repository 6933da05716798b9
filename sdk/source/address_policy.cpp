#include <chitty/address_policy.hpp>

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace chitty {
namespace {

using Bytes = std::array<unsigned char, 16>;

struct Net4 {
  std::uint32_t net;
  int bits;
  std::string_view word;
};
struct Net6 {
  Bytes net;
  int bits;
  std::string_view word;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) { return a << 24 | b << 16 | c << 8 | d; }

// They give credentials to whoever asks from this machine: EC2 and its likes, Alibaba, Oracle, Azure.
constexpr Net4 metadata4[] = {
    {v4(169, 254, 0, 0), 16, "metadata"}, {v4(100, 100, 100, 200), 32, "metadata"}, {v4(192, 0, 0, 192), 32, "metadata"}, {v4(168, 63, 129, 16), 32, "metadata"}};
// The registry of RFC 6890.
constexpr Net4 private4[] = {{v4(0, 0, 0, 0), 8, "unspecified"}, {v4(10, 0, 0, 0), 8, "private"}, {v4(100, 64, 0, 0), 10, "shared"}, {v4(127, 0, 0, 0), 8, "loopback"}, {v4(172, 16, 0, 0), 12, "private"}, {v4(192, 0, 0, 0), 24, "reserved"}, {v4(192, 0, 2, 0), 24, "documentation"}, {v4(192, 88, 99, 0), 24, "6to4"}, {v4(192, 168, 0, 0), 16, "private"}, {v4(198, 18, 0, 0), 15, "benchmarking"}, {v4(198, 51, 100, 0), 24, "documentation"}, {v4(203, 0, 113, 0), 24, "documentation"}, {v4(224, 0, 0, 0), 4, "multicast"}, {v4(240, 0, 0, 0), 4, "reserved"}};

constexpr Net6 metadata6[] = {{{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, "metadata"},
                              {{0xfd, 0x20, 0x00, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, "metadata"}};
constexpr Net6 private6[] = {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback"},
                             {{}, 96, "unspecified"},  // and what was IPv4-compatible
                             {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "mapped"},
                             {{0x00, 0x64, 0xff, 0x9b}, 96, "NAT64"},
                             {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "NAT64"},
                             {{0x01, 0x00}, 64, "discarded"},
                             {{0x20, 0x01}, 23, "reserved"},  // Teredo (2001::/32) and other protocols
                             {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
                             {{0x20, 0x02}, 16, "6to4"},
                             {{0x3f, 0xff}, 20, "documentation"},
                             {{0x5f, 0x00}, 16, "reserved"},
                             {{0xfc}, 7, "private"},
                             {{0xfe, 0x80}, 10, "link-local"},
                             {{0xfe, 0xc0}, 10, "private"},
                             {{0xff}, 8, "multicast"}};

bool is_in(std::uint32_t address, const Net4& net) { return (address ^ net.net) >> (32 - net.bits) == 0; }
bool is_in(const Bytes& address, const Net6& net) {
  for (int bit = 0; bit < net.bits; bit += 8) {
    const int count = net.bits - bit < 8 ? net.bits - bit : 8;
    const auto at = static_cast<std::size_t>(bit / 8);
    if ((address[at] ^ net.net[at]) >> (8 - count) != 0) return false;
  }
  return true;
}

template <class Address, class Net, std::size_t size>
std::string_view word_of(const Address& address, const Net (&nets)[size]) {
  for (const auto& net : nets)
    if (is_in(address, net)) return net.word;
  return {};
}

std::uint32_t four_at(const Bytes& bytes, std::size_t at) { return v4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]); }

// Where one of IPv6 may have one of IPv4 in it: mapped, compatible and NAT64 at its end; 6to4; Teredo, with its bits turned.
bool hides_metadata(const Bytes& address) {
  const bool at_end = word_of(address, private6) == "mapped" || word_of(address, private6) == "NAT64" || word_of(address, private6) == "unspecified";
  const bool is_6to4 = address[0] == 0x20 && address[1] == 0x02;
  const bool teredo = address[0] == 0x20 && address[1] == 0x01 && address[2] == 0 && address[3] == 0;
  return (at_end && !word_of(four_at(address, 12), metadata4).empty()) || (is_6to4 && !word_of(four_at(address, 2), metadata4).empty()) ||
         (teredo && !word_of(~four_at(address, 12), metadata4).empty());
}

std::string_view why6(const Bytes& address, bool allow_private) {
  if (!word_of(address, metadata6).empty() || hides_metadata(address)) return "metadata";
  return allow_private ? std::string_view() : word_of(address, private6);
}

std::string_view why4(std::uint32_t address, bool allow_private) {
  if (!word_of(address, metadata4).empty()) return "metadata";
  return allow_private ? std::string_view() : word_of(address, private4);
}

}  // namespace

std::string_view why_forbidden(const sockaddr_storage& address, bool allow_private) {
  if (address.ss_family == AF_INET) {
    sockaddr_in four;
    std::memcpy(&four, &address, sizeof four);
    return why4(ntohl(four.sin_addr.s_addr), allow_private);
  }
  if (address.ss_family != AF_INET6) return "unknown";
  sockaddr_in6 six;
  std::memcpy(&six, &address, sizeof six);
  Bytes bytes;
  std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
  return why6(bytes, allow_private);
}

}  // namespace chitty
