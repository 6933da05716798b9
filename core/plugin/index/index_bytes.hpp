// The structs of the index file read out of its bytes. Nothing beyond the end is ever read, and no row is believed whose
// hash is another. Private to the reader.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugin/bytes.hpp"
#include "plugin/candidate.hpp"
#include "plugin/index/index_layout.hpp"

namespace chitty::host::index_layout {

// A struct copied out of the file, which may stand at any alignment.
template <class T>
std::optional<T> copy_at(std::string_view bytes, std::uint64_t at) {
  const auto found = piece(bytes, at, sizeof(T));
  if (!found) return std::nullopt;
  T copy;
  std::memcpy(static_cast<void*>(&copy), found->data(), sizeof copy);
  return copy;
}

Head head_of(std::string_view bytes);  // Index::open has seen that it is there
std::uint64_t rows_at(const Head& head);
std::uint64_t words_at(const Head& head);
std::uint64_t steps_at(const Head& head);

std::string_view text_at(std::string_view bytes, const Text& text);

struct WholeRow {
  Row row;
  std::string_view path, body;
  std::string_view text(RowText which) const { return text_at(body, row.texts[which]); }
};
std::optional<WholeRow> whole_row(std::string_view bytes, std::size_t index);

// The lines that the writer made of a row's roots.
std::vector<Root> roots_of(std::string_view lines);
// The same of what its manifest says to try first.
std::vector<Example> start_of(std::string_view lines);

}  // namespace chitty::host::index_layout
