// chitty auth service-token create, rotate, list
#include <chitty/pages.hpp>

#include "../subject.hpp"
#include "commands.hpp"

namespace chitty::auth::commands {

Result<void> must_be_service(const std::string& name) {
  if (is_service_name(name)) return {};
  return usage_error("'" + name + "' is not the name of a service.", "For example chittyconnect");
}

Result<Reply> create_service_token(const Arguments& args, Host& host) {
  if (auto named = must_be_service(args.text("service")); !named) return named.error();
  const auto scopes = scopes_in(args);
  if (!scopes) return scopes.error();
  const auto seconds = seconds_of(args);
  if (!seconds) return seconds.error();
  json::object order{{"service", args.text("service")}, {"scopes", *scopes}, {"expiresIn", *seconds}};
  auto reply = host.send(post("/v1/service-tokens", std::move(order)));
  if (reply)
    host.note("The token is shown this once. Give it to the service as " + text_in(reply->value(), "variable") + ".");
  return reply;
}

Result<Reply> rotate_service_token(const Arguments& args, Host& host) {
  if (auto named = must_be_service(args.text("service")); !named) return named.error();
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
