// GET /openapi.json
#include <chittyconnect_names.hpp>

#include <chitty/members.hpp>
#include <map>
#include <mutex>

#include "document.hpp"

namespace chittyconnect::routes {

using namespace chitty;

namespace {

constexpr std::string_view metadata_path = "/.well-known/oauth-authorization-server";
constexpr std::int64_t kept_ms = 60'000;
constexpr std::size_t most_kept = 16;  // addresses that this daemon is reached by

// The document's text for each address, for a minute: making it anew costs a hundred times what giving it does.
struct Kept {
  std::mutex mutex;
  std::map<std::string, std::pair<std::int64_t, std::string>> texts;
};

Kept& kept() {
  static Kept all;
  return all;
}

// Of the daemon: this service's own, without its name at the end.
std::string address_of(Service& service) {
  std::string address(service.base_url());
  const std::string ending = "/" + std::string(service.name());
  if (address.ends_with(ending)) address.resize(address.size() - ending.size());
  return address;
}

// Those that this daemon serves: there may be plugins that were installed after it has started.
Result<std::vector<openapi::ServedService>> served(Service& service) {
  CHITTY_TRY(const auto plugins, service.catalogue().plugins());
  auto all = openapi::services_among(plugins);
  CHITTY_TRY(const auto hosted, service.scopes_of_services());
  if (hosted) std::erase_if(all, [&](const auto& one) { return !hosted->contains(one.name); });
  return all;
}

// Where tokens come from, as the service with such a page tells it (RFC 8414).
std::optional<openapi::OAuthServer> oauth_of(Service& service, const std::vector<openapi::ServedService>& services) {
  for (const auto& one : services)
    for (const auto& route : one.routes)
      if (openapi::text_at(route.as_object(), "path") == metadata_path) {
        const auto told = service.ask(one.name, get(metadata_path));
        if (!told || !told->is_object()) return std::nullopt;
        openapi::OAuthServer server{text_in(*told, "authorization_endpoint"), text_in(*told, "token_endpoint")};
        if (server.authorize.empty() || server.token.empty()) return std::nullopt;
        return server;
      }
  return std::nullopt;
}

Result<std::string> made(Service& service, const std::string& address) {
  CHITTY_TRY(const auto services, served(service));
  return json::serialize(openapi::document_of(services, {address, std::string(service.version()), oauth_of(service, services)}));
}

}  // namespace

Result<Response> describe(Service& service) {
  const auto address = address_of(service);
  auto& all = kept();
  Response response;
  {
    const std::lock_guard lock(all.mutex);
    const auto found = all.texts.find(address);
    if (found != all.texts.end() && service.now() - found->second.first < kept_ms) response.body = found->second.second;
  }
  if (!response.body.empty()) return response;
  CHITTY_TRY(response.body, made(service, address));
  const std::lock_guard lock(all.mutex);
  if (all.texts.size() >= most_kept) all.texts.clear();
  all.texts[address] = {service.now(), response.body};
  return response;
}

}  // namespace chittyconnect::routes
