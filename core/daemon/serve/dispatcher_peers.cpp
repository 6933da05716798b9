// Services that ask each other, through the same router and the same gate as everybody.
#include "daemon/serve/dispatcher.hpp"
#include "daemon/wire/memory_wire.hpp"

#include <atomic>
#include <optional>
#include <set>

namespace chitty::host::daemon {
namespace {

Error fault(std::string message) {
  return make_error(Code::plugin_fault, std::move(message), "Report it to the plugin's publisher.");
}

constexpr auto own_patience = std::chrono::seconds(60);  // with one question of a service's own work

// Below a question of a service's own work: nobody is connected, and it is to stop when the daemon does, or when it is late.
class TendingWire final : public Wire {
 public:
  explicit TendingWire(const std::atomic<bool>& stop) : stop_(stop), until_(std::chrono::steady_clock::now() + own_patience) {}
  Result<std::size_t> read_body(char*, std::size_t) override { return 0u; }
  Result<void> send(std::string_view) override { return {}; }
  bool gone() const override { return stop_ || late(); }
  bool stopping() const override { return stop_; }
  std::int64_t deadline() const override { return std::chrono::nanoseconds(until_.time_since_epoch()).count(); }
  void begun() override {}
  const ServiceId* serve(const ServiceId*) override { return nullptr; }

 private:
  const std::atomic<bool>& stop_;
  const std::chrono::steady_clock::time_point until_;
};

Error stopped(const Wire& outer) {
  if (!outer.stopping() && outer.late()) return make_error(Code::timeout, "The other service did not answer in time.");
  return make_error(Code::cancelled, "The request was to stop.");
}

Result<void> fill_head(const ServiceCall& asker, const Peers::Question& question, RequestHead& head) {
  if (question.target.empty() || question.target.front() != '/')
    return fault("The address '" + std::string(question.target.substr(0, 64)) +
                 "' of another service does not begin with a slash.");
  head.start(question.method, "/" + std::string(question.service) + std::string(question.target), 11);
  head.add("Host", asker.head ? asker.head->authority() : std::string_view(asker.world.authority));
  head.add("Content-Type", "application/json");
  for (const auto& [name, value] : question.headers) {
    const std::string_view key(name.data(), name.size());
    if (!value.is_string() || equal_ignoring_case(key, "Host") || equal_ignoring_case(key, "Authorization"))
      return fault("The header '" + std::string(key) + "' is not one that a service may send to another.");
    if (equal_ignoring_case(key, "Content-Type")) continue;  // a service speaks JSON to another
    head.add(key, {value.get_string().data(), value.get_string().size()});
  }
  return {};
}

}  // namespace

json::object Dispatcher::scopes() const {
  json::object all{{"chittyd", {metrics_scope}}};
  for (const auto& service : parts_.services) {
    std::set<std::string> asked_for;
    for (const auto& route : service->routes)
      for (const auto& scope : {route.declared.scope, route.declared.widens})
        if (!scope.empty() && scope != "admin:*") asked_for.insert(scope);
    all[service->name] = json::array(asked_for.begin(), asked_for.end());
  }
  return all;
}

Result<Peers::Reply> Dispatcher::ask(ServiceCall& asker, const Question& question) {
  std::optional<TendingWire> own;
  if (!asker.exchange) own.emplace(*asker.stop);
  Wire& outer = own ? static_cast<Wire&>(*own) : asker.exchange->wire();
  if (outer.gone()) return stopped(outer);
  const auto as_service = asker.service.peers.find(std::string(question.service));
  if (!router_.knows(question.service))
    return make_error(Code::not_found,
                      "The service " + std::string(question.service.substr(0, 64)) + " is not installed here.",
                      "Install the plugin of that name.");
  if (as_service == asker.service.peers.end())
    return fault("The service " + asker.service.name + " asks " + std::string(question.service) +
                 ", but its manifest does not name it (service.uses).");
  if (asker.depth + 1 >= deepest)
    return fault("More than " + std::to_string(deepest) + " services ask each other in a row.");

  RequestHead head;
  if (auto filled = fill_head(asker, question, head); !filled) return filled.error();
  Admission admission;
  admission.begun = std::chrono::steady_clock::now();
  admission.request_id = own ? next_request_id() : std::string(abi::view(asker.info.request_id)) + "." + std::to_string(++asker.asked);
  admission.depth = asker.depth + 1;
  admission.caller = question.as_service ? as_service->second : asker.caller;
  if (auto parsed = parse_request_target(head.target(), admission.target); !parsed)
    admission.refusal = http_error_for(parsed.error());
  else if (const auto scope = find_place(head, admission))
    admission.refusal = gate_.look_at(admission.caller, *scope);
  if (!admission.refusal && admission.body_limit && question.body.size() > *admission.body_limit)
    admission.refusal = body_too_large(*admission.body_limit);

  MemoryWire wire(outer, question.body);
  std::string out;
  Exchange::Facts facts;
  facts.request_id = admission.request_id;
  facts.head_only = head.method() == "HEAD";
  facts.bare = true;
  Exchange exchange(wire, out, facts);
  const auto* before = wire.serve(admission.service);
  answer(head, admission, {}, exchange, question.body.size());
  wire.serve(before);
  if (wire.gone()) return stopped(outer);
  if (exchange.cut())
    return make_error(Code::plugin_fault, "The service " + std::string(question.service) + " broke off its reply.");
  return Reply{exchange.status(), std::move(wire.reply.append(out))};
}

}  // namespace chitty::host::daemon
