// What somebody looks for. Any text is a query: what stands in double quotes must occur as it is, every other word may; marks and
// operators are nothing.
#pragma once

#include <chitty/search/text_index.hpp>
#include <chitty/search/words.hpp>

namespace chittycontextual {

class Query {
 public:
  explicit Query(std::string_view text);

  bool empty() const { return terms_.empty(); }
  const std::vector<chitty::search::SearchTerm>& terms() const { return terms_; }
  bool has_phrases() const { return !phrases_.empty(); }

  // Does each phrase occur, its words in a row?
  bool fits(const std::vector<chitty::search::Word>& words) const;
  // Those of the words that were looked for, by their stems.
  std::vector<chitty::search::Word> found_in(const std::vector<chitty::search::Word>& words) const;

 private:
  std::vector<chitty::search::SearchTerm> terms_;
  std::vector<std::vector<std::string>> phrases_;
  std::set<std::string, std::less<>> stems_;
};

}  // namespace chittycontextual
