// chitty os init: a local ChittyOS, and a configuration that knows it. Can be run again: the token and the data stay.
#include "commands.hpp"

namespace chitty::os::commands {

namespace {

// Where the settings of the environment `local` stand: at the top if that is the environment in use, else beside it.
std::string place_of(Host& host, std::string_view part) {
  const auto used = host.config("chittyos.environment");
  const bool at_top = used == "local";
  return (at_top ? "chittyos." : "chittyos.environments.local.") + std::string(part);
}

Result<void> write(Host& host, const std::string& key, const json::value& value, bool again, json::array& wrote) {
  const auto present = host.config(key);
  if (present == value || (!present.is_null() && !again)) return {};
  if (auto set = host.set_config(key, value); !set) return set;
  wrote.emplace_back(key);
  return {};
}

// Where the services' data shall be kept: as asked for, else as it is configured, else in the data folder. A URL with a password
// in it is kept as a secret, and the configuration says where.
Result<std::string> database_setting(Host& host, const std::string& asked, const std::string& folder) {
  const std::string own = "sqlite:" + folder + "/chittyos.db";
  if (asked.empty()) {
    const auto present = host.config(place_of(host, "sharedDatabase"));
    const bool elsewhere = present.is_string() && !present.get_string().empty() && present.get_string().find("sqlite:") != 0;
    return elsewhere ? std::string(present.get_string()) : own;
  }
  const auto scheme = asked.find("://");
  const auto at = asked.find('@');
  const bool has_password = at != std::string::npos && asked.find(':', scheme + 1) < at;
  if (scheme == std::string::npos || (!has_password && asked.find("password=") == std::string::npos)) return asked;
  return host.keep_secret("chittyos.sharedDatabase", asked);
}

std::string member(const json::value& made, std::string_view name) { return std::string(made.as_object().at(name).as_string()); }

}  // namespace

json::object port_option(const Arguments& args) {
  return args.has("port") ? json::object{{"port", args.integer("port")}} : json::object();
}

Result<json::object> set_up(Host& host, const json::object& options, bool again, const std::string& database) {
  auto made = host.local("init", options);
  if (!made) return made.error();
  json::array wrote;
  if (auto done = write(host, "chittyos.environment", "local", false, wrote); !done) return done.error();
  auto where = database_setting(host, database, member(*made, "data_folder"));
  if (!where) return where.error();
  const std::pair<const char*, std::string> settings[] = {
      {"baseUrl", member(*made, "base_url")},
      {"token", "file:" + member(*made, "token_file")},
      {"sharedDatabase", *where}};
  for (const auto& [part, value] : settings)
    if (auto done = write(host, place_of(host, part), json::string(value), again, wrote); !done) return done.error();
  auto& answer = made->as_object();
  answer["wrote"] = std::move(wrote);
  return answer;
}

Result<Reply> init(const Arguments& args, Host& host) {
  if (auto free = not_elsewhere(args, host); !free) return free.error();
  auto made = set_up(host, port_option(args), true, args.text("database"));
  if (!made) return made.error();
  if (const auto used = host.config("chittyos.environment"); used.is_string() && used != "local")
    host.note("The environment in use is " + std::string(used.get_string()) + "; use this one with --env local");
  const auto now = host.local("status");
  if (!now || now->as_object().at("running") != true) host.note("Next: chitty os up");
  return Reply(std::move(*made));
}

}  // namespace chitty::os::commands
