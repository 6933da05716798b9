#include "sheet.hpp"

namespace chittycases::report {

namespace {

// What would be markup, or end a cell, is escaped; a line stays a line.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) out += ' ';
    else if (std::string_view("\\`*_[]<>|#~").find(c) != std::string_view::npos) out += std::string("\\") + c;
    else out += c;
  }
  return out;
}

std::string row_of(const Block& block) {
  std::string out = "|";
  for (const auto& cell : block.cells) out += " " + plain(cell) + " |";
  return out + "\n";
}

}  // namespace

std::string markdown_of(const Sheet& sheet) {
  std::string out;
  char last = 0;
  for (const auto& block : sheet) {
    const bool goes_on = last == block.kind || (last == Block::head && block.kind == Block::row);
    if (!out.empty() && !(goes_on && (block.kind == Block::fact || block.kind == Block::point || block.kind == Block::row))) out += '\n';
    const auto first = block.cells.empty() ? std::string() : plain(block.cells.front());
    switch (block.kind) {
      case Block::title: out += "# " + first + "\n"; break;
      case Block::heading: out += "## " + first + "\n"; break;
      case Block::text: out += first + "\n"; break;
      case Block::small: out += "*" + first + "*\n"; break;
      case Block::point: out += "- " + first + "\n"; break;
      case Block::fact: out += "- **" + first + ":** " + plain(block.cells.at(1)) + "\n"; break;
      case Block::head: {
        out += row_of(block) + "|";
        for (std::size_t i = 0; i < block.cells.size(); ++i) out += " --- |";
        out += '\n';
        break;
      }
      case Block::row: out += row_of(block); break;
    }
    last = block.kind;
  }
  return out;
}

}  // namespace chittycases::report
