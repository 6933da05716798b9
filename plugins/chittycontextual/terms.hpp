// What a text is found by: stems of its words, and the words as they are where their stem is another.
#pragma once

#include <chitty/search/text_index.hpp>
#include <chitty/search/words.hpp>

namespace chittycontextual {

// The stem that a word is found by.
std::string term_of(const chitty::search::Word& word);

// The terms of a text and what each is worth in it (BM25, chitty/search/relevance.hpp).
chitty::search::Terms terms_of(std::string_view text);

// A word that filters and never ranks: "kind=memory". No text has such a word in it.
std::string filter_term(std::string_view what, std::string_view value);

}  // namespace chittycontextual
