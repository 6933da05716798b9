#include "config/secret/unused_secrets.hpp"

#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"

#include <set>

namespace chitty::host {

namespace {

void gather_references(const json::value& value, std::set<std::string>& found) {
  if (const auto* text = value.if_string(); text && is_reference(*text)) found.emplace(*text);
  if (const auto* array = value.if_array())
    for (const auto& one : *array) gather_references(one, found);
  if (const auto* object = value.if_object())
    for (const auto& [name, member] : *object) gather_references(member, found);
}

}  // namespace

Result<std::string> forget_unused_secrets(const json::value& removed, const Config& config, const Paths& paths) {
  std::string told;
  const auto say = [&](const std::string& words) { told += "; " + words; };
  std::set<std::string> references, others, in_use;
  gather_references(removed, references);
  gather_references(config.user().root, others);
  gather_references(config.project().root, others);
  for (const auto& other : others) in_use.insert(kept_name(other, paths));
  for (const auto& reference : references) {
    const auto name = kept_name(reference, paths);
    if (name.empty()) {
      if (reference.starts_with("file:")) say("its secret is your own file and was left: " + reference);
    } else if (in_use.contains(name)) {
      say("its secret is used by another setting and was kept: " + reference);
    } else if (auto forgotten = forget_secret(paths, reference); forgotten) {
      say("its secret was removed too: " + reference);
    } else {
      return forgotten.error();
    }
  }
  return told;
}

}  // namespace chitty::host
