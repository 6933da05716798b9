// What the configuration must know of the ChittyOS of this machine.
#include "settings.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os::commands {

using namespace chitty;

namespace {

constexpr std::string_view reference_kinds[] = {"env:", "file:", "keyring:", "exec:"};

std::string member(const json::object& made, std::string_view name) { return std::string(made.at(name).as_string()); }

// An address on this machine follows the daemon; one elsewhere is the person's.
bool follows(const json::value& present) {
  const auto* text = present.if_string();
  if (!text) return false;
  const auto begins = [&](const char* address) { return text->starts_with(address); };
  return begins("http://127.0.0.1:") || begins("https://127.0.0.1:") || begins("https://localhost:");
}

// Where the services' data shall be kept: as asked for, else as it is configured, else in the data folder. A URL with a password
// in it is kept as a secret, and the configuration says where.
Result<std::string> database_setting(const Settings& settings, Host& host, const std::string& asked, const std::string& folder) {
  const std::string own = "sqlite:" + folder + "/chittyos.db";
  if (asked == "sqlite") return own;
  if (asked.empty()) {
    CHITTY_TRY(const auto present, settings.at(settings.key("sharedDatabase")));
    const bool elsewhere = present.is_string() && !present.get_string().empty() && present.get_string().find("sqlite:") != 0;
    return elsewhere ? std::string(present.get_string()) : own;
  }
  const auto scheme = asked.find("://");
  const auto at = asked.find('@');
  const bool has_password = at != std::string::npos && asked.find(':', scheme + 1) < at;
  if (scheme == std::string::npos || (!has_password && asked.find("password=") == std::string::npos)) return asked;
  return host.keep_secret("chittyos.sharedDatabase", asked);
}

// Where blobs shall be kept: as asked for. A URL with a secret in it, which is no reference to one, is kept as a secret.
Result<std::string> blobs_setting(Host& host, const std::string& asked) {
  const auto is_reference = [](std::string_view value) {
    return std::any_of(std::begin(reference_kinds), std::end(reference_kinds), [&](std::string_view kind) { return value.starts_with(kind); });
  };
  const bool is_url = asked.find("://") != std::string::npos && !is_reference(asked);
  for (const std::string name : {"secret=", "sessionToken="}) {
    const auto at = asked.find(name);
    if (is_url && at != std::string::npos && !is_reference(std::string_view(asked).substr(at + name.size())))
      return host.keep_secret("chittyos.sharedBlobs", asked);
  }
  return asked;
}

// The address: by HTTPS where the daemon has that, and then with the authority that is to be believed there. An address elsewhere stays,
// and is nothing of that authority's.
Result<void> plan_address(Settings& settings, const json::object& made) {
  CHITTY_TRY(const auto tls, object_in(made, "tls"));
  const auto* on = tls.if_contains("on");
  const bool by_tls = on && *on == true;
  const auto base_url = settings.key("baseUrl"), authority = settings.key("authority");
  CHITTY_TRY(const auto before, settings.at(base_url));
  const bool was_ours = follows(before) || before == json::value(text_in(tls, "baseUrl"));
  CHITTY_DO(settings.put(base_url, json::string(by_tls ? text_in(tls, "baseUrl") : member(made, "baseUrl")), was_ours));
  CHITTY_TRY(const auto now, settings.at(base_url));
  CHITTY_TRY(const auto believed, settings.at(authority));
  const auto own = text_in(tls, "authority");
  if (by_tls && now == json::value(text_in(tls, "baseUrl")) && !own.empty()) return settings.put(authority, json::string(own), true);
  if (own.empty() || by_tls || believed != json::value(own)) return {};
  return settings.put(authority, nullptr, true);
}

}  // namespace

Result<void> plan_local(Settings& settings, Host& host, const json::object& made, const std::string& database, const std::string& blobs) {
  CHITTY_TRY(const auto where, database_setting(settings, host, database, member(made, "dataFolder")));
  const auto owners = json::string("file:" + member(made, "tokenFile"));
  CHITTY_DO(plan_address(settings, made));
  CHITTY_DO(settings.put(settings.key("token"), owners, false));
  CHITTY_DO(settings.put(settings.key("sharedDatabase"), json::string(where), !database.empty()));
  if (!blobs.empty()) {
    CHITTY_TRY(const auto place, blobs_setting(host, blobs));
    CHITTY_DO(settings.put(settings.key("sharedBlobs"), json::string(place), true));
  }
  // Somebody else's credential may be in use: the owner's is among those to switch to.
  CHITTY_TRY(const auto used, settings.at(settings.key("token")));
  if (used != owners) CHITTY_DO(settings.put(settings.key("accounts.owner.token"), owners, false));
  return {};
}

}  // namespace os::commands
