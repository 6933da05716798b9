#include "app/call.hpp"
#include "config/credential.hpp"
#include "config/secret_words.hpp"
#include "config/secrets.hpp"

#include <chitty/abi.hpp>

#include <boost/json/serialize.hpp>

namespace chitty {

namespace {

// Under --dry-run nothing of the person's is changed: it is said instead.
bool only_shown(const chitty_call& call, const std::string& what) {
  if (call.session.options.dry_run) call.session.note("Not done under --dry-run: " + what + ".");
  return call.session.options.dry_run;
}

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
    if (only_shown(*call, std::string(abi::view(key)) + " would be set")) return CHITTY_OK;
    const auto done = (*config)->set(abi::view(key), json::parse(abi::view(text)));
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL keep(chitty_call* call, const chitty_str* name, const chitty_str* value, const chitty_sink* sink,
                               chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    remember_secret(abi::view(value));
    if (only_shown(*call, "the secret " + std::string(abi::view(name)) + " would be kept")) return give(sink, "keyring:" + std::string(abi::view(name)));
    const auto kept = keep_secret(call->session.paths, abi::view(name), abi::view(value));
    if (!kept) return abi::fill(error, kept.error());
    return give(sink, kept->reference);
  });
}

// What the person would not find out: the variable counts before what was just kept.
void warn_of_variable(chitty_call& call, const Config& config, const CredentialFor& what, const std::string& key) {
  const auto remote = config.remote(what.type, what.name, what.environment);
  if (what.setting.empty() && remote && remote->credential_from == credential_variable(what.type.type))
    call.session.note(remote->credential_from + " is set and counts before " + key + ", where the new credential is kept.");
}

chitty_status CHITTY_CALL keep_for(chitty_call* call, const chitty_str* name, const chitty_str* setting, uint32_t flags, const chitty_str* value,
                                   chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    remember_secret(abi::view(value));
    const auto target = addressee(*call, abi::view(name));
    if (!target) return abi::fill(error, target.error());
    if (only_shown(*call, "a credential of " + (target->name.empty() ? target->type.type : target->name) + " would be kept")) return CHITTY_OK;
    Config& config = **call->session.config();
    const CredentialFor what{target->type, target->name, target->environment, std::string(abi::view(setting)), (flags & CHITTY_CREDENTIAL_SHARED) != 0};
    const auto key = keep_credential(config, call->session.paths, what, abi::view(value));
    if (!key) return abi::fill(error, key.error());
    warn_of_variable(*call, config, what, *key);
    return CHITTY_OK;
  });
}

// Whoever asks for a secret and changes something exchanges it, perhaps for one and only one other: of two processes that do so
// at once, the second waits, and gets what the first has kept.
bool exchanges(const chitty_call& call) { return call.command.effect != Effect::read && !call.session.options.dry_run; }

chitty_status CHITTY_CALL secret(chitty_call* call, const chitty_str* name, const chitty_str* setting, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (exchanges(*call))
      if (const auto held = call->session.hold_credentials(); !held) return abi::fill(error, held.error());
    const auto target = addressee(*call, abi::view(name));
    if (!target) return abi::fill(error, target.error());
    const auto reference = (*call->session.config())->secret(target->type, target->name, target->environment, abi::view(setting));
    if (!reference) return abi::fill(error, reference.error());
    const auto value = resolve_secret(*reference, call->session.paths);
    if (!value) return abi::fill(error, value.error());
    return give(sink, *value);
  });
}

}  // namespace

const chitty_config& config_table() {
  static const chitty_config table{sizeof(chitty_config), 0, remote, get, set, keep, keep_for, secret};
  return table;
}

}  // namespace chitty
