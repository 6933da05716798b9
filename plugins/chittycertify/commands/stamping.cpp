#include "stamping.hpp"

#include <chitty/base64.hpp>
#include <chitty/members.hpp>

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::size_t most_of_a_response = 131'072;

// RFC 3161, section 3.4. The host has the address, the certificate of the connection and the time that it may take.
Result<std::string> ask_authority(Host& host, const std::string& tsa, const std::string& query) {
  CHITTY_TRY(const auto settings, authority_named(host, tsa));
  const auto path = text_in(settings, "path");
  const Request request{.method = "POST",
                        .target = path.empty() ? "/" : path,
                        .body = query,
                        .headers = {{"Content-Type", "application/timestamp-query"}, {"Accept", "application/timestamp-reply"}},
                        .remote = tsa,
                        .repeatable = true,
                        .is_public = true};
  CHITTY_TRY(auto response, host.open(request));
  std::string whole;
  char piece[8192];
  for (;;) {
    CHITTY_TRY(const auto got, response.read(piece, sizeof piece));
    if (got == 0) return whole;
    whole.append(piece, got);
    if (whole.size() > most_of_a_response)
      return make_error(Code::malformed, "the answer of '" + tsa + "' is too large for a time stamp");
  }
}

}  // namespace

// A remote that is not configured is the person's to add, whatever the host calls it.
Result<json::object> authority_named(Host& host, const std::string& tsa) {
  auto settings = host.remote(tsa);
  if (settings) return settings;
  return make_error(Code::configuration, "there is no remote '" + tsa + "' of the type tsa",
                    "Add it: chitty config set remotes." + tsa + " '{\"type\":\"tsa\",\"baseUrl\":\"https://tsa.example\",\"path\":\"/tsr\"}'");
}

Result<json::object> member_object(const Reply& reply, std::string_view name) {
  const auto* body = reply.value().if_object();
  const auto* found = body ? body->if_contains(name) : nullptr;
  if (!found || !found->is_object()) return make_error(Code::malformed, "The service's answer has no " + std::string(name) + ".");
  return found->get_object();
}

Result<json::object> stamp_by(Host& host, const std::string& certificate, const std::string& tsa, const std::string& policy) {
  const auto base = "/api/v1/certificate/" + encode(certificate);
  CHITTY_TRY(const auto asked, host.send(post(base + "/queries", {{"policy", text_or_null(policy)}})));
  const auto query = from_base64(text_in(asked.value(), "query"));
  if (!query) return make_error(Code::malformed, "The service's answer has no query.");
  CHITTY_TRY(const auto response, ask_authority(host, tsa, *query));
  CHITTY_TRY(const auto kept, host.send(post(base + "/stamps", {{"query", text_in(asked.value(), "id")}, {"response", base64(response)}})));
  const auto* record = kept.value().if_object();
  return record ? Result<json::object>(*record) : make_error(Code::malformed, "The service's answer is not an object.");
}

}  // namespace chittycertify
