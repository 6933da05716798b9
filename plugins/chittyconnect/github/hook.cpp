#include "hook.hpp"

#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "../integrations/connection.hpp"

namespace chittyconnect::github {

namespace {

std::string credential_name(std::string_view id) { return "hook:" + std::string(id); }

Hook hook_from(const Service& service, const Row& row) {
  const auto id = text_in(row, "id");
  return {id, text_in(row, "holder"), std::string(service.base_url()) + "/integrations/github/webhook?hook=" + id};
}

std::optional<Hook> hook_or_none(const Service& service, const std::optional<Row>& row) { return row ? std::optional(hook_from(service, *row)) : std::nullopt; }

}  // namespace

Result<std::optional<Hook>> hook_of_caller(Service& service) {
  CHITTY_TRY(const auto row, service.store().find("SELECT id, holder FROM connect_hooks WHERE holder = :caller", {{"caller", service.caller().subject}}));
  return hook_or_none(service, row);
}

Result<std::optional<Hook>> hook_called(Service& service, std::string_view id) {
  if (!id.empty()) {
    CHITTY_TRY(const auto row, service.store().find("SELECT id, holder FROM connect_hooks WHERE id = :id", {{"id", id}}));
    return hook_or_none(service, row);
  }
  CHITTY_TRY(const auto rows, service.store().query("SELECT id, holder FROM connect_hooks ORDER BY id LIMIT 2"));
  return rows.size() == 1 ? std::optional(hook_from(service, rows[0])) : std::nullopt;
}

Result<std::pair<Hook, std::string>> make_hook(Service& service, std::string secret) {
  CHITTY_TRY(const auto sealing, integrations::sealing_for_credentials(service));
  CHITTY_TRY(const auto id, new_id(service, "hook_"));
  if (secret.empty()) {
    CHITTY_TRY(secret, new_secret(service.crypto(), 32));
  }
  const Row row{{"id", id}, {"holder", service.caller().subject}, {"created_at", rfc3339(service.now())}};
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    if (auto done = service.store().insert("connect_hooks", row); !done)
      return done.error().code == Code::conflict ? make_error(Code::conflict, "You have a webhook already.", "Remove it first: chitty connect github webhook remove") : done.error();
    CHITTY_DO(integrations::keep_credential(service, sealing, credential_name(id), secret));
    return service.event("webhook.added", id);
  }));
  return std::pair(hook_from(service, row), secret);
}

Result<std::string> secret_of(Service& service, const Hook& hook) { return integrations::credential_of(service, credential_name(hook.id)); }

Result<void> remove_hook(Service& service, const Hook& hook) {
  return service.store().transaction([&]() -> Result<void> {
    for (const auto* statement : {"DELETE FROM connect_deliveries WHERE hook = :id", "DELETE FROM connect_hooks WHERE id = :id"})
      CHITTY_DO(service.store().execute(statement, {{"id", hook.id}}));
    CHITTY_DO(service.store().execute("DELETE FROM connect_credentials WHERE integration = :name", {{"name", credential_name(hook.id)}}));
    return service.event("webhook.removed", hook.id);
  });
}

}  // namespace chittyconnect::github
