// M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two departures that its author published.
#include <algorithm>
#include <array>
#include <chitty/search/stem.hpp>
#include <utility>

namespace chitty::search {

namespace {

class Stemmer {
 public:
  explicit Stemmer(std::string_view word) : word_(word) {}

  std::string stem() {
    if (word_.size() <= 2) return word_;
    plurals();
    if (word_.size() > 1 && ends("y") && has_vowel(word_.size() - 1)) word_.back() = 'i';
    replace_longest(step2);
    replace_longest(step3);
    remove_step4();
    remove_last_e();
    if (word_.size() > 1 && word_.back() == 'l' && doubled(word_.size()) && measure(word_.size()) > 1) word_.pop_back();
    return word_;
  }

 private:
  using Rule = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Rule, 21> step2{{{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"}, {"alli", "al"}, {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"}}};
  static constexpr std::array<Rule, 7> step3{{{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}};
  static constexpr std::array<std::string_view, 19> step4{"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"};

  bool ends(std::string_view with) const { return word_.size() >= with.size() && std::string_view(word_).substr(word_.size() - with.size()) == with; }

  bool consonant(std::size_t at) const {
    switch (word_[at]) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u': return false;
      case 'y': return at == 0 || !consonant(at - 1);
      default: return true;
    }
  }

  // How often a vowel is followed by a consonant before `end`.
  int measure(std::size_t end) const {
    int count = 0;
    for (std::size_t at = 1; at < end; ++at) count += consonant(at) && !consonant(at - 1);
    return count;
  }
  bool has_vowel(std::size_t end) const {
    for (std::size_t at = 0; at < end; ++at)
      if (!consonant(at)) return true;
    return false;
  }
  bool doubled(std::size_t end) const { return end > 1 && word_[end - 1] == word_[end - 2] && consonant(end - 1); }
  // Consonant, vowel, consonant, and the last is none of w, x, y: "hop".
  bool short_end(std::size_t end) const {
    if (end < 3 || !consonant(end - 1) || consonant(end - 2) || !consonant(end - 3)) return false;
    return word_[end - 1] != 'w' && word_[end - 1] != 'x' && word_[end - 1] != 'y';
  }
  void cut(std::size_t letters) { word_.resize(word_.size() - letters); }

  void plurals() {
    if (ends("sses") || ends("ies")) cut(2);
    else if (ends("s") && !ends("ss")) cut(1);
    if (ends("eed")) {
      if (measure(word_.size() - 3) > 0) cut(1);
      return;
    }
    const std::size_t letters = ends("ed") ? 2 : ends("ing") ? 3
                                                             : 0;
    if (letters == 0 || !has_vowel(word_.size() - letters)) return;
    cut(letters);
    if (ends("at") || ends("bl") || ends("iz")) word_ += 'e';
    else if (doubled(word_.size()) && !ends("l") && !ends("s") && !ends("z")) cut(1);
    else if (measure(word_.size()) == 1 && short_end(word_.size())) word_ += 'e';
  }

  template <std::size_t Many>
  void replace_longest(const std::array<Rule, Many>& rules) {
    const Rule* best = nullptr;
    for (const auto& rule : rules)
      if (ends(rule.first) && (!best || rule.first.size() > best->first.size())) best = &rule;
    if (!best || measure(word_.size() - best->first.size()) == 0) return;
    cut(best->first.size());
    word_ += best->second;
  }

  void remove_step4() {
    std::string_view best;
    for (const auto& suffix : step4)
      if (ends(suffix) && suffix.size() > best.size()) best = suffix;
    const auto left = word_.size() - best.size();
    if (best.empty() || measure(left) < 2) return;
    if (best == "ion" && (left == 0 || (word_[left - 1] != 's' && word_[left - 1] != 't'))) return;
    cut(best.size());
  }

  void remove_last_e() {
    if (!ends("e")) return;
    const auto left = word_.size() - 1;
    if (measure(left) > 1 || (measure(left) == 1 && !short_end(left))) cut(1);
  }

  std::string word_;
};

// À to ÿ as small letters without their marks; 0: it has none.
constexpr std::string_view latin("aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0y", 64);

}  // namespace

std::string stem_of(std::string_view word) {
  if (std::any_of(word.begin(), word.end(), [](char c) { return c < 'a' || c > 'z'; })) return std::string(word);
  return Stemmer(word).stem();
}

std::string without_marks(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const auto first = static_cast<unsigned char>(word[at]);
    const auto second = at + 1 < word.size() ? static_cast<unsigned char>(word[at + 1]) : 0u;
    if (first == 0xC3 && second >= 0x80 && second - 0x80 < latin.size() && latin[second - 0x80] != '\0') {
      plain += latin[second - 0x80], ++at;
    } else if ((first == 0xCC && second >= 0x80) || (first == 0xCD && second >= 0x80 && second < 0xB0)) {
      ++at;  // a mark that stands behind its letter
    } else {
      plain += word[at];
    }
  }
  return plain;
}

bool is_stop_word(std::string_view word) {
  static constexpr std::array<std::string_view, 51> words{"a", "about", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "you"};
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace chitty::search
