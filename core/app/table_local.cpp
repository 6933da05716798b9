#include "app/call.hpp"
#include "daemon/control.hpp"

#include <chitty/abi.hpp>

#include <boost/json/serialize.hpp>

namespace chitty {

namespace {

Result<json::object> options_of(const chitty_str* text) {
  const auto given = abi::view(text);
  if (given.empty()) return json::object();
  boost::system::error_code ec;
  auto value = json::parse(given, ec);
  if (ec || !value.is_object()) return make_error(Code::plugin_fault, "The options of a local action are not a JSON object.");
  return std::move(value.get_object());
}

chitty_status CHITTY_CALL act(chitty_call* call, const chitty_str* action, const chitty_str* options, const chitty_sink* sink,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto given = options_of(options);
    if (!given) return abi::fill(error, given.error());
    daemon::Control control(call->session.paths);
    const auto done = control.act(abi::view(action), *given, [call] { return call->session.cancel.cancelled(); });
    if (!done) return abi::fill(error, done.error());
    const std::string text = json::serialize(*done);
    return sink->write(sink->context, text.data(), text.size());
  });
}

}  // namespace

const chitty_local& local_table() {
  static const chitty_local table{sizeof(chitty_local), 0, act};
  return table;
}

}  // namespace chitty
