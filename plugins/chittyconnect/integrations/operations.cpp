#include "operations.hpp"

#include <chitty/nearest.hpp>

namespace chittyconnect::integrations {

namespace {

std::string_view without_query(std::string_view path) { return path.substr(0, path.find('?')); }

// Segment by segment; a variable stands for one that is not empty.
bool fits(std::string_view form, std::string_view path) {
  while (!form.empty() && !path.empty()) {
    form.remove_prefix(1), path.remove_prefix(1);
    const auto wanted = form.substr(0, form.find('/')), given = path.substr(0, path.find('/'));
    const bool variable = wanted.find('{') != wanted.npos;
    if (variable ? given.empty() : wanted != given) return false;
    form.remove_prefix(wanted.size()), path.remove_prefix(given.size());
  }
  return form.empty() && path.empty();
}

}  // namespace

bool allows(const json::array& operations, std::string_view method, std::string_view path) {
  if (operations.empty()) return true;
  for (const auto& one : operations) {
    if (!one.is_string()) continue;
    const std::string_view operation = one.get_string();
    const auto space = operation.find(' ');
    if (space != operation.npos && operation.substr(0, space) == method && fits(operation.substr(space + 1), without_query(path))) return true;
  }
  return false;
}

std::string nearest(const json::array& operations, std::string_view path) {
  std::string best;
  std::size_t distance = std::string_view::npos;
  for (const auto& one : operations) {
    if (!one.is_string()) continue;
    const std::string_view operation = one.get_string();
    const auto form = operation.substr(operation.find(' ') + 1);
    const auto apart = fits(form, without_query(path)) ? 0 : chitty::detail::edit_distance(form, without_query(path));
    if (apart < distance && apart <= path.size() / 2) best = std::string(operation), distance = apart;
  }
  return best;
}

}  // namespace chittyconnect::integrations
