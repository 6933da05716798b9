// A summary that is taken out of the documents: the sentences whose words matter most in all of them, none that says again what another
// has said, in the order of the documents.
#ifndef CHITTYCHAT_RETRIEVAL_SUMMARY_HPP
#define CHITTYCHAT_RETRIEVAL_SUMMARY_HPP

#include "passages.hpp"

namespace chittychat {

std::vector<Passage> summary_of(const std::vector<Page>& pages, std::size_t sentences);

}  // namespace chittychat

#endif  // CHITTYCHAT_RETRIEVAL_SUMMARY_HPP
