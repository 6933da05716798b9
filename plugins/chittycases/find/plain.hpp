// The text in which is searched: all pages as one, words that were split at the end of a line joined, each run of space one space,
// ligatures and typographic quotes and dashes as on a typewriter; and where each of its bytes came from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "find.hpp"

namespace chittycases::find {

class Plain {
 public:
  explicit Plain(const std::vector<Page>& pages);

  std::string_view text() const { return text_; }
  // From `begin` to `end` (bytes of text()) as a finding: its page and place. What runs over the end of a page has the page where it begins.
  Finding found(std::string kind, std::size_t begin, std::size_t end, boost::json::object value) const;

 private:
  void take(std::size_t page, std::string_view text);
  void put(std::string_view bytes, std::size_t page, std::size_t at, std::size_t character);

  struct Origin {
    std::uint32_t page, at, character;  // index of the page; byte and character of its text
  };
  const std::vector<Page>& pages_;
  std::string text_;
  std::vector<Origin> origins_;
};

}  // namespace chittycases::find
