// The commands: arguments to request to reply.
#include "greetings.hpp"

namespace hello {

using namespace chitty;

// chitty hello say: greet somebody, without any service.
Result<Reply> say(const Arguments& args, Host& host) {
  if (args.text("name").empty())
    return usage_error("Nobody has an empty name.", "Say whom to greet: chitty hello say Ada");

  const json::object greeting{{"greeting", "Hello, " + args.text("name") + "!"}};
  for (std::int64_t i = 0; i < args.integer("times", 1); ++i)
    if (auto given = host.record(greeting); !given) return given.error();
  return Reply::nothing();
}

// chitty hello keep: have the service keep a greeting.
Result<Reply> keep(const Arguments& args, Host& host) {
  const std::string words = args.has("words") ? args.text("words") : "Hello";
  return host.send(post("/greetings", {{"greeting", words + ", " + args.text("name") + "!"}}));
}

// chitty hello list: what the service has kept, one record each.
Result<Reply> list(const Arguments&, Host& host) {
  auto reply = host.send(get("/greetings"));
  if (!reply) return reply;
  const auto* all = reply->value().is_object() ? reply->value().get_object().if_contains("greetings") : nullptr;
  if (!all || !all->is_array()) return make_error(Code::malformed, "The service answered without a list of greetings.");
  return Reply::records(all->get_array());
}

}  // namespace hello
