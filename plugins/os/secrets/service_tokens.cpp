#include "service_tokens.hpp"

#include <chitty/members.hpp>
#include <chitty/request.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <tuple>

namespace os::secrets {

using namespace chitty;

namespace {

constexpr const char* page = "100";
constexpr std::size_t most = 10'000;  // tokens; a service that pages for ever ends there

Result<Reply> page_of(Host& host, const std::string& cursor) {
  return host.send(get("/v1/service-tokens", {{"limit", page}, {"cursor", cursor}}).to("chittyauth"));
}

ServiceToken token_of(const json::object& row) {
  ServiceToken token{text_in(row, "id"), text_in(row, "service"), text_in(row, "reason"), text_in(row, "created_at"), text_in(row, "expires_at"), text_in(row, "last_used_at"), {}};
  if (const auto* scopes = row.if_contains("scopes"); scopes && scopes->is_array()) token.scopes = scopes->get_array();
  return token;
}

}  // namespace

std::string ServiceToken::state() const {
  return reason.empty() ? "present" : reason.starts_with("next: ") ? "next"
                                                                   : "ending";
}

Result<std::vector<ServiceToken>> service_tokens(Host& host) {
  std::vector<ServiceToken> tokens;
  std::string cursor;
  do {
    CHITTY_TRY(const auto reply, page_of(host, cursor));
    const auto* list = reply.value().is_object() ? reply.value().get_object().if_contains("tokens") : nullptr;
    if (!list || !list->is_array()) return make_error(Code::malformed, "the list of service tokens has no 'tokens'");
    for (const auto& row : list->get_array()) {
      if (!row.is_object() || text_in(row, "status") != "active") continue;
      auto token = token_of(row.get_object());
      const auto end = parse_rfc3339(token.expires_at);
      if (end && *end > host.now() && !token.service.empty()) tokens.push_back(std::move(token));
    }
    CHITTY_TRY(const auto metadata, object_in(reply.value().get_object(), "metadata"));
    cursor = text_in(metadata, "nextCursor");
  } while (!cursor.empty() && tokens.size() < most);
  const auto rank = [](const ServiceToken& token) { return token.state() == "present" ? 0 : token.state() == "next" ? 1
                                                                                                                    : 2; };
  std::stable_sort(tokens.begin(), tokens.end(), [&](const auto& a, const auto& b) { return std::tuple(a.service, rank(a)) < std::tuple(b.service, rank(b)); });
  return tokens;
}

std::string kept_name(const std::string& environment, const std::string& service) { return "service-tokens." + environment + "." + service; }

std::map<std::string, std::string> kept_places(const std::vector<json::object>& entries) {
  std::map<std::string, std::string> places;
  for (const auto& entry : entries) {
    if (const auto* before = entry.if_contains("kept"); before && before->is_object())
      for (const auto& [service, place] : before->get_object())
        if (place.is_string()) places[service] = std::string(place.get_string());
    if (const auto place = text_in(entry, "reference"); !place.empty()) places[text_in(entry, "service")] = place;
  }
  return places;
}

std::string journal_name(const std::string& environment) {
  std::string name = "secrets-";
  for (const char c : environment) name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ? c : '_';
  return name;
}

}  // namespace os::secrets
