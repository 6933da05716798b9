#include "sheet.hpp"

namespace chittycases::report {

std::string lines_of(const Sheet& sheet) {
  std::string out;
  for (const auto& block : sheet) {
    out += static_cast<char>(block.kind);
    for (const auto& cell : block.cells) {
      out += '\t';
      for (const char c : cell) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
    out += '\n';
  }
  return out;
}

}  // namespace chittycases::report
