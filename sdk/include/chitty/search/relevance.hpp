// BM25 in whole numbers: a sum of them has no rounding and no order, so that every database ranks alike. Words are not held against the
// average length, which would change what is stored whenever anything is added, but against a usual one.
#ifndef CHITTY_SEARCH_RELEVANCE_HPP
#define CHITTY_SEARCH_RELEVANCE_HPP

#include <cstdint>

namespace chitty::search {

struct Saturation {
  double steepness = 1.2;     // k1: how soon a word that comes again counts for little
  double length_share = 0.5;  // b: how much a long text is held against its words
  double usual_length = 60;

  // The most that a word can be worth.
  double most() const { return steepness + 1; }
  // What a word is worth that counts so much in a text of that length.
  double worth(double count, double length) const {
    return count * most() / (count + steepness * (1 - length_share + length_share * length / usual_length));
  }
};

// How rare a word is that `having` of `all` texts have, times 1000; never 0.
std::int64_t rarity(std::int64_t all, std::int64_t having);

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_RELEVANCE_HPP
