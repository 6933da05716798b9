// The commands: arguments to request to reply. Each has a struct of its arguments in hello_names.hpp.
#include <hello_names.hpp>

namespace hello::commands {

using namespace chitty;

// chitty hello say: greet somebody, without any service.
Result<Reply> say(const Say& args, Host& host) {
  if (args.name.empty()) return usage_error("Nobody has an empty name.", "Say whom to greet: chitty hello say Ada");

  const json::object greeting{{"greeting", "Hello, " + args.name + "!"}};
  for (std::int64_t i = 0; i < args.times; ++i) CHITTY_DO(host.record(greeting));
  return Reply::nothing();
}

// chitty hello keep: have the service keep a greeting.
Result<Reply> keep(const Keep& args, Host& host) {
  return host.send(post("/greetings", {{"greeting", args.words + ", " + args.name + "!"}}));
}

// chitty hello list: what the service has kept, one record each.
Result<Reply> list(Host& host) {
  CHITTY_TRY(const auto reply, host.send(get("/greetings")));
  const auto* all = reply.value().is_object() ? reply.value().get_object().if_contains("greetings") : nullptr;
  if (!all || !all->is_array()) return make_error(Code::malformed, "The service answered without a list of greetings.");
  return Reply::records(all->get_array());
}

}  // namespace hello::commands
