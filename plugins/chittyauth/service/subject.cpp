// POST /v1/subjects/{id}/suspend and /resume: somebody may do nothing for the time being, whatever tokens they hold.
// The tokens stay as they are, so that resuming gives them back.
#include "../subject.hpp"

#include "order.hpp"
#include "routes.hpp"

namespace chitty::auth::service {

namespace {

std::string named_subject(Service& service) {
  const auto text = service.parameter("id");
  return subject_of(text).value_or(text);
}

Result<void> must_be_known(Service& service, const std::string& subject) {
  auto row =
      service.store().find("SELECT 1 AS one FROM auth_tokens WHERE subject = :subject LIMIT 1", {{"subject", subject}});
  if (!row) return row.error();
  if (*row) return {};
  return make_error(Code::not_found, "Nobody with a token is " + subject + ".", "See `chitty auth token list`.");
}

Result<void> note(Service& service, const char* type, const std::string& subject, const std::string& reason) {
  return service.event({{"type", type}, {"subject", subject}, {"data", json::object{{"reason", reason}}}});
}

}  // namespace

Result<Response> suspend_subject(Service& service) {
  const auto subject = named_subject(service);
  auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto reason = reason_in(*body, "suspended by an administrator");
  if (!reason) return refuse(service, reason.error());
  if (subject == service.caller().subject)
    return refuse(service,
                  make_error(Code::conflict, "You cannot suspend yourself.", "Let another administrator do it."));
  if (subject == "owner")
    return refuse(service, make_error(Code::conflict, "The owner of this ChittyOS cannot be suspended."));
  if (auto known = must_be_known(service, subject); !known) return refuse(service, known.error());
  auto done = service.store().transaction([&]() -> Result<void> {
    auto kept = service.store().execute(
        "INSERT INTO auth_suspensions (subject, reason, suspended_by, created_at) VALUES (:subject, :reason, :by, "
        ":now) ON CONFLICT (subject) DO NOTHING",
        {{"subject", subject}, {"reason", *reason}, {"by", service.caller().subject}, {"now", rfc3339(service.now())}});
    if (!kept) return kept.error();
    return *kept == 0 ? Result<void>() : note(service, "subject.suspended", subject, *reason);
  });
  if (!done) return refuse(service, done.error());
  return Response(envelope(service, {{"subject", subject}, {"suspended", true}, {"reason", *reason}}));
}

Result<Response> resume_subject(Service& service) {
  const auto subject = named_subject(service);
  auto done = service.store().transaction([&]() -> Result<void> {
    auto gone =
        service.store().execute("DELETE FROM auth_suspensions WHERE subject = :subject", {{"subject", subject}});
    if (!gone) return gone.error();
    if (*gone == 0) return make_error(Code::not_found, "Nobody suspended is " + subject + ".");
    return note(service, "subject.resumed", subject, "");
  });
  if (!done) return refuse(service, done.error());
  return Response(envelope(service, {{"subject", subject}, {"suspended", false}}));
}

}  // namespace chitty::auth::service
