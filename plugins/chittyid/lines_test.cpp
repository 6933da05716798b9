#include "lines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace chitty::id {
namespace {

std::vector<std::string> all_lines(std::string text, std::size_t piece) {
  std::size_t at = 0;
  Lines lines([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const auto size = text.copy(buffer, std::min(capacity, piece), at);
    at += size;
    return size;
  });
  std::vector<std::string> out;
  for (;;) {
    auto line = lines.next();
    if (!line || !*line) return out;
    out.push_back(**line);
  }
}

TEST(Lines, are_the_same_however_the_bytes_arrive) {
  const std::vector<std::string> expected{"one", "", "three", "last"};
  for (const std::size_t piece : {1u, 2u, 5u, 100u}) EXPECT_EQ(all_lines("one\n\nthree\nlast", piece), expected) << piece;
  EXPECT_EQ(all_lines("one\n", 3), std::vector<std::string>{"one"});
  EXPECT_TRUE(all_lines("", 3).empty());
}

TEST(Lines, one_without_end_is_refused_before_it_fills_the_memory) {
  Lines lines([](char* buffer, std::size_t capacity) -> Result<std::size_t> { return std::fill_n(buffer, capacity, 'x'), capacity; });
  const auto line = lines.next();
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, Code::invalid_argument);
}

TEST(Lines, a_broken_stream_says_so) {
  Lines lines([](char*, std::size_t) -> Result<std::size_t> { return make_error(Code::unreachable, "gone"); });
  EXPECT_EQ(lines.next().error().code, Code::unreachable);
}

}  // namespace
}  // namespace chitty::id
