// chitty os init: a local ChittyOS, and a configuration that knows it. Can be run again: the token and the data stay.
#include "commands.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os::commands {

namespace {

constexpr std::string_view reference_kinds[] = {"env:", "file:", "keyring:", "exec:"};

// Where the settings of the environment `local` stand: at the top if that is the environment in use, else beside it.
std::string place_of(Host& host, std::string_view part) {
  const auto used = host.config("chittyos.environment");
  const bool at_top = used && *used == "local";
  return (at_top ? "chittyos." : "chittyos.environments.local.") + std::string(part);
}

// What the configuration says at a key; null where it says nothing.
Result<json::value> present_at(Host& host, const std::string& key) {
  auto value = host.config(key);
  if (!value && value.error().code == Code::not_found) return json::value();
  return value;
}

// An address on this machine follows the daemon; one elsewhere, and a credential in use, are the person's.
bool follows(const std::string& key, const json::value& present) {
  const auto* text = present.if_string();
  if (!key.ends_with("baseUrl") || !text) return false;
  const auto begins = [&](const char* address) { return text->starts_with(address); };
  return begins("http://127.0.0.1:") || begins("https://127.0.0.1:") || begins("https://localhost:");
}

Result<void> write(Host& host, const std::string& key, const json::value& value, bool again, json::array& wrote) {
  CHITTY_TRY(const auto present, present_at(host, key));
  if (present == value || (!present.is_null() && !again && !follows(key, present))) return {};
  CHITTY_DO(host.set_config(key, value));
  wrote.emplace_back(key);
  return {};
}

// Where the services' data shall be kept: as asked for, else as it is configured, else in the data folder. A URL with a password
// in it is kept as a secret, and the configuration says where.
Result<std::string> database_setting(Host& host, const std::string& asked, const std::string& folder) {
  const std::string own = "sqlite:" + folder + "/chittyos.db";
  if (asked.empty()) {
    CHITTY_TRY(const auto present, present_at(host, place_of(host, "sharedDatabase")));
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

std::string member(const json::object& made, std::string_view name) { return std::string(made.at(name).as_string()); }

// The address in the configuration: by HTTPS where the daemon has that, and then with the authority that is to be believed there. An
// address elsewhere stays, and is nothing of that authority's.
Result<void> write_address(Host& host, const json::object& made, json::array& wrote) {
  CHITTY_TRY(const auto tls, object_in(made, "tls"));
  const auto* on = tls.if_contains("on");
  const bool by_tls = on && *on == true;
  const auto base_url = place_of(host, "baseUrl"), authority = place_of(host, "authority");
  CHITTY_TRY(const auto before, present_at(host, base_url));
  const bool was_ours = before == json::value(text_in(tls, "baseUrl"));
  CHITTY_DO(write(host, base_url, json::string(by_tls ? text_in(tls, "baseUrl") : member(made, "baseUrl")), was_ours, wrote));
  CHITTY_TRY(const auto now, present_at(host, base_url));
  CHITTY_TRY(const auto believed, present_at(host, authority));
  const auto own = text_in(tls, "authority");
  if (by_tls && now == json::value(text_in(tls, "baseUrl")) && !own.empty()) return write(host, authority, json::string(own), true, wrote);
  if (own.empty() || by_tls || believed != json::value(own)) return {};
  CHITTY_DO(host.set_config(authority, nullptr));
  host.note("Removed " + authority);
  return {};
}

}  // namespace

json::object port_option(Port port) {
  return port ? json::object{{"port", *port}} : json::object();
}

Result<json::array> write_settings(Host& host, const json::object& made, const std::string& database, const std::string& blobs) {
  json::array wrote;
  CHITTY_DO(write(host, "chittyos.environment", "local", false, wrote));
  CHITTY_TRY(const auto where, database_setting(host, database, member(made, "dataFolder")));
  const auto owners = json::string("file:" + member(made, "tokenFile"));
  CHITTY_DO(write_address(host, made, wrote));
  CHITTY_DO(write(host, place_of(host, "token"), owners, false, wrote));
  CHITTY_DO(write(host, place_of(host, "sharedDatabase"), json::string(where), !database.empty(), wrote));
  if (!blobs.empty()) {
    CHITTY_TRY(const auto place, blobs_setting(host, blobs));
    CHITTY_DO(write(host, place_of(host, "sharedBlobs"), json::string(place), true, wrote));
  }
  // Somebody else's credential may be in use: the owner's is among those to switch to.
  CHITTY_TRY(const auto used, present_at(host, place_of(host, "token")));
  if (used != owners) CHITTY_DO(write(host, place_of(host, "accounts.owner.token"), owners, false, wrote));
  return wrote;
}

Result<Reply> init(const Init& args, Host& host) {
  CHITTY_DO(not_elsewhere(args.port, host));
  CHITTY_TRY(auto made, host.daemon("init", port_option(args.port)));
  CHITTY_TRY(made.as_object()["wrote"], write_settings(host, made.as_object(), args.database, args.blobs));
  if (const auto used = host.config("chittyos.environment"); used && used->is_string() && *used != "local")
    host.note("The environment in use is " + std::string(used->get_string()) + "; use this one with --env local");
  const auto now = host.daemon("status");
  if (!now || now->as_object().at("running") != true) host.note("Next: chitty os up");
  return Reply(std::move(made));
}

}  // namespace os::commands
