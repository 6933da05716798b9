#include "checksum.hpp"

namespace chitty::id {

std::string checksum(std::string_view fields) {
  int remainder = 0;
  for (const char c : fields) {
    const bool digit = c >= '0' && c <= '9';
    remainder = digit ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  const int check = (98 - remainder) % 97;
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

}  // namespace chitty::id
