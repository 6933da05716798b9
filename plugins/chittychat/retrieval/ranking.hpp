// Which passages fit a question best: BM25 (Robertson, k1 1.2, b 0.75) over the words that both have. The same from run to run.
#ifndef CHITTYCHAT_RETRIEVAL_RANKING_HPP
#define CHITTYCHAT_RETRIEVAL_RANKING_HPP

#include "passages.hpp"

namespace chittychat {

// At most `most`, the best first, equal ones in the order of the documents; none that has no word of the question.
std::vector<Passage> best_for(std::string_view question, const std::vector<Page>& pages, const std::vector<Passage>& passages, std::size_t most);

}  // namespace chittychat

#endif  // CHITTYCHAT_RETRIEVAL_RANKING_HPP
