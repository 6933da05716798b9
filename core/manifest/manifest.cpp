#include "manifest/command_manifest.hpp"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <utility>

namespace chitty::host {

namespace {

// How much of it is wanted: command_manifest.hpp.
enum class Part {
  whole,
  commands
};

// Members by name, with a default for what is absent. The schema has been checked, so a wrong type is as good as
// absent.
std::string text(const json::object& from, std::string_view key, std::string_view fallback = {}) {
  const auto* value = from.if_contains(key);
  return std::string(value && value->is_string() ? std::string_view(value->get_string()) : fallback);
}

bool flag(const json::object& from, std::string_view key, bool fallback) {
  const auto* value = from.if_contains(key);
  return value && value->is_bool() ? value->get_bool() : fallback;
}

std::optional<std::int64_t> integer(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  if (!value || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

const json::object& object(const json::object& from, std::string_view key) {
  static const json::object none;
  const auto* value = from.if_contains(key);
  return value && value->is_object() ? value->get_object() : none;
}

// To be kept: in memory of its own, not in that of the parsed text.
json::object copy(const json::object& from, std::string_view key) {
  return json::object(object(from, key), json::storage_ptr());
}

json::value any(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value ? json::value(*value, json::storage_ptr()) : json::value();
}

std::vector<std::string> texts(const json::object& from, std::string_view key) {
  std::vector<std::string> all;
  if (const auto* value = from.if_contains(key); value && value->is_array())
    for (const auto& item : value->get_array())
      if (item.is_string()) all.emplace_back(item.get_string());
  return all;
}

// Each object of the array at `key`, turned into a value by `make`.
template <class Make>
auto each(const json::object& from, std::string_view key, Make make) {
  std::vector<decltype(make(from))> all;
  if (const auto* value = from.if_contains(key); value && value->is_array())
    for (const auto& item : value->get_array())
      if (item.is_object()) all.push_back(make(item.get_object()));
  return all;
}

constexpr std::array argument_types{"string", "integer", "boolean", "choice", "list",
                                    "file", "duration", "time", "json", "secret"};
constexpr std::array directions{"past", "future", "any"};
constexpr std::array effects{"read", "create", "update", "delete", "run"};
constexpr std::array view_kinds{"object", "list", "raw", "stream", "none"};

template <class Enum, std::size_t size>
Enum named(const std::array<const char*, size>& names, std::string_view name) {
  for (std::size_t i = 0; i < size; ++i)
    if (name == names[i]) return static_cast<Enum>(i);
  return static_cast<Enum>(0);
}

Argument argument(const json::object& from) {
  Argument made;
  made.name = text(from, "name");
  made.type = named<ArgumentType>(argument_types, text(from, "type"));
  made.summary = text(from, "summary");
  if (const auto letter = text(from, "short"); !letter.empty()) made.short_name = letter[0];
  made.placeholder = text(from, "placeholder");
  made.required = flag(from, "required", false);
  made.reference = flag(from, "reference", false);
  made.repeated = flag(from, "repeated", false);
  made.choices = texts(from, "choices");
  made.form = text(from, "form");
  made.suggest = texts(from, "suggest");
  made.fallback = any(from, "default");
  made.direction = named<Direction>(directions, text(from, "direction", "any"));
  made.minimum = integer(from, "minimum");
  made.maximum = integer(from, "maximum");
  return made;
}

Column column(const json::object& from) {
  Column made;
  made.title = text(from, "title");
  made.pointer = text(from, "value");
  made.more = texts(from, "value");
  if (!made.more.empty()) {
    made.pointer = made.more.front();
    made.more.erase(made.more.begin());
  }
  made.join = text(from, "join", made.join);
  made.unit = text(from, "unit");
  const auto as = text(from, "as");
  made.as = as == "count" ? Column::As::count : as == "age" ? Column::As::age
                                            : as == "bar"   ? Column::As::bar
                                                            : Column::As::itself;
  return made;
}

View view(const json::object& from) {
  View made;
  made.kind = named<ViewKind>(view_kinds, text(from, "kind"));
  made.columns = each(from, "columns", column);
  made.empty = text(from, "empty", "No results.");
  made.list_with = texts(from, "listWith");
  return made;
}

// What every command has that waits for long work.
Argument no_wait() {
  Argument made;
  made.name = "no-wait";
  made.type = ArgumentType::boolean;
  made.summary = "Print the first reply and do not wait until the work is done";
  return made;
}

Example example(const json::object& from) { return {text(from, "command"), text(from, "summary")}; }

Command command(const json::object& from) {
  Command made;
  made.path = text(from, "path");
  made.summary = text(from, "summary");
  made.description = text(from, "description");
  made.arguments = each(from, "arguments", argument);
  made.options = each(from, "options", argument);
  made.effect = named<Effect>(effects, text(from, "effect"));
  made.view = view(object(from, "view"));
  made.reply = copy(from, "reply");
  made.request = copy(from, "request");
  if (made.request.contains("wait")) made.options.push_back(no_wait());
  made.examples = each(from, "examples", example);
  made.scopes = texts(from, "scopes");
  made.needs_remote = flag(from, "remote", true);
  made.hidden = flag(from, "hidden", false);
  made.confirm = text(from, "confirm");
  made.keeps_credentials = flag(from, "keepsCredentials", false);
  // A declared request is sent by the host, which can hold it back.
  made.would = text(from, "would");
  if (from.contains("dryRun") || !made.request.empty()) made.dry_run = flag(from, "dryRun", true);
  return made;
}

RemoteType remote_type(std::string_view type, const json::object& from) {
  RemoteType made;
  made.type = type;
  made.settings = copy(from, "settings");
  made.defaults = copy(from, "defaults");
  const auto& auth = object(from, "auth");
  made.auth = text(auth, "kind", made.auth);
  made.auth_secret = text(auth, "secret", made.auth_secret);
  made.auth_name = text(auth, made.auth == "query" ? "parameter" : "header");
  made.auth_prefix = text(auth, "prefix");
  made.auth_user = text(auth, "user");
  made.auth_token_url = text(auth, "tokenUrl");
  made.auth_scope = text(auth, "scope");
  made.health = text(from, "health", made.health);
  made.depends = texts(from, "depends");
  made.headers = copy(from, "headers");
  if (const auto* failed = from.if_contains("failed")) made.failed = json::value(*failed, json::storage_ptr());
  return made;
}

// Null when it is not one; the schema lets no such manifest pass.
std::optional<RateLimit> rate_limit(const json::object& from) {
  const auto window = text(from, "window");
  const std::int64_t window_ms = window == "1m" ? 60'000 : window == "1h" ? 3'600'000
                                                       : window == "1d"   ? 86'400'000
                                                                          : 0;
  const auto requests = integer(from, "requests").value_or(0);
  if (window_ms == 0 || requests < 1) return std::nullopt;
  return RateLimit{static_cast<std::uint64_t>(requests), window_ms};
}

RouteCost cost_of(const json::object& from) {
  RouteCost made;
  if (const auto units = integer(from, "cost")) made.units = static_cast<std::uint64_t>(std::max<std::int64_t>(1, *units));
  const auto& said = object(from, "cost");
  const std::string per = text(said, "per");
  made.each = static_cast<std::uint64_t>(std::max<std::int64_t>(1, integer(said, "each").value_or(1)));
  const auto colon = per.find(':');
  const std::string kind = per.substr(0, colon);
  if (colon != per.npos) made.at = per.substr(colon + 1);
  if (kind == "query") made.per = RouteCost::Per::query;
  if (kind == "body") made.per = RouteCost::Per::body;
  if (kind == "line") made.per = RouteCost::Per::line;
  return made;
}

void read_shape(const json::object& from, Part part, ServiceRoute& made) {
  const bool whole = part == Part::whole;
  if (whole) made.parameters = copy(from, "parameters");
  made.query = any(from, "query");
  if (const auto* body = from.if_contains("body"); whole || (body && body->is_bool())) made.body = any(from, "body");
  if (whole) made.reply = any(from, "reply");
  if (from.contains("records")) made.records = text(from, "records");
  made.paging = any(from, "paging");
  made.refusals = texts(from, "refusals");
  made.repeatable = flag(from, "repeatable", false);
  made.checked_by_handler = text(from, "check") == "handler";
}

ServiceRoute route(const json::object& from, Part part) {
  ServiceRoute made;
  made.method = text(from, "method");
  made.path = text(from, "path");
  made.handler = text(from, "handler");
  made.summary = text(from, "summary");
  made.scope = text(from, "scope");
  made.is_public = flag(from, "public", false);
  made.other_sites = flag(from, "otherSites", false);
  if (const auto limit = integer(from, "bodyLimit")) made.body_limit = static_cast<std::uint64_t>(*limit);
  if (from.contains("limit")) made.limit = rate_limit(object(from, "limit"));
  made.cost = cost_of(from);
  made.sees = text(from, "sees");
  made.widens = text(from, "widens");
  read_shape(from, part, made);
  return made;
}

ServiceManifest service(const json::object& from, Part part) {
  ServiceManifest made;
  made.roles = texts(from, "roles");
  made.private_tables = texts(from, "private");
  for (const auto& [type, used] : object(from, "uses"))
    if (used.is_object()) made.uses.push_back({std::string(type), texts(used.get_object(), "scopes")});
  made.how_to = {text(object(from, "howTo"), "token"), text(object(from, "howTo"), "scope")};
  made.routes = each(from, "routes", [part](const json::object& one) { return route(one, part); });
  for (const auto& [kind, said] : object(from, "quotas"))
    if (said.is_object()) made.quotas.push_back(quota_of(kind, said.get_object()));
  made.paging = copy(from, "paging");
  made.settings = copy(from, "settings");
  if (part == Part::commands) return made;
  made.migrations = each(from, "migrations", [](const json::object& migration) {
    return Migration{text(migration, "id"), text(migration, "up"), text(migration, "down")};
  });
  return made;
}

// The service's own stand beside those of who asks it, in one entry of the configuration.
void add_settings(json::object& remote, const json::object& service) {
  const auto* declared = service.if_contains("properties");
  if (!declared || !declared->is_object() || declared->get_object().empty()) return;
  auto& properties = remote["properties"];
  if (!properties.is_object()) properties.emplace_object();
  for (const auto& [name, shape] : declared->get_object()) properties.get_object().emplace(name, shape);
}

Manifest manifest(const json::object& from, Part part) {
  Manifest made;
  made.name = text(from, "name");
  made.version = text(from, "version");
  made.summary = text(from, "summary");
  made.description = text(from, "description");
  made.publisher = text(from, "publisher");
  made.license = text(from, "license");
  made.homepage = text(from, "homepage");
  const auto& abi = object(from, "abi");
  made.abi_major = static_cast<unsigned>(integer(abi, "major").value_or(0));
  made.abi_minor = static_cast<unsigned>(integer(abi, "minor").value_or(0));
  made.extensions = texts(abi, "extensions");
  made.abi_host = text(abi, "host");
  made.roots = each(from, "roots", [](const json::object& root) {
    return Root{text(root, "word"), text(root, "summary"), flag(root, "handsOn", false)};
  });
  made.commands = each(from, "commands", command);
  made.start = each(from, "start", example);
  made.remote = remote_type(made.name, object(from, "remote"));
  for (const auto& [type, remote] : object(from, "uses"))
    if (remote.is_object()) made.uses.push_back(remote_type(type, remote.get_object()));
  // Another service of the ecosystem is where the environment is; a platform has an address of its own.
  for (auto& used : made.uses) used.hosted = used.defaults.empty();
  if (from.contains("service")) made.service = service(object(from, "service"), part);
  made.remote.hosted = made.service.has_value();
  if (made.service) add_settings(made.remote.settings, made.service->settings);
  if (part == Part::whole) made.shapes = copy(from, "$defs");
  return made;
}

}  // namespace

const Command* Manifest::command(std::string_view path) const {
  for (const auto& one : commands)
    if (one.path == path) return &one;
  return nullptr;
}

bool is_unstable(std::string_view extension) { return extension.starts_with("chitty.unstable."); }

namespace {

Result<Manifest> parsed_part(std::string_view manifest_text, Part part) {
  boost::system::error_code ec;
  json::monotonic_resource memory(manifest_text.size() * 4);  // one allocation instead of thousands
  const json::value parsed = json::parse(manifest_text, ec, &memory);
  if (ec) return make_error(Code::plugin_fault, "The manifest is not JSON: " + ec.message() + ".");
  if (!parsed.is_object()) return make_error(Code::plugin_fault, "The manifest is not a JSON object.");
  return manifest(parsed.get_object(), part);
}

}  // namespace

Result<Manifest> parse_manifest(std::string_view text) { return parsed_part(text, Part::whole); }
Result<Manifest> parse_command_manifest(std::string_view text) { return parsed_part(text, Part::commands); }

const char* name_of(Effect effect) { return effects[static_cast<std::size_t>(effect)]; }
const char* name_of(ArgumentType type) { return argument_types[static_cast<std::size_t>(type)]; }

}  // namespace chitty::host
