#include "view/width.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace chitty::host {
namespace {

// One character as a person sees it: a code point with its marks, a flag, a family of emoji.
struct Cluster {
  std::size_t bytes = 0;
  std::size_t columns = 0;
};

// Reads the clusters of a text one after the other.
class Clusters {
 public:
  explicit Clusters(std::string_view text) : rest_(text) {}

  bool next(Cluster& cluster) {
    if (rest_.empty()) return false;
    cluster = {};
    utf8proc_int32_t before = 0, state = 0;
    while (cluster.bytes < rest_.size()) {
      utf8proc_int32_t c = 0;
      auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest_.data() + cluster.bytes),
                                   static_cast<utf8proc_ssize_t>(rest_.size() - cluster.bytes), &c);
      if (size <= 0) {
        c = 0xfffd;
        size = 1;
      }
      if (cluster.bytes > 0 && utf8proc_grapheme_break_stateful(before, c, &state)) break;
      cluster.bytes += static_cast<std::size_t>(size);
      cluster.columns = std::max(cluster.columns, columns_of(c));
      before = c;
    }
    rest_.remove_prefix(cluster.bytes);
    return true;
  }

 private:
  static std::size_t columns_of(utf8proc_int32_t c) {
    constexpr utf8proc_int32_t emoji_presentation = 0xfe0f;
    const bool flag_letter = c >= 0x1f1e6 && c <= 0x1f1ff;
    if (c == emoji_presentation || flag_letter) return 2;
    return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(c)));
  }

  std::string_view rest_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::size_t display_width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t columns = 0;
  Clusters clusters(text);
  for (Cluster cluster; clusters.next(cluster);) columns += cluster.columns;
  return columns;
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t bytes = 0, columns = 0;
  Clusters clusters(text);
  for (Cluster cluster; clusters.next(cluster) && columns + cluster.columns < width;)
    bytes += cluster.bytes, columns += cluster.columns;
  return std::string(text.substr(0, bytes)) + "…";
}

std::string cut_middle_to(std::string_view text, std::size_t width) {
  const auto columns = display_width(text);
  if (columns <= width) return std::string(text);
  if (width < 3) return cut_to(text, width);
  const auto before = width / 2;
  std::size_t skip = columns - (width - 1 - before), bytes = 0, skipped = 0;
  Clusters clusters(text);
  for (Cluster cluster; skipped < skip && clusters.next(cluster);) bytes += cluster.bytes, skipped += cluster.columns;
  return cut_to(text, before + 1) + std::string(text.substr(bytes));
}

void append_left(std::string& out, std::string_view text, std::size_t width) {
  const auto columns = display_width(text);
  out += text;
  if (columns < width) out.append(width - columns, ' ');
}

void append_right(std::string& out, std::string_view text, std::size_t width) {
  const auto columns = display_width(text);
  if (columns < width) out.append(width - columns, ' ');
  out += text;
}

}  // namespace chitty::host
