// The program that prints reports: blocks from standard input, a line each; a PDF in Base64 to standard output. It runs in a child, for fonts
// and shaping are much code, and none of it belongs into a daemon.
#include <exception>
#include <iostream>
#include <iterator>
#include <string_view>

#include "layout.hpp"

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (unsigned j = 0; j < 4; ++j) out += i + j > bytes.size() ? '=' : digits[group >> (18 - 6 * j) & 63];
  }
  return out;
}

}  // namespace

int main() {
  try {
    std::ios::sync_with_stdio(false);
    const std::string lines((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
    std::cout << base64(chittycases::print::pdf_of(chittycases::print::blocks_of(lines))) << "\n";
  } catch (const std::exception& why) {
    std::cerr << why.what() << "\n";
    return 4;
  }
  return 0;
}
