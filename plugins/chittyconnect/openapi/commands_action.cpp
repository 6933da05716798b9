// chitty connect gpt-action create
#include <chittyconnect_names.hpp>

#include <chitty/new_file.hpp>
#include <filesystem>

#include "gpt_action.hpp"
#include "pretty.hpp"
#include "served.hpp"

namespace chittyconnect::commands {

using namespace chitty;
using openapi::object_at;

namespace {

// What is to be entered beside the description, where the action is made.
json::object sign_in_of(const json::object& action) {
  const auto& [name, scheme] = *object_at(object_at(action, "components"), "securitySchemes").begin();
  const auto& flow = object_at(object_at(scheme.as_object(), "flows"), "authorizationCode");
  if (flow.empty()) return {{"type", "bearer"}, {"how", "API key, bearer: chitty auth token provision"}};
  std::string scopes;
  for (const auto& [path, item] : object_at(action, "paths"))
    for (const auto& [method, operation] : item.as_object())
      for (const auto& one : openapi::array_at(operation.as_object(), "security"))
        for (const auto& [unused, said] : one.as_object())
          for (const auto& scope : said.as_array())
            if ((" " + scopes + " ").find(" " + std::string(scope.as_string()) + " ") == std::string::npos) scopes += (scopes.empty() ? "" : " ") + std::string(scope.as_string());
  return {{"type", "oauth"}, {"authorizationUrl", flow.at("authorizationUrl")}, {"tokenUrl", flow.at("tokenUrl")}, {"scope", scopes}, {"how", "chitty auth oauth clients create --name NAME --redirect-uri URL"}};
}

}  // namespace

Result<Reply> gpt_action_create(const GptActionCreate& args, Host& host) {
  const auto path = args.file.empty() ? openapi::file_word(args.name) + ".json" : args.file;
  if (std::error_code ignored; !args.replace && std::filesystem::exists(path, ignored)) return make_error(Code::conflict, "'" + path + "' already exists", "Replace it: --replace");
  CHITTY_TRY(auto file, NewFile::beside(path, false, "Choose another file: --file FILE"));
  CHITTY_TRY(const auto reply, host.send(get("/openapi.json").anonymous()));
  if (!reply.value().is_object() || !reply.value().get_object().contains("paths")) return make_error(Code::malformed, "the service gave no OpenAPI document");
  CHITTY_TRY(const auto action, openapi::action_of(reply.value().get_object(), {args.name, args.service, args.server}));
  CHITTY_DO(file.write(openapi::pretty(action)));
  CHITTY_DO(file.exchange());
  std::int64_t operations = 0;
  for (const auto& [unused, item] : object_at(action, "paths")) operations += static_cast<std::int64_t>(item.as_object().size());
  const std::string server = openapi::text_at(action.at("servers").at(0).as_object(), "url");
  if (!server.starts_with("https://")) host.note("The action would send to " + server + ", which only this machine reaches; name a public address: --server URL");
  return Reply(json::object{{"name", args.name}, {"file", path}, {"operations", operations}, {"server", server}, {"authentication", sign_in_of(action)}});
}

}  // namespace chittyconnect::commands
