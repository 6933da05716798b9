#include "trail.hpp"

#include <chitty/lists.hpp>
#include <chittyregister_names.hpp>

namespace chittyregister {

using namespace chitty;

Result<void> remember(Service& service, std::string_view name, std::string_view holder, std::string_view event,
                      json::object detail) {
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_DO(service.store().insert("service_registration_events", {{"id", id},
                                                                   {"service", name},
                                                                   {"holder", holder},
                                                                   {"event", event},
                                                                   {"actor", service.caller().subject},
                                                                   {"at", rfc3339(service.now())},
                                                                   {"detail", json::serialize(detail)}}));
  return service.event("register." + std::string(event), name, std::move(detail));
}

namespace routes {

// Of one service, the newest first.
Result<Response> audit(Service& service, const Audit& given) {
  CHITTY_TRY(const auto page, page_of(service));
  const Ownership whose(service, {"holder"});
  auto events = Select::own("SELECT id, service, event, actor, at, detail FROM service_registration_events", whose);
  events.where("service = :service", "service", given.path.service).newest_first(page);
  CHITTY_TRY(const auto any, service.store().find("SELECT id FROM service_registration_events WHERE service = :service AND " +
                                                      whose.condition() + " LIMIT 1",
                                                  whose.with({{"service", given.path.service}})));
  if (!any)
    return make_error(Code::not_found, "Nothing is known of a service " + given.path.service + ".",
                      "List the services: chitty register services");
  return answer_page(service, page, "events", events, shapes::trail);
}

}  // namespace routes
}  // namespace chittyregister
