#include "cli/layout.hpp"

namespace chitty {
namespace {

constexpr std::size_t longest_name = 28;  // of the left column; longer ones get their own line
constexpr std::size_t margin = 2;

std::string fill(std::string text, std::size_t width) {
  const auto taken = places(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

void trim_end(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

std::size_t places(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (c & 0xC0) != 0x80;
  return n;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent, std::size_t column) {
  std::string out;
  bool line_is_empty = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" \n", at), text.size());
    const auto word = text.substr(at, end - at);
    const bool new_paragraph = end < text.size() && text[end] == '\n';
    at = end + 1;
    if (!word.empty()) {
      if (!line_is_empty && column + 1 + places(word) > width) {
        out += "\n" + std::string(indent, ' ');
        column = indent;
        line_is_empty = true;
      }
      if (!line_is_empty) out += ' ', ++column;
      out += word;
      column += places(word);
      line_is_empty = false;
    }
    if (new_paragraph) {
      const bool blank = at >= text.size() || text[at] == '\n';
      out += blank ? "\n" : "\n" + std::string(indent, ' ');
      column = indent;
      line_is_empty = true;
    }
  }
  for (auto at = out.find("\xC2\xA0"); at != out.npos; at = out.find("\xC2\xA0", at)) out.replace(at, 2, " ");
  return out;
}

std::string columns(const Rows& rows, std::size_t width) {
  std::size_t left = 0;
  for (const auto& [name, meaning] : rows)
    if (places(name) <= longest_name) left = std::max(left, places(name));
  const std::size_t right = margin + left + 2;
  std::string out;
  for (const auto& [name, meaning] : rows) {
    std::string line = std::string(margin, ' ') + name;
    if (!meaning.empty()) {
      line = places(name) <= left ? fill(line, right) : line + "\n" + std::string(right, ' ');
      line += wrap(meaning, std::max(width, right + 20), right, right);
    }
    out += line + "\n";
  }
  return out;
}

std::string narrow_columns(const Rows& rows, std::size_t width) {
  std::size_t left = 0;
  for (const auto& [name, meaning] : rows) left = std::max(left, places(name));
  const std::size_t half = width / 2;
  const std::size_t before = margin + left + 2;
  for (const auto& [name, meaning] : rows)
    if (before + places(meaning) + 1 > half) return columns(rows, width);
  const std::size_t lines = (rows.size() + 1) / 2;
  std::string out;
  for (std::size_t i = 0; i < lines; ++i) {
    std::string line;
    for (const std::size_t at : {i, i + lines}) {
      if (at >= rows.size()) break;
      const auto& [name, meaning] = rows[at];
      const auto cell = fill(std::string(margin, ' ') + name, before) + meaning;
      line = at == i ? cell : fill(line, half) + cell;
    }
    trim_end(line);
    out += line + "\n";
  }
  return out;
}

std::string heading(std::string_view text, bool colour) {
  return colour ? "\x1b[1m" + std::string(text) + "\x1b[0m\n" : std::string(text) + "\n";
}

}  // namespace chitty
