#include "mcp_auth.hpp"

#include <chitty/members.hpp>

namespace chittyconnect::commands {

using namespace chitty;

namespace {

constexpr std::string_view service = "chittyauth";
constexpr std::int64_t good_for_ms = 5000;
constexpr std::size_t most_known = 100, longest_token = 4096;

Result<json::object> validity(Host& host, json::object question, bool own) {
  auto request = post("/v1/tokens/validate", std::move(question)).to(std::string(service));
  request.is_public = !own;
  CHITTY_TRY(auto reply, host.send(request));
  if (!reply.value().is_object()) return make_error(Code::malformed, "ChittyAuth's answer is no JSON object.");
  return std::move(reply.value().get_object());
}

bool is_valid(const json::object& told) {
  const auto* valid = told.if_contains("valid");
  return valid && *valid == true;
}

}  // namespace

Result<OwnTokens> OwnTokens::of(Host& host) {
  CHITTY_TRY(const auto settings, host.remote(service));
  CHITTY_TRY(const auto token, host.secret(service, {}));
  CHITTY_TRY(const auto own, validity(host, {{"token", token}, {"own", true}}, true));
  const auto subject = text_in(own, "subject");
  if (!is_valid(own) || subject.empty()) return make_error(Code::configuration, "your own token is not valid, so nobody else's can be compared with it", "Register: chitty auth register");
  return OwnTokens(host, subject, text_in(settings, "baseUrl"));
}

bool OwnTokens::accepts(const std::string& token) {
  if (token.size() > longest_token) return false;
  const auto now = host_->now();
  std::erase_if(known_, [now](const auto& one) { return one.second.until <= now; });
  const auto digest = host_->crypto().sha256(token);
  if (const auto found = known_.find(digest); found != known_.end()) return found->second.good;
  const auto told = validity(*host_, {{"token", token}}, false);
  if (!told) return false;
  const bool good = is_valid(*told) && text_in(*told, "subject") == subject_;
  if (known_.size() < most_known) known_[digest] = {good, now + good_for_ms};
  return good;
}

}  // namespace chittyconnect::commands
