// A row of bars in one line of text.
#pragma once

#include <string>
#include <vector>

namespace chittyportal {

// Each value as one of eight heights, the largest as the highest; nothing of 0 is a blank mark.
std::string sparkline(const std::vector<double>& values);

}  // namespace chittyportal
