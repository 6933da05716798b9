#include "delivery.hpp"

#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "item.hpp"

namespace chittyconnect::github {

namespace {

constexpr std::int64_t kept_ms = 30LL * 24 * 3'600'000;

// Issues and pull requests are kept; of anything else it is enough to have heard.
Result<void> take_in(Service& service, const Row& delivery, const json::object& body) {
  const auto repository = text_in(delivery, "repository"), holder = text_in(delivery, "holder");
  for (const auto& [member, kind] : {std::pair{"issue", "issue"}, std::pair{"pull_request", "pull"}}) {
    const auto* part = body.if_contains(member);
    if (!part || !part->is_object() || repository.empty()) continue;
    // A comment on a pull request comes with an "issue" that is one.
    const bool is_pull = part->get_object().contains("pull_request");
    if (const auto item = item_in(part->get_object(), is_pull ? "pull" : kind)) CHITTY_DO(keep(service, holder, repository, *item, "webhook"));
  }
  return service.event("github." + text_in(delivery, "event"), repository, {{"delivery", delivery.at("id")}, {"action", delivery.at("action")}});
}

Result<void> end(Service& service, const Row& delivery, std::string_view state, const json::value& error) {
  CHITTY_DO(service.store().execute("UPDATE connect_deliveries SET state = :state, error = :error, done_at = :now, body = NULL WHERE hook = :hook AND id = :id",
                                    {{"state", state}, {"error", error}, {"now", rfc3339(service.now())}, {"hook", delivery.at("hook")}, {"id", delivery.at("id")}}));
  return {};
}

}  // namespace

Result<bool> work_at_one(Service& service) {
  return service.store().transaction([&]() -> Result<bool> {
    CHITTY_TRY(const auto delivery,
               service.store().find("SELECT d.id, d.hook, d.event, d.action, d.repository, d.body, h.holder FROM connect_deliveries d"
                                    " JOIN connect_hooks h ON h.id = d.hook WHERE d.state = 'received' ORDER BY d.number LIMIT 1"));
    if (!delivery) return false;
    boost::system::error_code ec;
    const auto body = json::parse(text_in(*delivery, "body"), ec, {}, detail::as_deep_as_the_host());
    if (ec || !body.is_object()) {
      CHITTY_DO(end(service, *delivery, "failed", json::value("its body is not a JSON object")));
      return true;
    }
    CHITTY_DO(take_in(service, *delivery, body.get_object()));
    CHITTY_DO(end(service, *delivery, "done", nullptr));
    return true;
  });
}

Result<void> forget_old(Service& service) {
  CHITTY_DO(service.store().execute("DELETE FROM connect_deliveries WHERE state <> 'received' AND received_at < :then", {{"then", rfc3339(service.now() - kept_ms)}}));
  return {};
}

}  // namespace chittyconnect::github
