// A run of postings as text that fits into a row: which entries have a word, and what it is worth in each. Two to four characters for a
// posting, none of which JSON escapes.
#ifndef CHITTY_SEARCH_POSTING_BLOCK_HPP
#define CHITTY_SEARCH_POSTING_BLOCK_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::search {

struct Posting {
  std::int64_t entry = 0;
  std::uint32_t worth = 0;  // 0 to most_worth

  bool operator==(const Posting&) const = default;
};

constexpr std::uint32_t most_worth = 63;

// A block takes no more once it is as long: a row of PostgreSQL stays in its page.
constexpr std::size_t full_block = 1800;

// Behind `last`, the entry of the posting before (of the first one the block's own `first`).
void append_posting(std::string& block, std::int64_t last, const Posting& posting);

// Of a block that begins at `first`, in their order. Nothing: it is none.
bool each_posting(std::string_view block, std::int64_t first, auto&& take);
std::optional<std::vector<Posting>> postings_of(std::string_view block, std::int64_t first);

namespace letters {

// What a character stands for; 64 and more: none.
struct Digits {
  std::uint8_t of[256];
  constexpr Digits() : of() {
    for (auto& digit : of) digit = 64;
    for (std::uint8_t i = 0; i < 64; ++i) of[static_cast<unsigned char>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[i])] = i;
  }
};
inline constexpr Digits digits;

}  // namespace letters

bool each_posting(std::string_view block, std::int64_t first, auto&& take) {
  Posting posting{first, 0};
  for (std::size_t at = 0; at < block.size();) {
    std::uint64_t step = 0;
    for (unsigned shift = 0;; shift += 5) {
      if (at == block.size() || shift > 60) return false;
      const auto digit = letters::digits.of[static_cast<unsigned char>(block[at++])];
      if (digit > 63) return false;
      step |= std::uint64_t{digit & 31u} << shift;
      if (digit < 32) break;
    }
    if (at == block.size()) return false;
    posting.entry += static_cast<std::int64_t>(step);
    posting.worth = letters::digits.of[static_cast<unsigned char>(block[at++])];
    if (posting.worth > most_worth) return false;
    take(posting);
  }
  return true;
}

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_POSTING_BLOCK_HPP
