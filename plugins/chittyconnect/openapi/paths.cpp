#include "paths.hpp"

namespace chittyconnect::openapi {

std::vector<std::string> variables_of(std::string_view path) {
  std::vector<std::string> names;
  for (auto at = path.find('{'); at != path.npos; at = path.find('{', at)) {
    const auto end = path.find('}', at);
    if (end == path.npos) break;
    names.emplace_back(path.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

std::string form_of(std::string_view path) {
  std::string form;
  bool inside = false;
  for (const char c : path) {
    if (c == '}') inside = false;
    if (!inside) form += c;
    if (c == '{') inside = true;
  }
  return form;
}

}  // namespace chittyconnect::openapi
