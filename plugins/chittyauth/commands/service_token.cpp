// chitty auth service-token create, rotate, list
#include <chitty/pages.hpp>

#include "commands.hpp"

namespace chitty::auth::commands {

Result<Reply> create_service_token(const Arguments& args, Host& host) {
  const auto scopes = args.list("scopes");
  json::object order{{"service", args.text("service")}, {"scopes", json::array(scopes.begin(), scopes.end())}};
  if (args.has("expires")) order["expiresIn"] = args.integer("expires") / 1000;
  auto reply = host.send(post("/v1/service-tokens", std::move(order)));
  if (reply)
    host.note("The token is shown this once. Give it to the service as " + text_in(reply->value(), "variable") + ".");
  return reply;
}

Result<Reply> rotate_service_token(const Arguments& args, Host& host) {
  auto reply = host.send(post("/v1/service-tokens/" + encode(args.text("service")) + "/rotate"));
  if (!reply) return reply;
  const auto* previous = reply->value().is_object() ? reply->value().get_object().if_contains("previous") : nullptr;
  if (previous && previous->is_object())
    host.note("The token before goes on until " + text_in(*previous, "validUntil") + ". Change " +
              text_in(reply->value(), "variable") + " before that.");
  return reply;
}

Result<Reply> list_service_tokens(const Arguments& args, Host& host) {
  return give_pages(host, "tokens", args.integer("limit"), [&](const std::string& cursor, const std::string& limit) {
    return get("/v1/service-tokens", {{"limit", limit}, {"cursor", cursor}});
  });
}

}  // namespace chitty::auth::commands
