#include "base/text.hpp"

namespace chitty::host {

std::string did_you_mean(const std::vector<std::string>& nearest) {
  std::string out;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    if (i) out += i + 1 == nearest.size() ? " or " : ", ";
    out += "'" + nearest[i] + "'";
  }
  return out.empty() ? out : "Did you mean " + out + "?";
}

std::string did_you_mean_command(const std::vector<std::string>& nearest) {
  if (nearest.empty()) return {};
  return (nearest.size() == 1 ? "Did you mean: " : "Did you mean one of: ") + join(nearest, ", ");
}

}  // namespace chitty::host
