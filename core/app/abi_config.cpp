#include "app/abi.hpp"
#include "app/sending/destination.hpp"
#include "app/call/dry_run.hpp"
#include "config/secret/credential.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "config/secret/unused_secrets.hpp"

#include <chitty/abi.hpp>

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

// Under --dry-run nothing of the person's is changed, whatever the command says of its effect: it is said instead.
bool only_said(chitty_call& call, const std::string& what) {
  if (call.run.options.dry_run) would(call, what);
  return call.run.options.dry_run;
}

// What setting a key does, as a person would say it of their accounts and the credential in use; of any other key, as it is.
std::string change_in_words(std::string_view key, const json::value& value) {
  const auto dot = key.rfind('.');
  const auto last = key.substr(dot == key.npos ? 0 : dot + 1), before = key.substr(0, dot == key.npos ? 0 : dot);
  if (before.ends_with(".accounts")) return (value.is_null() ? "remove the account '" : "save the account '") + std::string(last) + "'";
  if (key.starts_with("chittyos.") && last == "token" && key.find(".services.") == key.npos) {
    if (value.is_null()) return "log out of the credential in use";
    if (value.is_string() && !value.get_string().empty()) return "use the credential " + std::string(value.get_string());
  }
  if (value.is_null()) return "remove " + std::string(key);
  const auto shown = masked(last, value);
  return "set " + std::string(key) + " to " + (shown.is_string() ? std::string(shown.get_string()) : json::serialize(shown));
}

// Whoever keeps one has declared it, so that the host has made sure of the room for it before anything was spent.
Result<void> may_keep(const chitty_call& call) {
  if (call.command.keeps_credentials) return {};
  return make_error(Code::plugin_fault,
                    "'chitty " + call.command.path + "' saves a credential, but its manifest does not declare it (\"keepsCredentials\")",
                    "Report it to the publisher of the plugin '" + call.manifest.name + "'.");
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
    const auto config = call->run.config();
    if (!config) return abi::fill(error, config.error());
    const auto* value = (*config)->find(abi::view(key));
    if (!value) return abi::fill(error, make_error(Code::not_found, "Not set: " + std::string(abi::view(key))));
    return give(sink, json::serialize(masked(abi::view(key), *value)));
  });
}

chitty_status CHITTY_CALL set(chitty_call* call, const chitty_str* key, const chitty_str* text, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto config = call->run.config();
    if (!config) return abi::fill(error, config.error());
    const json::value value = json::parse(abi::view(text));
    if (call->run.options.dry_run) {
      // In memory it is set: what the command reads after this is what it would read.
      if (const auto rehearsed = (*config)->set(abi::view(key), value); !rehearsed) return abi::fill(error, rehearsed.error());
      would(*call, change_in_words(abi::view(key), value) + " in " + (*config)->file().string());
      return CHITTY_OK;
    }
    call->changed = true;
    const auto* before = (*config)->find(abi::view(key));
    const json::value earlier = before ? *before : json::value();
    auto done = (*config)->set(abi::view(key), value);
    if (done && value.is_null())
      if (const auto forgotten = forget_unused_secrets(earlier, **config, call->run.paths); !forgotten) done = forgotten.error();
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL keep(chitty_call* call, const chitty_str* name, const chitty_str* value, const chitty_sink* sink,
                               chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    remember_secret(abi::view(value));
    if (auto allowed = may_keep(*call); !allowed) return abi::fill(error, allowed.error());
    if (only_said(*call, "save the secret " + std::string(abi::view(name)))) return give(sink, "keyring:" + std::string(abi::view(name)));
    const auto kept = keep_secret(call->run.paths, abi::view(name), abi::view(value));
    if (!kept) return abi::fill(error, kept.error());
    return give(sink, kept->reference);
  });
}

// What the person would not find out: the variable counts before what was just kept.
void warn_of_variable(chitty_call& call, const Config& config, const CredentialFor& what, const std::string& key) {
  const auto remote = config.remote(what.type, what.name, what.environment);
  if (what.setting.empty() && remote && remote->credential_from == credential_variable(what.type.type))
    call.run.note("warning: " + remote->credential_from + " overrides the credential saved in " + key);
}

chitty_status CHITTY_CALL keep_for(chitty_call* call, const chitty_str* name, const chitty_str* setting, uint32_t flags, const chitty_str* value,
                                   chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    remember_secret(abi::view(value));
    if (auto allowed = may_keep(*call); !allowed) return abi::fill(error, allowed.error());
    const auto target = addressee(*call, abi::view(name));
    if (!target) return abi::fill(error, target.error());
    if (only_said(*call, "save a credential of " + (target->name.empty() ? target->type.type : target->name))) return CHITTY_OK;
    Config& config = **call->run.config();
    const CredentialFor what{target->type, target->name, target->environment, std::string(abi::view(setting)), (flags & CHITTY_CREDENTIAL_SHARED) != 0};
    const auto key = keep_credential(config, call->run.paths, what, abi::view(value));
    if (!key) return abi::fill(error, key.error());
    warn_of_variable(*call, config, what, *key);
    return CHITTY_OK;
  });
}

// Whoever asks for a secret and changes something exchanges it, perhaps for one and only one other: of two processes that do so
// at once, the second waits, and gets what the first has kept.
bool exchanges(const chitty_call& call) { return call.command.effect != Effect::read && !call.run.options.dry_run; }

chitty_status CHITTY_CALL secret(chitty_call* call, const chitty_str* name, const chitty_str* setting, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (exchanges(*call))
      if (const auto held = call->run.hold_credentials(); !held) return abi::fill(error, held.error());
    const auto target = addressee(*call, abi::view(name));
    if (!target) return abi::fill(error, target.error());
    const auto reference = (*call->run.config())->secret(target->type, target->name, target->environment, abi::view(setting));
    if (!reference) return abi::fill(error, reference.error());
    const auto value = resolve_secret(*reference, call->run.paths, true, &call->run.cancel);
    if (!value) return abi::fill(error, value.error());
    return give(sink, *value);
  });
}

}  // namespace

const chitty_config& config_table() {
  static const chitty_config table{sizeof(chitty_config), 0, remote, get, set, keep, keep_for, secret};
  return table;
}

}  // namespace chitty::host
