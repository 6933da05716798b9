#include <algorithm>
#include <chitty/search/posting_block.hpp>

namespace chitty::search {

void append_posting(std::string& block, std::int64_t last, const Posting& posting) {
  constexpr std::string_view characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  auto step = static_cast<std::uint64_t>(posting.entry - last);
  for (; step > 31; step >>= 5) block += characters[32 | (step & 31)];
  block += characters[step];
  block += characters[std::min(posting.worth, most_worth)];
}

std::optional<std::vector<Posting>> postings_of(std::string_view block, std::int64_t first) {
  std::vector<Posting> all;
  if (!each_posting(block, first, [&](const Posting& posting) { all.push_back(posting); })) return {};
  return all;
}

}  // namespace chitty::search
