#include <boost/json/parse.hpp>

#include <map>
#include <string>

#include "documents.hpp"

namespace chitty::json_schema {

extern const char* const metaschema_texts[];

// Parsed when the first schema refers to one.
const json::value* find_metaschema(std::string_view uri) {
  static const auto all = [] {
    std::map<std::string, json::value, std::less<>> out;
    for (const auto* text = metaschema_texts; *text; ++text) {
      json::value parsed = json::parse(*text);
      std::string id(parsed.at("$id").as_string());
      out.emplace(id.substr(0, id.find('#')), std::move(parsed));
    }
    return out;
  }();
  const auto found = all.find(uri);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace chitty::json_schema
