#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

// As a plugin that sends to such remotes declares it: the type of a platform that has no plugin of its own.
std::optional<RemoteType> used_type(const Catalogue& catalogue, std::string_view type) {
  const std::string mark = json::serialize(json::string(type));
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto row = catalogue.row(i);
    if (!row.reason.empty() || row.manifest.find(mark) == std::string_view::npos) continue;
    const auto manifest = parse_manifest(row.manifest);
    for (const auto& used : manifest ? manifest->uses : std::vector<RemoteType>())
      if (used.type == type) return used;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RemoteType> installed_type(const Catalogue& catalogue, std::string_view type) {
  const auto row = catalogue.find_plugin(type);
  if (!row || !row->reason.empty()) return used_type(catalogue, type);
  auto manifest = parse_manifest(row->manifest);
  if (!manifest) return std::nullopt;
  return std::move(manifest->remote);
}

bool is_command_word(const BuiltinContext& context, std::string_view word) {
  for (const auto& host : context.host.words)
    if (host.word == word) return true;
  return context.catalogue.find(word).has_value();
}

KnownTypes known_types(const BuiltinContext& context) {
  return {.remote_type = [&context](std::string_view type) { return installed_type(context.catalogue, type); },
          .is_command_word = [&context](std::string_view word) { return is_command_word(context, word); }};
}

std::optional<EntryOfKey> entry_of_key(const Steps& steps, const Config& config) {
  EntryOfKey entry;
  Steps rest = steps;
  if (rest.size() > 3 && rest[0] == "chittyos" && rest[1] == "environments") {
    entry.environment = rest[2];
    rest.erase(rest.begin(), rest.begin() + 3);
  } else {
    entry.environment = named_environment(config.effective());
    if (!rest.empty() && rest[0] == "chittyos") rest.erase(rest.begin());
  }
  if (rest.size() < 2 || (rest[0] != "remotes" && rest[0] != "services")) return std::nullopt;
  entry.name = rest[1];
  entry.type = rest[0] == "services" ? rest[1] : config.type_of(rest[1], entry.environment);
  return entry;
}

namespace {

void each_below(const json::object& object, Steps& steps, const std::function<void(const Steps&, const json::value&)>& each) {
  for (const auto& [name, member] : object) {
    steps.emplace_back(name);
    if (member.is_object())
      each_below(member.get_object(), steps, each);
    else
      each(steps, member);
    steps.pop_back();
  }
}

}  // namespace

void each_setting(const json::object& root, const std::function<void(const Steps&, const json::value&)>& each) {
  Steps steps;
  each_below(root, steps, each);
}

namespace {

json::object schema_of_key(const Steps& steps, const Config& config, const Catalogue& catalogue) {
  const auto entry = entry_of_key(steps, config);
  if (!entry) return {};
  auto type = installed_type(catalogue, entry->type);
  if (!type) return {};
  // The credential is one whatever the schema calls it.
  auto& properties = type->settings["properties"];
  if (!properties.is_object()) properties.emplace_object();
  auto& secret = properties.get_object()[type->auth_secret];
  if (!secret.is_object()) secret.emplace_object();
  secret.get_object()["secret"] = true;
  return std::move(type->settings);
}

// The literal secrets at and below `steps`: where each stands.
void find_literals(const Steps& steps, const json::value& value, const Config& config, const Catalogue& catalogue, std::vector<Steps>& found) {
  if (const auto* object = value.if_object()) {
    for (const auto& [name, member] : *object) {
      Steps next = steps;
      next.emplace_back(name);
      find_literals(next, member, config, catalogue, found);
    }
  } else if (value.is_string() && !value.get_string().empty() && !is_reference(value.get_string()) && names_secret(steps, config, catalogue)) {
    remember_secret(value.get_string());
    found.push_back(steps);
  }
}

Error undone(const std::vector<KeptSecret>& kept, Error error) {
  for (const auto& one : kept) one.take_back();
  return error;
}

}  // namespace

std::string pointer_of(const Steps& steps) {
  std::string out;
  for (const auto& step : steps) {
    out += '/';
    for (const char c : step) out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1")
                                                                             : std::string(1, c);
  }
  return out;
}

bool names_secret(const Steps& steps, const Config& config, const Catalogue& catalogue) {
  return !steps.empty() && is_secret(steps.back(), schema_of_key(steps, config, catalogue));
}

json::value shown(const Steps& steps, const json::value& value, const Config& config, const Catalogue& catalogue) {
  if (!value.is_object()) return masked(steps.empty() ? "" : steps.back(), value, schema_of_key(steps, config, catalogue));
  json::object out;
  for (const auto& [name, member] : value.get_object()) {
    Steps next = steps;
    next.emplace_back(name);
    out.emplace(name, shown(next, member, config, catalogue));
  }
  return json::value(std::move(out));
}

Result<void> set_keeping_secrets(BuiltinContext& context, Config& config, const Steps& steps, json::value value, const Config::Check& check) {
  // First without writing: a secret is kept only for a configuration that will stand. A new remote's schema is found in the
  // changed configuration, which is why the search happens there.
  std::vector<Steps> literals;
  const auto look = [&](const Config& changed) -> Result<void> {
    find_literals(steps, value, changed, context.catalogue, literals);
    return check ? check(changed) : Result<void>();
  };
  if (auto allowed = config.rehearse_set(pointer_of(steps), value, look); !allowed) return allowed;

  std::vector<KeptSecret> kept;
  for (const auto& where : literals) {
    json::value* at = &value;
    for (std::size_t i = steps.size(); i < where.size(); ++i) at = &at->get_object()[where[i]];
    auto one = keep_secret(context.paths, secret_name(config.user().root, where), at->get_string());
    if (!one) return undone(kept, one.error());
    *at = json::string(one->reference);
    kept.push_back(std::move(*one));
  }
  if (auto set = config.set(pointer_of(steps), value, check); !set) return undone(kept, set.error());
  for (const auto& one : kept) one.settle();
  return {};
}

}  // namespace chitty::host
