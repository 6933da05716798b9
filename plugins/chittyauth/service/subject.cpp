// POST /v1/subjects/{id}/suspend and /resume: somebody may do nothing for the time being, whatever tokens they hold.
// The tokens stay as they are, so that resuming gives them back.
#include "../subject.hpp"

#include "account.hpp"
#include "order.hpp"

namespace chittyauth::routes {

namespace {

// A service says for whom it asks; anybody else asks for themselves.
std::string ordered_by(const Service& service, const std::string& said) {
  const auto& caller = service.caller().subject;
  return caller.starts_with("service:") && !said.empty() ? said : caller;
}

}  // namespace

Result<Response> suspend_subject(Service& service, const SuspendSubject& given) {
  CHITTY_TRY(const auto subject, named_subject(service, given.path.id));
  const auto by = ordered_by(service, given.body.by);
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
    return kept == 0 ? Result<void>() : service.event("subject.suspended", subject, {{"reason", reason}, {"by", by}});
  }));
  return answer(service, {{"subject", subject}, {"suspended", true}, {"reason", reason}});
}

Result<Response> resume_subject(Service& service, const ResumeSubject& given) {
  CHITTY_TRY(const auto subject, named_subject(service, given.path.id));
  const auto by = ordered_by(service, given.body.by);
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto gone, service.store().execute("DELETE FROM auth_suspensions WHERE subject = :subject", {{"subject", subject}}));
    if (gone == 0) return make_error(Code::not_found, "This account is not suspended: " + subject + ".");
    return service.event("subject.resumed", subject, {{"by", by}});
  }));
  return answer(service, {{"subject", subject}, {"suspended", false}});
}

}  // namespace chittyauth::routes
