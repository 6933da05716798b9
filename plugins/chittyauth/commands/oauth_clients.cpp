// chitty auth oauth clients list, create, remove; chitty auth sign-in
#include <chitty/members.hpp>
#include <chitty/pages.hpp>

#include "oauth_commands.hpp"

namespace chitty::auth::commands {

namespace {

Result<Reply> member_of(Result<Reply> reply, std::string_view member) {
  if (!reply) return reply;
  const auto* object = reply->value().if_object();
  const auto* shown = object ? object->if_contains(member) : nullptr;
  if (!shown || !shown->is_object())
    return make_error(Code::malformed, "The service's answer has no " + std::string(member) + " in it.");
  return Reply(*shown);
}

}  // namespace

Result<Reply> list_clients(const Arguments& args, Host& host) {
  return give_pages(host, "clients", args.integer("limit"), [](const std::string& cursor, const std::string& limit) {
    return get("/v1/oauth/clients", {{"limit", limit}, {"cursor", cursor}});
  });
}

// A program may listen on any port of this machine unless another address is said.
Result<Reply> create_client(const Arguments& args, Host& host) {
  json::object order{{"name", args.text("name")}, {"confidential", args.flag("confidential")}};
  json::array uris, scopes;
  for (const auto& uri : args.list("redirect-uri")) uris.emplace_back(uri);
  for (const auto& scope : args.list("scopes")) scopes.emplace_back(scope);
  if (uris.empty()) uris.emplace_back("http://127.0.0.1/callback");
  order["redirect_uris"] = std::move(uris), order["scopes"] = std::move(scopes);
  if (args.has("client-id")) order["client_id"] = args.text("client-id");
  return member_of(host.send(post("/v1/oauth/clients", std::move(order))), "client");
}

Result<Reply> remove_client(const Arguments& args, Host& host) {
  return host.send(del("/v1/oauth/clients/" + encode(args.text("client"))));
}

// chitty auth sign-in: a code for the browser's page, good for five minutes and one use.
Result<Reply> sign_in(const Arguments& args, Host& host) {
  auto reply = host.send(post("/v1/oauth/sign-in-codes"));
  if (!reply) return reply;
  const auto url = text_in(reply->value(), "url");
  if (text_in(reply->value(), "code").empty() || url.empty())
    return make_error(Code::malformed, "The service's answer has no code to sign in with.");
  if (args.flag("open")) {
    if (auto opened = host.open_browser(url); !opened) return opened.error();
  }
  return reply;
}

}  // namespace chitty::auth::commands
