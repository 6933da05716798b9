#include "request/place.hpp"

#include "base/text.hpp"
#include "net/headers.hpp"
#include "request/reply.hpp"

namespace chitty::host {

namespace {

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == ',')) text.remove_prefix(1);
  return text;
}

// One parameter's value, quoted or not; what is left of the field.
std::string take_value(std::string_view& field) {
  std::string value;
  if (!field.starts_with('"')) {
    const auto end = field.find_first_of(";, \t");
    value = field.substr(0, end);
    field = end == field.npos ? std::string_view() : field.substr(end);
    return value;
  }
  field.remove_prefix(1);
  while (!field.empty() && field.front() != '"') {
    if (field.front() == '\\' && field.size() > 1) field.remove_prefix(1);
    value += field.front();
    field.remove_prefix(1);
  }
  if (!field.empty()) field.remove_prefix(1);
  return value;
}

// `rel="prev next"` names two.
bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t from = 0; from <= words.size();) {
    const auto to = std::min(words.find(' ', from), words.size());
    if (same_name(words.substr(from, to - from), word)) return true;
    from = to + 1;
  }
  return false;
}

}  // namespace

std::string link_of(std::string_view field, std::string_view relation) {
  while (!(field = without_blanks(field)).empty()) {
    if (field.front() != '<') return {};
    const auto end = field.find('>');
    if (end == field.npos) return {};
    const std::string target(field.substr(1, end - 1));
    field.remove_prefix(end + 1);
    bool meant = false, seen = false;
    for (;;) {
      while (!field.empty() && (field.front() == ' ' || field.front() == '\t')) field.remove_prefix(1);
      if (!field.starts_with(';')) break;
      field = without_blanks(field.substr(1));
      const auto name_end = field.find_first_of("=;, \t");
      const auto name = field.substr(0, name_end);
      field = name_end == field.npos ? std::string_view() : field.substr(name_end);
      if (!field.starts_with('=')) continue;
      field.remove_prefix(1);
      const auto value = take_value(field);
      if (same_name(name, "rel") && !seen) seen = true, meant = has_word(value, relation);  // only the first counts
    }
    if (meant) return target;
    if (!field.empty() && field.front() != ',') return {};
  }
  return {};
}

std::optional<json::value> find_place(const Place& place, const Seen& seen) {
  const auto some = [](const json::value* value) { return is_something(value) ? std::optional(*value) : std::nullopt; };
  switch (place.where) {
    case Place::Where::body:
      return some(find_at(seen.body, place.name));
    case Place::Where::last:
      return seen.last ? some(find_at(*seen.last, place.name)) : std::nullopt;
    case Place::Where::header: {
      const json::value value(seen.head.header(place.name));
      return some(&value);
    }
    case Place::Where::link: {
      const json::value value(link_of(seen.head.header("Link"), place.name));
      return some(&value);
    }
  }
  return {};
}

}  // namespace chitty::host
