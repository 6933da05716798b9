#include "described.hpp"

#include <algorithm>
#include <fstream>

#include "../openapi/check.hpp"
#include "../openapi/served.hpp"
#include "../openapi/text_document.hpp"

namespace chittyconnect::integrations {

using namespace chitty;
using openapi::array_at;
using openapi::object_at;
using openapi::text_at;

namespace {

constexpr std::size_t largest = 16u << 20;
constexpr std::string_view methods[] = {"get", "put", "post", "delete", "patch"};

std::string upper(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return made;
}

}  // namespace

Described described_by(const json::object& document) {
  Described made;
  const auto& servers = array_at(document, "servers");
  if (!servers.empty() && servers[0].is_object())
    if (const auto url = text_at(servers[0].get_object(), "url"); url.find('{') == url.npos && url.starts_with("http")) made.base_url = url;
  for (const auto& [name, scheme] : object_at(object_at(document, "components"), "securitySchemes"))
    if (scheme.is_object() && text_at(scheme.get_object(), "type") == "apiKey" && text_at(scheme.get_object(), "in") == "header") made.header = text_at(scheme.get_object(), "name");
  if (made.header == "Authorization") made.header.clear();
  for (const auto& [path, item] : object_at(document, "paths"))
    for (const auto& method : methods)
      if (item.is_object() && item.get_object().contains(method)) made.operations.push_back(upper(method) + " " + std::string(path));
  return made;
}

Result<Described> described_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return usage_error("cannot read file '" + path + "'");
  std::string text(largest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > largest) return usage_error("'" + path + "' is larger than 16 MiB");
  auto document = openapi::TextDocument::parse(text);
  if (!document) return usage_error("'" + path + "' cannot be read: " + document.error().message);
  CHITTY_TRY(const auto judged, openapi::judge(document->value()));
  if (!judged.problems.empty())
    return make_error(Code::refused, "'" + path + "' is not valid OpenAPI: at " + judged.problems[0].at + ": " + judged.problems[0].message, "See every problem: chitty connect openapi validate " + path);
  return described_by(document->value().get_object());
}

}  // namespace chittyconnect::integrations
