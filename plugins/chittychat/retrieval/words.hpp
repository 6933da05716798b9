// Words of a text as they are compared: small letters, without common endings, without words that are in every text.
#ifndef CHITTYCHAT_RETRIEVAL_WORDS_HPP
#define CHITTYCHAT_RETRIEVAL_WORDS_HPP

#include <string>
#include <string_view>
#include <vector>

namespace chittychat {

// As it stands in the text, and as it is compared.
struct Word {
  std::string_view text;
  std::string stem;
};

// Letters and digits, and everything beyond ASCII.
std::vector<Word> words_of(std::string_view text);

}  // namespace chittychat

#endif  // CHITTYCHAT_RETRIEVAL_WORDS_HPP
