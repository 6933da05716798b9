#include "page_id.hpp"

namespace notion_database {

namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// The last 32 digits of the text, hyphens among them left out; fewer where a character that is neither comes before.
std::string digits_at_the_end(std::string_view text) {
  std::string out;
  for (auto at = text.rbegin(); at != text.rend() && out.size() < 32; ++at) {
    if (*at == '-') continue;
    if (!is_hex(*at)) break;
    out.insert(out.begin(), *at >= 'A' && *at <= 'F' ? static_cast<char>(*at - 'A' + 'a') : *at);
  }
  return out;
}

}  // namespace

chitty::Result<std::string> page_id(std::string_view given) {
  std::string_view rest = given.substr(0, given.find('#'));
  // A page that is shown beside a list: the id of the page is `p`, what stands in the path is the list.
  const auto query = rest.find('?');
  if (query != rest.npos) {
    std::string_view parameters = rest.substr(query);
    rest = rest.substr(0, query);
    for (const std::string_view name : {"?p=", "&p="})
      if (const auto at = parameters.find(name); at != parameters.npos) {
        parameters = parameters.substr(at + 3);
        rest = parameters.substr(0, parameters.find('&'));
        break;
      }
  }
  const auto digits = digits_at_the_end(rest);
  if (digits.size() != 32)
    return chitty::usage_error("invalid value '" + std::string(given) + "': expected a page's id or URL", "Copy the page's link in Notion, or list the ids");
  return digits.substr(0, 8) + '-' + digits.substr(8, 4) + '-' + digits.substr(12, 4) + '-' + digits.substr(16, 4) + '-' + digits.substr(20);
}

}  // namespace notion_database
