// POST /v1/subjects/{id}/suspend and /resume: somebody may do nothing for the time being, whatever tokens they hold.
// The tokens stay as they are, so that resuming gives them back.
#include "../subject.hpp"

#include "order.hpp"

namespace chittyauth::routes {

Result<Response> suspend_subject(Service& service, const SuspendSubject& given) {
  const auto subject = subject_of(given.path.id).value_or(given.path.id);
  const auto by = service.caller().subject;
  const auto reason = given.body.reason.empty() ? "suspended by an administrator" : given.body.reason;
  if (subject == by) return make_error(Code::conflict, "You cannot suspend yourself.", "Let another administrator do it.");
  if (subject == "owner") return make_error(Code::conflict, "The owner of this ChittyOS cannot be suspended.");
  CHITTY_DO(service.store().row("SELECT 1 AS one FROM auth_tokens WHERE subject = :subject UNION SELECT 1 FROM auth_registrations WHERE subject = :subject",
                                {{"subject", subject}}, "There are no tokens of " + subject + ".", "List the tokens: chitty auth token list"));
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto kept, service.store().execute(
                                    "INSERT INTO auth_suspensions (subject, reason, suspended_by, created_at) VALUES (:subject, :reason, :by, :now)"
                                    " ON CONFLICT (subject) DO NOTHING",
                                    {{"subject", subject}, {"reason", reason}, {"by", by}, {"now", rfc3339(service.now())}}));
    return kept == 0 ? Result<void>() : service.event("subject.suspended", subject, {{"reason", reason}});
  }));
  return answer(service, {{"subject", subject}, {"suspended", true}, {"reason", reason}});
}

Result<Response> resume_subject(Service& service, const ResumeSubject& given) {
  const auto subject = subject_of(given.path.id).value_or(given.path.id);
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto gone, service.store().execute("DELETE FROM auth_suspensions WHERE subject = :subject", {{"subject", subject}}));
    if (gone == 0) return make_error(Code::not_found, "This account is not suspended: " + subject + ".");
    return service.event("subject.resumed", subject, {{"reason", ""}});
  }));
  return answer(service, {{"subject", subject}, {"suspended", false}});
}

}  // namespace chittyauth::routes
