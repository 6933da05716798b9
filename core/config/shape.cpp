#include "config/shape.hpp"

#include "base/allowed_host.hpp"
#include "base/text.hpp"
#include "config/address.hpp"
#include "config/environment_keys.hpp"
#include "config/secret/secret_words.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>

namespace chitty::host {

const char* wrong_with_name(std::string_view name) {
  if (name.empty() || name.size() > 64) return "must have 1 to 64 characters";
  if (!std::isalpha(static_cast<unsigned char>(name[0]))) return "must begin with a letter";
  for (const unsigned char c : name)
    if (!std::isalnum(c) && c != '-' && c != '_') return "may have letters, digits, '-' and '_' only";
  return nullptr;
}

namespace {

class Shape {
 public:
  std::vector<Diagnostic> problems;

  void root(const json::value& value) {
    const auto* file = object(value, "The configuration");
    if (!file) return;
    spelling(*file, {"chittyos", "remotes"});
    member(*file, "chittyos", [&](const json::value& chittyos) { ecosystem(chittyos); });
    member(*file, "remotes", [&](const json::value& remotes) { all_remotes(remotes); });
  }

 private:
  void say(std::string message, std::string hint = {}) { problems.push_back({{}, {}, steps_, std::move(message), std::move(hint), false}); }

  std::string key() const { return join(steps_, "."); }

  template <class Body>
  void member(const json::object& of, std::string_view name, Body&& body) {
    const auto* value = of.if_contains(name);
    if (!value) return;
    steps_.emplace_back(name);
    body(*value);
    steps_.pop_back();
  }

  // A key that nothing reads and that is nearly one which is read; others may be for a chitty that is newer.
  void spelling(const json::object& of, const std::vector<std::string>& known) {
    for (const auto& one : of) {
      if (std::find(known.begin(), known.end(), std::string_view(one.key())) != known.end()) continue;
      const auto near = nearest(one.key(), known);
      if (near.empty()) continue;
      member(of, one.key(), [&](const json::value&) { say("unknown key '" + key() + "'", did_you_mean(near)); });
    }
  }

  const json::object* object(const json::value& value, const std::string& what) {
    if (const auto* it = value.if_object()) return it;
    say(what + " must be an object, not " + kind(value) + ".", "Write { } around its settings.");
    return nullptr;
  }

  void text(const json::value& value) {
    if (!value.is_string()) say(key() + " must be a string, not " + kind(value) + ".");
  }

  void address(const json::value& value) {
    if (!value.is_string()) return text(value);
    if (value.get_string().empty()) return;  // none, for a fallback that a default would give
    if (const auto checked = check_address(value.get_string(), key()); !checked) say(checked.error().message, checked.error().hint);
  }

  // From wherever chitty is run it is the same file.
  void file(const json::value& value) {
    if (!value.is_string()) return text(value);
    if (!value.get_string().empty() && !value.get_string().starts_with('/'))
      say(key() + " must be the absolute path of a file, not '" + std::string(value.get_string()) + "'.", "Write it from the first / on.");
  }

  void name(std::string_view word, const char* what) {
    if (const auto* wrong = wrong_with_name(word)) say("The name of " + std::string(what) + " " + wrong + ": " + json::serialize(json::string(word)) + ".");
  }

  void settings(const json::object& of) {
    member(of, "baseUrl", [&](const json::value& value) { address(value); });
    member(of, "fallbackUrl", [&](const json::value& value) { address(value); });
    member(of, "authority", [&](const json::value& value) { file(value); });
  }

  // What an environment has, wherever it stands.
  void environment_parts(const json::object& of) {
    member(of, "baseUrl", [&](const json::value& value) { address(value); });
    member(of, "token", [&](const json::value& value) { text(value); });
    member(of, "authority", [&](const json::value& value) { file(value); });
    member(of, "accounts", [&](const json::value& accounts) {
      const auto* all = object(accounts, key());
      if (!all) return;
      for (const auto& [word, value] : *all) member(*all, word, [&, w = std::string_view(word)](const json::value& one) {
        name(w, "an account");
        if (const auto* it = object(one, key())) member(*it, "token", [&](const json::value& token) { text(token); });
      });
    });
    member(of, "sharedDatabase", [&](const json::value& value) { text(value); });
    member(of, "sharedBlobs", [&](const json::value& value) {
      text(value);
      if (value.is_string() && has_plain_secret(value.get_string()))
        say(key() + " has a secret in plain text", "Write where the secret is in its place: secret=file:PATH, secret=env:NAME or secret=keyring:NAME");
    });
    member(of, "enabledServices", [&](const json::value& value) {
      const auto* all = value.if_array();
      if (!all || !std::all_of(all->begin(), all->end(), [](const json::value& one) { return one.is_string(); })) say(key() + " must be an array of names of services, not " + kind(value) + ".", "Write it like [\"NAME\", \"OTHER\"].");
    });
    member(of, "deployer", [&](const json::value& value) { text(value); });
    member(of, "traces", [&](const json::value& value) { address(value); });
    member(of, "quotas", [&](const json::value& quotas) { all_quotas(quotas); });
    member(of, "alerts", [&](const json::value& rules) { list_of_objects(rules, "rules"); });
    member(of, "reach", [&](const json::value& reach) { all_reach(reach); });
    member(of, "services", [&](const json::value& services) {
      const auto* all = object(services, key());
      if (!all) return;
      for (const auto& [type, value] : *all) member(*all, type, [&](const json::value& one) {
        if (const auto* it = object(one, key())) settings(*it);
      });
    });
  }

  // Each one an address inside.
  void all_reach(const json::value& value) {
    if (!value.is_array()) return say(key() + " must be an array of hosts or addresses, not " + kind(value) + ".", "Write it like [\"127.0.0.1:11434\"].");
    for (const auto& one : value.get_array()) {
      if (!one.is_string()) return say(key() + " must have texts only, not " + std::string(kind(one)) + ".");
      if (const auto reach = parse_allowed_host(one.get_string()); !reach) return say(key() + ": " + reach.error().message + ".", reach.error().hint);
    }
  }

  void list_of_objects(const json::value& value, const std::string& what) {
    const auto* all = value.if_array();
    if (all && std::all_of(all->begin(), all->end(), [](const json::value& one) { return one.is_object(); })) return;
    say(key() + " must be a list of " + what + ".", "Write [ ] around them.");
  }

  // By service and kind, how many.
  void all_quotas(const json::value& value) {
    const auto* services = object(value, key());
    if (!services) return;
    for (const auto& [service, kinds] : *services) member(*services, service, [&](const json::value& one) {
      const auto* all = object(one, key());
      if (!all) return;
      for (const auto& [kind, most] : *all) member(*all, kind, [&](const json::value& number) {
        if (!number.is_int64() || number.get_int64() < 0) say(key() + " must be an integer of 0 or more (0: no limit).");
      });
    });
  }

  void all_remotes(const json::value& value) {
    const auto* remotes = object(value, key());
    if (!remotes) return;
    for (const auto& [word, remote] : *remotes) member(*remotes, word, [&, w = std::string_view(word)](const json::value& one) {
      name(w, "a remote");
      const auto* it = object(one, key());
      if (!it) return;
      const auto* type = it->if_contains("type");
      if (!type) say(key() + " has no type.", "Set its type: chitty config set " + key() + ".type TYPE");
      member(*it, "type", [&](const json::value& given) { text(given); });
      settings(*it);
    });
  }

  void ecosystem(const json::value& value) {
    const auto* chittyos = object(value, key());
    if (!chittyos) return;
    spelling(*chittyos, keys_of_chittyos());
    environment_parts(*chittyos);
    member(*chittyos, "environment", [&](const json::value& word) {
      if (!word.is_string()) return text(word);
      name(word.get_string(), "an environment");
    });
    member(*chittyos, "environments", [&](const json::value& environments) {
      const auto* all = object(environments, key());
      if (!all) return;
      for (const auto& [word, block] : *all) member(*all, word, [&, w = std::string_view(word)](const json::value& one) {
        name(w, "an environment");
        const auto* it = object(one, key());
        if (!it) return;
        spelling(*it, keys_of_block());
        environment_parts(*it);
        member(*it, "remotes", [&](const json::value& remotes) { all_remotes(remotes); });
      });
    });
  }

  static const char* kind(const json::value& value) {
    switch (value.kind()) {
      case json::kind::null: return "null";
      case json::kind::bool_: return "true or false";
      case json::kind::string: return "a string";
      case json::kind::array: return "an array";
      case json::kind::object: return "an object";
      default: return "a number";
    }
  }

  Steps steps_;
};

}  // namespace

std::vector<Diagnostic> check_shape(const json::value& root) {
  Shape shape;
  shape.root(root);
  return std::move(shape.problems);
}

}  // namespace chitty::host
