#include "config/unknown_keys.hpp"

#include "base/text.hpp"
#include "config/environment_keys.hpp"

#include <algorithm>

namespace chitty::host {

namespace {

using Names = std::vector<std::string>;

class Search {
 public:
  explicit Search(const KnownTypes& known) : known_(known) {}
  std::vector<Diagnostic> found;

  void root(const json::object& root) {
    only(root, {"chittyos", "remotes"});
    below(root, "chittyos", [&](const json::object& chittyos) {
      environment(chittyos, keys_of_chittyos());
      below(chittyos, "environments", [&](const json::object& all) {
        each(all, [&](std::string_view, const json::object& one) {
          environment(one, keys_of_block());
          below(one, "remotes", [&](const json::object& remotes) { remotes_of(remotes); });
        });
      });
    });
    below(root, "remotes", [&](const json::object& remotes) { remotes_of(remotes); });
  }

 private:
  template <class Look>
  void below(const json::object& of, std::string_view name, Look look) {
    const auto* value = of.if_contains(name);
    if (!value || !value->is_object()) return;
    steps_.emplace_back(name);
    look(value->get_object());
    steps_.pop_back();
  }

  template <class Look>
  void each(const json::object& of, Look look) {
    for (const auto& member : of) below(of, member.key(), [&](const json::object& one) { look(member.key(), one); });
  }

  void only(const json::object& of, const Names& known) {
    for (const auto& member : of) {
      const std::string word(member.key());
      if (std::find(known.begin(), known.end(), word) != known.end()) continue;
      const auto near = did_you_mean(nearest(word, known));
      Steps steps = steps_;
      steps.push_back(word);
      found.push_back({{}, {}, steps, "unknown key '" + join(steps, ".") + "'", near.empty() ? "Known keys here: " + join(known, ", ") : near, true});
    }
  }

  void environment(const json::object& of, const Names& members) {
    only(of, members);
    below(of, "services", [&](const json::object& all) {
      each(all, [&](std::string_view type, const json::object& one) { settings(one, type, false); });
    });
  }

  void remotes_of(const json::object& remotes) {
    each(remotes, [&](std::string_view, const json::object& one) {
      const auto* type = one.if_contains("type");
      if (type && type->is_string()) settings(one, type->get_string(), true);
    });
  }

  void settings(const json::object& of, std::string_view type, bool has_type) {
    const auto installed = known_.remote_type(type);
    const auto names = installed ? settings_of(*installed, has_type) : std::nullopt;
    if (names) only(of, *names);
  }

  const KnownTypes& known_;
  Steps steps_;
};

}  // namespace

// Settings are what a plugin's schema lists, unless it says that there may be others.
std::optional<std::vector<std::string>> settings_of(const RemoteType& type, bool has_type) {
  for (const auto* open : {"additionalProperties", "patternProperties"})
    if (const auto* said = type.settings.if_contains(open); said && *said != false) return std::nullopt;
  Names names{"baseUrl", "fallbackUrl", "authority", "deployer"};
  if (has_type) names.insert(names.begin(), "type");
  if (type.auth != "none" && !type.auth_secret.empty()) names.push_back(type.auth_secret);
  if (const auto* properties = type.settings.if_contains("properties"); properties && properties->is_object())
    for (const auto& member : properties->get_object())
      if (std::find(names.begin(), names.end(), std::string_view(member.key())) == names.end()) names.emplace_back(member.key());
  return names;
}

std::vector<Diagnostic> unknown_keys(const json::object& root, const KnownTypes& known) {
  Search search(known);
  search.root(root);
  return std::move(search.found);
}

Result<void> no_new_unknown_keys(const json::object& before, const json::object& after, const KnownTypes& known) {
  const auto old = unknown_keys(before, known);
  for (const auto& one : unknown_keys(after, known))
    if (std::none_of(old.begin(), old.end(), [&](const auto& was) { return was.steps == one.steps; }))
      return make_error(Code::configuration, one.message, one.hint);
  return {};
}

}  // namespace chitty::host
