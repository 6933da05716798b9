// chitty connect integration add, test
#include <chittyconnect_names.hpp>

#include <boost/json/value_from.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <fstream>

#include "described.hpp"

namespace chittyconnect::commands {

using namespace chitty;

namespace {

// Where a platform is for this person: the setting `platforms`, {"notion": "https://..."}.
Result<std::string> configured_address(Host& host, const std::string& name) {
  const auto settings = host.remote();
  if (!settings) return settings.error();
  const auto* platforms = settings->if_contains("platforms");
  return platforms && platforms->is_object() ? text_in(platforms->get_object(), name) : std::string();
}

// An app of GitHub has three things instead of a token; they are kept as one.
Result<std::string> credential_in(const IntegrationAdd& args) {
  if (args.app.empty() && args.installation.empty() && args.key.empty()) return args.token;
  if (args.app.empty() || args.installation.empty() || args.key.empty()) return usage_error("an app of GitHub needs --app, --installation and --key");
  std::ifstream file(args.key, std::ios::binary);
  std::string key(16384, '\0');
  file.read(key.data(), static_cast<std::streamsize>(key.size()));
  key.resize(static_cast<std::size_t>(file.gcount()));
  if (key.find("PRIVATE KEY") == key.npos) return usage_error("'" + args.key + "' is not a private key in PEM");
  return json::serialize(json::object{{"app", args.app}, {"installation", args.installation}, {"key", key}});
}

}  // namespace

Result<Reply> integration_add(const IntegrationAdd& args, Host& host) {
  CHITTY_TRY(const auto credential, credential_in(args));
  json::object order{{"slug", args.name}, {"credential", text_or_null(credential)}, {"base_url", text_or_null(args.url)}, {"header", text_or_null(args.header)}, {"category", text_or_null(args.category)}};
  if (!args.openapi.empty()) {
    CHITTY_TRY(const auto described, integrations::described_in(args.openapi));
    if (args.url.empty()) order["base_url"] = text_or_null(described.base_url);
    if (args.header.empty()) order["header"] = text_or_null(described.header);
    order["operations"] = json::value_from(described.operations);
  }
  if (order.at("base_url").is_null()) {
    CHITTY_TRY(const auto address, configured_address(host, args.name));
    order["base_url"] = text_or_null(address);
  }
  CHITTY_TRY(const auto reply, host.send(post("/api/connections", std::move(order))));
  CHITTY_TRY(auto record, object_in(reply.value().as_object(), "connection"));
  host.note("Added the integration " + text_in(record, "slug"));
  return Reply(std::move(record));
}

Result<Reply> integration_test(const IntegrationTest& args, Host& host) {
  CHITTY_TRY(const auto reply, host.send(post("/api/connections/" + encode(args.name) + "/test")));
  CHITTY_TRY(const auto record, object_in(reply.value().as_object(), "connection"));
  CHITTY_DO(host.record(record));
  const auto status = text_in(record, "status"), why = text_in(record, "error");
  if (status == "healthy") return Reply::nothing();
  return verdict(make_error(status == "down" ? Code::unreachable : Code::refused, "the integration " + text_in(record, "slug") + " is " + status + (why.empty() ? "" : ": " + why)));
}

}  // namespace chittyconnect::commands
