// Model and system prompt: of a conversation, or by default.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "sessions.hpp"

namespace chittychat::routes {

using namespace chitty;

namespace {

Result<json::object> defaults_of(Service& service) {
  CHITTY_TRY(const auto row, service.store().find("SELECT model, system_prompt FROM chat_settings WHERE owner = :owner", {{"owner", owner(service)}}));
  return json::object{{"sessionId", nullptr}, {"model", row ? row->at("model") : nullptr}, {"systemPrompt", row ? row->at("system_prompt") : nullptr}};
}

}  // namespace

Result<Response> show_settings(Service& service) {
  CHITTY_TRY(const auto defaults, defaults_of(service));
  return Response(defaults);
}

Result<Response> change_settings(Service& service, const ChangeSettings& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    const auto& body = given.body;
    const json::object values{{"owner", owner(service)}, {"model", text_or_null(body.model)}, {"prompt", text_or_null(body.systemPrompt)}, {"now", rfc3339(service.now())}};
    if (body.sessionId.empty()) {
      CHITTY_DO(service.store().execute(
          "INSERT INTO chat_settings (owner, model, system_prompt, updated_at) VALUES (:owner, :model, :prompt, :now) ON CONFLICT (owner) DO UPDATE SET"
          " model = COALESCE(EXCLUDED.model, chat_settings.model), system_prompt = COALESCE(EXCLUDED.system_prompt, chat_settings.system_prompt), updated_at = EXCLUDED.updated_at",
          values));
      CHITTY_DO(service.event("chat.settings_changed", owner(service), {{"model", values.at("model")}, {"systemPrompt", !body.systemPrompt.empty()}}));
      return defaults_of(service);
    }
    CHITTY_TRY(const auto session, session_of_caller(service, body.sessionId));
    auto of_session = values;
    of_session["id"] = session.at("id");
    CHITTY_DO(service.store().execute("UPDATE chat_sessions SET model = COALESCE(:model, model), system_prompt = COALESCE(:prompt, system_prompt), updated_at = :now WHERE id = :id AND owner = :owner", of_session));
    CHITTY_DO(service.event("chat.session_changed", body.sessionId));
    CHITTY_TRY(const auto row, session_of_caller(service, body.sessionId));
    return json::object{{"sessionId", row.at("id")}, {"model", row.at("model")}, {"systemPrompt", row.at("system_prompt")}};
  });
}

}  // namespace chittychat::routes
