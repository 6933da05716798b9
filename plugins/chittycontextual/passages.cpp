#include "passages.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/search/words.hpp>

namespace chittycontextual {

namespace json = boost::json;

namespace {

constexpr std::size_t longest = 1200, most_passages = 2000, deepest = 64;

// Where a text that is too long is cut: behind a paragraph, a sentence or a word of its last third, else anywhere between characters.
std::size_t cut_of(std::string_view text) {
  for (const std::string_view mark : {"\n\n", ". ", "\n", " "})
    if (const auto at = text.rfind(mark, longest - mark.size()); at != std::string_view::npos && at > longest * 2 / 3) return at + mark.size();
  auto end = longest;
  while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

// A database's text has no NUL.
std::string without_nul(std::string_view text) {
  std::string clean(text);
  std::replace(clean.begin(), clean.end(), '\0', ' ');
  return clean;
}

class Gathered {
 public:
  void add(const std::string& place, std::string_view text) {
    for (bool first = true; !text.empty() && passages_.size() < most_passages; first = false) {
      const auto piece = text.substr(0, text.size() > longest ? cut_of(text) : text.size());
      const bool fits = first && !passages_.empty() && passages_.back().text.size() + piece.size() < longest;
      if (fits) passages_.back().text.append("\n").append(without_nul(piece));
      else passages_.push_back({place, without_nul(piece)});
      text.remove_prefix(piece.size());
    }
  }
  void walk(const json::value& value, const std::string& place, std::size_t depth) {
    if (depth > deepest || passages_.size() >= most_passages) return;
    if (value.is_string()) {
      if (const std::string_view text = value.get_string(); !chitty::search::words_of(text, 1).empty()) add(place, text);
    } else if (value.is_array()) {
      std::size_t number = 0;
      for (const auto& item : value.get_array()) walk(item, place + "/" + std::to_string(number++), depth + 1);
    } else if (value.is_object()) {
      walk_members(value.get_object(), place, depth);
    }
  }
  std::vector<Passage> take() { return std::move(passages_); }

 private:
  // A message is one text: who says it, and what.
  void walk_members(const json::object& object, const std::string& place, std::size_t depth) {
    const auto role = chitty::text_in(object, "role"), content = chitty::text_in(object, "content");
    const bool message = !role.empty() && !content.empty();
    if (message) add(place, role + ": " + content);
    for (const auto& [name, value] : object) {
      if (message && (name == "role" || name == "content")) continue;
      std::string token(name);
      for (std::size_t at = 0; (at = token.find_first_of("~/", at)) != std::string::npos; at += 2) token.replace(at, 1, token[at] == '~' ? "~0" : "~1");
      walk(value, place + "/" + token, depth + 1);
    }
  }

  std::vector<Passage> passages_;
};

}  // namespace

std::vector<Passage> passages_of(std::string_view text) {
  if (text.size() <= longest) return {{"0", std::string(text)}};
  std::vector<Passage> passages;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    const auto size = rest.size() > longest ? cut_of(rest) : rest.size();
    passages.push_back({std::to_string(at), std::string(rest.substr(0, size))});
    at += size;
  }
  return passages;
}

std::vector<Passage> passages_of(const json::value& session) {
  Gathered gathered;
  gathered.walk(session, "", 0);
  return gathered.take();
}

}  // namespace chittycontextual
