// Passages: spans of a page's text that can be quoted. A quotation is never written, only cut out: its text is the page's from `start` to
// `end`, and `holds` says whether it still is.
#ifndef CHITTYCHAT_RETRIEVAL_PASSAGES_HPP
#define CHITTYCHAT_RETRIEVAL_PASSAGES_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chittychat {

struct Page {
  std::string document, name;  // ID and file name
  std::int64_t number = 0;     // 0: the case's record
  std::string text;
};

struct Passage {
  std::size_t page = 0;  // in the list of pages
  std::size_t start = 0, end = 0;
};

// Whole sentences, up to `most` bytes together; a longer sentence is cut between words.
std::vector<Passage> passages_of(const std::vector<Page>& pages, std::size_t most);
// One sentence each.
inline std::vector<Passage> sentences_of(const std::vector<Page>& pages) { return passages_of(pages, 1); }

std::string_view text_of(const std::vector<Page>& pages, const Passage& passage);

struct Quote {
  std::string document, name, text;
  std::int64_t page = 0;
  std::size_t start = 0, end = 0;
};
Quote quote_of(const std::vector<Page>& pages, const Passage& passage);

// Is that what stands in the page?
bool holds(const Quote& quote, const Page& page);

// "contract.pdf, page 3"
std::string source_of(const Quote& quote);
// On one line, as it is shown.
std::string one_line(std::string_view text);

}  // namespace chittychat

#endif  // CHITTYCHAT_RETRIEVAL_PASSAGES_HPP
