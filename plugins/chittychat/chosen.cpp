#include "chosen.hpp"

#include <algorithm>

namespace chittychat {

std::vector<chitty::models::Configured> chosen_first(std::vector<chitty::models::Configured> all, std::string_view model) {
  if (model.empty() || all.empty()) return all;
  auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == model; });
  if (found == all.end()) found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.model == model; });
  if (found != all.end()) {
    std::rotate(all.begin(), found, found + 1);
    return all;
  }
  auto named = all.front();
  named.model = model;
  all.insert(all.begin(), std::move(named));
  return all;
}

}  // namespace chittychat
