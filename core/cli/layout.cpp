#include "cli/layout.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t longest_name = 28;  // of the left column; longer ones get their own line
constexpr std::size_t margin = 2;
constexpr std::size_t narrowest_meaning = 24;  // a right column below this is hard to read

std::string fill(std::string text, std::size_t width) {
  const auto taken = code_points(text);
  if (taken < width) text.append(width - taken, ' ');
  return text;
}

// For a narrow terminal: each meaning below its name.
std::string stacked(const Rows& rows, std::size_t width) {
  constexpr std::size_t indent = 2 * margin + 2;
  std::string out;
  for (const auto& [name, meaning] : rows) {
    out += std::string(margin, ' ') + wrap(name, width, indent, margin) + "\n";
    if (!meaning.empty()) out += std::string(indent, ' ') + wrap(meaning, width, indent, indent) + "\n";
  }
  return out;
}

// Where the word that begins there ends. (Not find_first_of, which asks memchr of every letter.)
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != ' ' && text[at] != '\n') ++at;
  return at;
}

void trim_end(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

std::size_t code_points(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (c & 0xC0) != 0x80;
  return n;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent, std::size_t column) {
  std::string out;
  out.reserve(text.size() + text.size() / width * indent);
  bool line_is_empty = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = word_end(text, at);
    const auto word = text.substr(at, end - at);
    const bool new_paragraph = end < text.size() && text[end] == '\n';
    at = end + 1;
    if (!word.empty()) {
      if (!line_is_empty && column + 1 + code_points(word) > width) {
        out += "\n" + std::string(indent, ' ');
        column = indent;
        line_is_empty = true;
      }
      if (!line_is_empty) {
        out += ' ';
        ++column;
      }
      out += word;
      column += code_points(word);
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
  std::vector<std::size_t> widths;
  widths.reserve(rows.size());
  for (const auto& [name, meaning] : rows) {
    widths.push_back(code_points(name));
    if (widths.back() <= longest_name) left = std::max(left, widths.back());
  }
  const std::size_t right = margin + left + 2;
  if (right + narrowest_meaning > width) return stacked(rows, width);
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [name, meaning] = rows[i];
    out.append(margin, ' ') += name;
    if (!meaning.empty()) {
      const bool beside = widths[i] <= left;
      if (!beside) out += '\n';
      out.append(beside ? right - margin - widths[i] : right, ' ') += wrap(meaning, width, right, right);
    }
    out += '\n';
  }
  return out;
}

std::string narrow_columns(const Rows& rows, std::size_t width) {
  std::size_t left = 0;
  for (const auto& [name, meaning] : rows) left = std::max(left, code_points(name));
  const std::size_t half = width / 2;
  const std::size_t before = margin + left + 2;
  for (const auto& [name, meaning] : rows)
    if (before + code_points(meaning) + 1 > half) return columns(rows, width);
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

}  // namespace chitty::host
