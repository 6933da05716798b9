#include "identity.hpp"

#include <chitty/members.hpp>

namespace chittycases {

using namespace chitty;

namespace {

constexpr std::int64_t at_once = 50;
constexpr std::chrono::minutes soon(1), later(60);

}  // namespace

Result<json::value> mint_identity(Service& service, const Row& of) {
  auto request = post("/mint", {{"entityType", "EVENT"}, {"metadata", {{"case", of.at("case_number")}, {"title", of.at("title")}}}});
  request.headers["Idempotency-Key"] = text_in(of, "id");
  const auto reply = service.ask("chittyid", request, Service::As::service);
  if (!reply && reply.error().code == Code::not_found) return json::value(nullptr);
  if (!reply) return reply.error();
  const auto minted = text_or_null(text_in(*reply, "did"));
  CHITTY_DO(service.store().execute("UPDATE cases_cases SET chitty_id = :minted WHERE id = :id AND chitty_id IS NULL", {{"minted", minted}, {"id", of.at("id")}}));
  return minted;
}

Result<std::chrono::milliseconds> tend(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT id, case_number, title FROM cases_cases WHERE chitty_id IS NULL ORDER BY id LIMIT :most", {{"most", at_once}}));
  for (const auto& row : rows) {
    if (service.cancelled()) return soon;
    const auto minted = mint_identity(service, row);
    if (!minted) return soon;
    if (minted->is_null()) return later;
  }
  return rows.size() < static_cast<std::size_t>(at_once) ? later : soon;
}

}  // namespace chittycases
