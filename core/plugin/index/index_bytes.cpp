#include "plugin/index/index_bytes.hpp"

#include <algorithm>

namespace chitty::host::index_layout {

Head head_of(std::string_view bytes) { return *copy_at<Head>(bytes, 0); }

std::uint64_t rows_at(const Head& head) { return sizeof(Head) + std::uint64_t{head.places} * sizeof(FolderRow); }
std::uint64_t words_at(const Head& head) { return rows_at(head) + std::uint64_t{head.rows} * sizeof(Row); }

std::uint64_t steps_at(const Head& head) { return words_at(head) + std::uint64_t{head.words} * sizeof(Word); }

std::string_view text_at(std::string_view bytes, const Text& text) {
  return piece(bytes, text.at, text.size).value_or(std::string_view());
}

std::optional<WholeRow> whole_row(std::string_view bytes, std::size_t index) {
  const Head head = head_of(bytes);
  if (index >= head.rows) return std::nullopt;
  const auto row = copy_at<Row>(bytes, rows_at(head) + index * sizeof(Row));
  if (!row) return std::nullopt;
  const auto body = piece(bytes, row->body_at, row->body_size);
  const auto path = piece(bytes, row->path.at, row->path.size);
  if (!body || !path || hash_of(*body, hash_of(*path, hash_of(before_hash(*row)))) != row->hash) return std::nullopt;
  return WholeRow{*row, *path, *body};
}

namespace {

// The first line, taken off.
std::string_view next_line(std::string_view& lines) {
  const auto line = lines.substr(0, lines.find('\n'));
  lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  return line;
}

}  // namespace

std::vector<Root> roots_of(std::string_view lines) {
  std::vector<Root> all;
  while (!lines.empty()) {
    const auto line = next_line(lines);
    const auto space = line.find(' ', 2);
    if (line.size() < 3 || space == std::string_view::npos) continue;
    all.push_back({std::string(line.substr(2, space - 2)), std::string(line.substr(space + 1)), line[0] == '1'});
  }
  return all;
}

std::vector<Example> start_of(std::string_view lines) {
  std::vector<Example> all;
  while (!lines.empty()) {
    const auto line = next_line(lines);
    if (const auto tab = line.find('\t'); tab != line.npos)
      all.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
  }
  return all;
}

}  // namespace chitty::host::index_layout
