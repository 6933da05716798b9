#include "app/call.hpp"
#include "config/secret_words.hpp"
#include "config/secrets.hpp"

#include <chitty/abi.hpp>

#include <boost/json/serialize.hpp>

namespace chitty {

namespace {

chitty_status give(const chitty_sink* sink, const std::string& text) { return sink->write(sink->context, text.data(), text.size()); }

// What a plugin may know of a remote: its settings without any secret, and where it is.
json::object facts_of(const Destination& to) {
  auto facts = without_secrets(to.remote.settings, to.type.settings);
  facts["baseUrl"] = to.remote.base_url;
  facts["environment"] = to.remote.environment;
  return facts;
}

chitty_status CHITTY_CALL remote(chitty_call* call, const chitty_str* name, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto to = destination(*call, abi::view(name));
    if (!to) return abi::fill(error, to.error());
    return give(sink, json::serialize(facts_of(*to)));
  });
}

chitty_status CHITTY_CALL get(chitty_call* call, const chitty_str* key, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto config = call->session.config();
    if (!config) return abi::fill(error, config.error());
    const auto* value = (*config)->find(abi::view(key));
    if (!value) return abi::fill(error, make_error(Code::not_found, "Not set: " + std::string(abi::view(key))));
    return give(sink, json::serialize(masked(abi::view(key), *value)));
  });
}

chitty_status CHITTY_CALL set(chitty_call* call, const chitty_str* key, const chitty_str* text, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto config = call->session.config();
    if (!config) return abi::fill(error, config.error());
    const auto done = (*config)->set(abi::view(key), json::parse(abi::view(text)));
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL keep(chitty_call* call, const chitty_str* name, const chitty_str* value, const chitty_sink* sink,
                               chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    remember_secret(abi::view(value));
    const auto reference = keep_secret(call->session.paths, abi::view(name), abi::view(value));
    if (!reference) return abi::fill(error, reference.error());
    return give(sink, *reference);
  });
}

}  // namespace

const chitty_config& config_table() {
  static const chitty_config table{sizeof(chitty_config), 0, remote, get, set, keep, nullptr, nullptr};
  return table;
}

}  // namespace chitty
