// The same answer by a public route and by one that needs a token and a scope: the difference is the gate's. The same row kept with
// and without an event: the difference is the event's.
#include <chitty/answers.hpp>
#include <chitty/plugin.hpp>

namespace {

using namespace chitty;

Result<Response> answer_always(Service&) { return Response(json::object{{"id", 1}, {"name", "chitty"}, {"status", "active"}}); }

Result<Response> keep_row(Service& service, bool with_event) {
  return service.store().transaction([&]() -> Result<Response> {
    CHITTY_TRY(const auto id, new_ordered_id(service));
    CHITTY_DO(service.store().execute("INSERT INTO twin_rows (id, text, made_at) VALUES (:id, :text, :now)", {{"id", id}, {"text", "some words"}, {"now", service.now()}}));
    if (with_event) CHITTY_DO(service.event("twin.kept", id, {{"text", "some words"}}));
    return Response(json::object{{"id", id}});
  });
}

Result<Response> keep(Service& service) { return keep_row(service, false); }
Result<Response> tell(Service& service) { return keep_row(service, true); }

}  // namespace

CHITTY_PLUGIN(.routes = {{"answer", answer_always}, {"keep", keep}, {"tell", tell}})
