#include "settings.hpp"

#include <algorithm>

namespace os::commands {

using namespace chitty;

namespace {

Result<json::value> present_at(Host& host, const std::string& key) {
  auto value = host.config(key);
  if (!value && value.error().code == Code::not_found) return json::value();
  return value;
}

std::string shown(const json::value& value) { return value.is_string() ? std::string(value.get_string()) : json::serialize(value); }

}  // namespace

// With no environment in use yet, this one will be.
Result<Settings> Settings::of(Host& host, std::string environment) {
  CHITTY_TRY(const auto used, present_at(host, "chittyos.environment"));
  const bool at_top = used.is_null() || used == json::value(environment);
  Settings made(host, std::move(environment), at_top);
  CHITTY_DO(made.put("chittyos.environment", json::string(made.environment_), false));
  return made;
}

std::string Settings::key(std::string_view part) const {
  return (at_top_ ? "chittyos." : "chittyos.environments." + environment_ + ".") + std::string(part);
}

Result<json::value> Settings::at(const std::string& key) const {
  const auto planned = std::find_if(changes_.rbegin(), changes_.rend(), [&](const Change& change) { return change.key == key; });
  if (planned != changes_.rend()) return planned->after;
  return present_at(*host_, key);
}

Result<void> Settings::put(const std::string& key, const json::value& value, bool again) {
  CHITTY_TRY(auto present, at(key));
  if (present == value || (!present.is_null() && !again)) return {};
  changes_.push_back({key, std::move(present), value});
  return {};
}

Result<json::array> Settings::apply() const {
  json::array wrote;
  for (const auto& change : changes_) {
    CHITTY_DO(host_->set_config(change.key, change.after));
    if (change.after.is_null()) host_->note("Removed " + change.key);
    else wrote.emplace_back(change.key);
  }
  return wrote;
}

std::vector<std::string> diff_of(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const auto& change : changes) {
    if (!change.before.is_null()) lines.push_back("- " + change.key + " = " + shown(change.before));
    if (!change.after.is_null()) lines.push_back("+ " + change.key + " = " + shown(change.after));
  }
  return lines;
}

}  // namespace os::commands
