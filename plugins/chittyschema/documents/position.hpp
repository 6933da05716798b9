// Where in a JSON text something stands that a JSON pointer names: looked up when there is something to tell, so that checking
// itself need not count lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chittyschema {

struct Position {
  std::uint64_t line = 1, column = 1;  // from 1; a column is a character
};

// The offset of the value at `pointer` in `text`, which is valid JSON; of its member's name where `member` is there. As far as the
// pointer leads where it leads nowhere. Of a name that is there twice it is the last, which is the one that counts.
std::size_t offset_of(std::string_view text, std::string_view pointer, std::string_view member = {});

// `offset` of `text` as a position, where `text` begins at `from`.
Position position_of(std::string_view text, std::size_t offset, Position from = {});

}  // namespace chittyschema
