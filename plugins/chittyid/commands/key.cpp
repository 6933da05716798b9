// chitty id key list, rotate
#include "commands.hpp"

namespace chitty::id::commands {

Result<Reply> list_keys(const Arguments&, Host& host) {
  return give_pages(host, "keys", 0, [](const std::string& cursor, const std::string&) {
    return get("/api/v2/keys", {{"cursor", cursor}});
  });
}

// chitty id key rotate: what the key before it signed stays good.
Result<Reply> rotate_key(const Arguments& args, Host& host) {
  json::object body;
  if (args.has("reason")) body["reason"] = args.text("reason");
  auto reply = host.send(post("/api/v2/keys/rotate", std::move(body)));
  if (!reply) return reply;
  if (text_in(reply->value(), "kid").empty())
    return make_error(Code::malformed, "The service says that it rotated its key, but names no new one.");
  return reply;
}

}  // namespace chitty::id::commands
