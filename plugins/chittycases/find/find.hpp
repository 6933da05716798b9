// What a document says: parties, dates, amounts, citations, deadlines, each with its place. Nothing here reads files or remembers
// anything; the time it takes grows with the length of the text and no faster. Any thread.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chittycases::find {

// A word's place on its page, in points from the top left corner.
struct Word {
  std::size_t offset = 0;  // of its first character, counted in characters (code points) from 0
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct Page {
  int number = 1;
  std::string text;  // UTF-8
  std::vector<Word> words;
};

struct Finding {
  std::string kind;  // party, date, amount, citation, deadline
  std::string text;  // as it stands on the page
  int page = 1;
  std::size_t offset = 0, length = 0;        // in characters
  boost::json::object value{};               // what it means
  std::optional<std::array<double, 4>> box;  // where the page has places: left, top, right, bottom
};

// In the order of the text.
std::vector<Finding> all_in(const std::vector<Page>& pages);

}  // namespace chittycases::find
