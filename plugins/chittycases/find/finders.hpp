// The finders: each gives what it finds in a text, in order. They do not know of each other, but for deadlines, which are about dates.
#pragma once

#include <vector>

#include "plain.hpp"

namespace chittycases::find {

void find_citations(const Plain& plain, std::vector<Finding>& found);
void find_dates(const Plain& plain, std::vector<Finding>& found);
void find_amounts(const Plain& plain, std::vector<Finding>& found);
void find_deadlines(const Plain& plain, std::vector<Finding>& found);
// From the caption's lines, which the plain text does not keep, and from defined terms.
void find_parties(const Plain& plain, const std::vector<Page>& pages, std::vector<Finding>& found);

}  // namespace chittycases::find
