#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/plugin.hpp>
#include <chitty/time.hpp>

namespace chitty {

namespace detail {

namespace {

HostTables tables;  // set at the entry, read after

chitty_status CHITTY_CALL list_commands(const chitty_sink* out) {
  for (const auto& command : contents().commands)
    if (auto status = out->write(out->context, command.path, std::char_traits<char>::length(command.path)); status)
      return status;
  return CHITTY_OK;
}

chitty_status CHITTY_CALL list_routes(const chitty_sink* out) {
  for (const auto& route : contents().routes)
    if (auto status = out->write(out->context, route.handler, std::char_traits<char>::length(route.handler)); status)
      return status;
  return CHITTY_OK;
}

Result<void> run_command(const Command& command, std::string_view arguments, chitty_call* call) {
  boost::system::error_code ec;
  json::value value = arguments.empty() ? json::value(json::object()) : json::parse(arguments, ec);
  if (ec || !value.is_object()) return usage_error("The arguments that the host gave are not a JSON object.");
  Host host(tables, call);
  const Arguments given(std::move(value.get_object()));
  auto reply = command.handler(given, host);
  if (!reply) return reply.error();
  for (const auto& record : reply->all())
    if (auto done = host.record(record); !done) return done;
  return {};
}

chitty_status CHITTY_CALL invoke(chitty_instance*, chitty_call* call, const chitty_str* path,
                                 const chitty_str* arguments, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    for (const auto& command : contents().commands) {
      if (abi::view(path) != command.path) continue;
      auto done = run_command(command, abi::view(arguments), call);
      return done ? CHITTY_OK : abi::fill(error, done.error());
    }
    return abi::fill(error, make_error(Code::plugin_fault, "The plugin has no handler for its command '" +
                                                               std::string(abi::view(path)) + "'."));
  });
}

chitty_status CHITTY_CALL start(chitty_instance*, chitty_call* call, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (!contents().start) return CHITTY_OK;
    Service service(tables, call);
    auto done = contents().start(service);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL tend(chitty_instance*, chitty_call* call, std::uint64_t* after, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    Service service(tables, call);
    auto done = contents().tend(service);
    if (!done) return abi::fill(error, done.error());
    *after = static_cast<std::uint64_t>(std::max<std::int64_t>(done->count(), 0));
    return CHITTY_OK;
  });
}

// What is the caller's fault, in the envelope of the wire.
Response refusal_of(Service& service, const Error& error, std::string_view word) {
  json::object body{{"success", false}, {"error", word}, {"message", error.message}};
  if (!error.hint.empty()) body["hint"] = error.hint;
  for (const auto& [name, value] : error.details) body[name] = value;
  body["service"] = service.name();
  body["timestamp"] = rfc3339(service.now());
  return Response(status_of_code(error.code), body);
}

// A fault in a statement of this service is told in the log; its caller need not know the statement.
Error without_statement(Service& service, Error error) {
  const auto statement = text_in(error.details, "statement");
  if (error.code != Code::plugin_fault || statement.empty()) return error;
  service.log(std::string(service.handler()) + ": " + error.message + " In: " + statement);
  error.details.erase("statement");
  error.message = "The service made an invalid query to its own store; see the log.";
  return error;
}

Result<void> run_route(const Route& route, Service& service) {
  auto response = route.function(service);
  if (response && response->streamed) return {};
  if (response) return service.give(*response);
  const auto word = facts_of(response.error().code).service_word;
  if (word.empty() || service.body_failed() || service.begun()) return without_statement(service, response.error());
  return service.give(refusal_of(service, response.error(), word));
}

chitty_status CHITTY_CALL handle(chitty_instance*, chitty_call* call, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    Service service(tables, call);
    for (const auto& route : contents().routes) {
      if (service.handler() != route.handler) continue;
      auto done = run_route(route, service);
      return done ? CHITTY_OK : abi::fill(error, done.error());
    }
    return abi::fill(error, make_error(Code::plugin_fault, "The plugin has no handler for its route '" +
                                                               std::string(service.handler()) + "'."));
  });
}

chitty_status CHITTY_CALL check_token(chitty_instance*, chitty_call* call, const chitty_str* token,
                                      const chitty_sink* caller, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    Service service(tables, call);
    auto known = contents().identity.check(service, abi::view(token));
    if (!known) return abi::fill(error, known.error());
    const std::string text = json::serialize(*known);
    return caller->write(caller->context, text.data(), text.size());
  });
}

chitty_status CHITTY_CALL tokens_used(chitty_instance*, chitty_call* call, const chitty_str* uses,
                                      chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (!contents().identity.used) return CHITTY_OK;
    Service service(tables, call);
    auto done = contents().identity.used(service, json::parse(abi::view(uses)).as_array());
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL take_events(chitty_instance*, chitty_call* call, const chitty_str* events,
                                      chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    Service service(tables, call);
    auto done = contents().take_events(service, json::parse(abi::view(events)).as_array());
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL give_policy(chitty_instance*, chitty_call* call, std::uint64_t known, const chitty_sink* document,
                                      chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    Service service(tables, call);
    auto given = contents().policy.document(service, known);
    if (!given) return abi::fill(error, given.error());
    if (!*given) return CHITTY_OK;
    const std::string text = json::serialize(**given);
    return document->write(document->context, text.data(), text.size());
  });
}

chitty_status CHITTY_CALL take_sums(chitty_instance*, chitty_call* call, const chitty_str* sums, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (!contents().policy.measured) return CHITTY_OK;
    Service service(tables, call);
    auto done = contents().policy.measured(service, json::parse(abi::view(sums)).as_array());
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

const void* CHITTY_CALL get_extension(const chitty_str* id) {
  static const chitty_commands commands{sizeof(chitty_commands), 0, list_commands, invoke};
  static const chitty_service service{sizeof(chitty_service), 0, list_routes, start, handle, contents().tend ? tend : nullptr};
  if (abi::view(id) == CHITTY_EXT_COMMANDS && !contents().commands.empty()) return &commands;
  static const chitty_identity identity{sizeof(chitty_identity), 0, check_token, tokens_used};
  static const chitty_event_log event_log{sizeof(chitty_event_log), 0, take_events};
  static const chitty_policy policy{sizeof(chitty_policy), 0, give_policy, take_sums};
  if (abi::view(id) == CHITTY_EXT_SERVICE && !contents().routes.empty()) return &service;
  if (abi::view(id) == CHITTY_EXT_IDENTITY && contents().identity.check) return &identity;
  if (abi::view(id) == CHITTY_EXT_EVENT_LOG && contents().take_events) return &event_log;
  if (abi::view(id) == CHITTY_EXT_POLICY && contents().policy.document) return &policy;
  return nullptr;
}

}  // namespace

chitty_status enter(const chitty_host* host, chitty_plugin* out, chitty_error* error, std::string_view name,
                    std::string_view version) noexcept {
  return abi::guarded(error, [&]() -> chitty_status {
    if (!CHITTY_HAS(host, get_extension) || !CHITTY_HAS(out, get_extension))
      return abi::fill(error, make_error(Code::invalid_argument, "The host's tables are smaller than ABI 1.0."));
    if (host->abi_major != CHITTY_ABI_MAJOR)
      return abi::fill(error, make_error(Code::not_supported, "The plugin is built for ABI 1."));
    tables = HostTables(host);
    tables.plugin = name;
    tables.version = version;
    const std::uint32_t capacity = out->struct_size;
    out->abi_major = CHITTY_ABI_MAJOR;
    out->abi_minor = CHITTY_ABI_MINOR;
    out->abi_minor_min = 0;
    out->name = abi::borrow(name);
    out->version = abi::borrow(version);
    out->get_extension = get_extension;
    if (CHITTY_HAS(out, destroy)) out->create = nullptr, out->destroy = nullptr;
    out->struct_size = capacity < sizeof(chitty_plugin) ? capacity : static_cast<std::uint32_t>(sizeof(chitty_plugin));
    return CHITTY_OK;
  });
}

}  // namespace detail

}  // namespace chitty
