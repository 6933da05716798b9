#include "find.hpp"

#include <algorithm>

#include "finders.hpp"

namespace chittycases::find {

std::vector<Finding> all_in(const std::vector<Page>& pages) {
  const Plain plain(pages);
  std::vector<Finding> found;
  find_parties(plain, pages, found);
  find_dates(plain, found);
  find_amounts(plain, found);
  find_citations(plain, found);
  find_deadlines(plain, found);
  std::stable_sort(found.begin(), found.end(), [](const Finding& one, const Finding& other) { return std::pair(one.page, one.offset) < std::pair(other.page, other.offset); });
  return found;
}

}  // namespace chittycases::find
