// chitty.peer/1: another service of this daemon.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/host/host_tables.hpp"
#include "daemon/host/peers.hpp"
#include "daemon/host/service_call.hpp"

namespace chitty::host::daemon {
namespace {

// Without a transaction of its own that would wait for the asker's; while a request is answered, or by the service's own work.
Result<void> may_ask(ServiceCall& call, bool as_service) {
  if (!call.world.peers || (!call.exchange && !call.stop))
    return make_error(Code::plugin_fault,
                      "Another service is asked while a request is answered or work is tended, and at no other time.");
  if (!call.exchange && !as_service)
    return make_error(Code::plugin_fault, "There is no caller in whose name another service could be asked.", "Ask as the service itself.");
  if (call.has_connection() && (*call.connection())->in_transaction())
    return make_error(Code::plugin_fault, "Another service is asked within a transaction.",
                      "Ask before it begins, or after it has ended.");
  return {};
}

chitty_status CHITTY_CALL send(chitty_call* raw, uint32_t flags, const chitty_str* service, const chitty_str* method,
                               const chitty_str* target, const chitty_str* headers, const chitty_str* body,
                               int32_t* status, const chitty_sink* reply, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto& call = ServiceCall::of(raw);
    if (auto allowed = may_ask(call, (flags & CHITTY_PEER_AS_SERVICE) != 0); !allowed) return abi::fill(error, allowed.error());
    Peers::Question question;
    question.service = abi::view(service);
    question.method = abi::view(method);
    question.target = abi::view(target);
    question.body = abi::view(body);
    question.as_service = (flags & CHITTY_PEER_AS_SERVICE) != 0;
    if (const auto text = abi::view(headers); !text.empty()) {
      boost::system::error_code ec;
      json::value fields = json::parse({text.data(), text.size()}, ec);
      if (ec || !fields.is_object())
        return abi::fill(error, make_error(Code::plugin_fault, "The headers are not a JSON object."));
      question.headers = std::move(fields.get_object());
    }
    auto answered = call.world.peers->ask(call, question);
    if (!answered) return abi::fill(error, answered.error());
    if (status) *status = answered->status;
    return reply ? reply->write(reply->context, answered->body.data(), answered->body.size()) : CHITTY_OK;
  });
}

chitty_status CHITTY_CALL scopes(chitty_call* raw, const chitty_sink* json, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto* peers = ServiceCall::of(raw).world.peers;
    const auto all = json::serialize(peers ? peers->scopes() : json::object());
    return json->write(json->context, all.data(), all.size());
  });
}

}  // namespace

const chitty_peer& peer_table() {
  static const chitty_peer table{sizeof(chitty_peer), 0, send, scopes};
  return table;
}

}  // namespace chitty::host::daemon
