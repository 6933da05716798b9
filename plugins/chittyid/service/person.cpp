#include "person.hpp"

#include "authority.hpp"

#include <chitty/answers.hpp>

namespace chitty::id {

Result<std::string> known_identity(Service& service) {
  const auto subject = service.caller().subject;
  if (subject.starts_with(did_prefix)) return subject;
  auto row = service.store().find("SELECT did FROM id_subjects WHERE subject = :subject", {{"subject", subject}});
  if (!row) return row.error();
  return *row ? text_of(**row, "did") : std::string();
}

Result<std::string> own_identity(Service& service) {
  auto known = known_identity(service);
  if (!known || !known->empty()) return known;
  auto by = authority(service);
  if (!by) return by.error();
  const auto subject = service.caller().subject;
  auto minted = mint_one(service, Wanted{Entity{'P', "Natural"}, "1", "USA", json::object{{"subject", subject}}}, subject, by->name);
  if (!minted) return minted.error();
  const auto did = minted->identifier.did();
  auto kept = service.store().execute("INSERT INTO id_subjects (subject, did, created_at) VALUES (:subject, :did, :now)",
                                      {{"subject", subject}, {"did", did}, {"now", minted->created_at}});
  if (!kept) return kept.error();
  return did;
}

std::string is_caller(std::string_view column) {
  const std::string subject(column);
  return "(" + subject + " = :caller OR " + subject + " = :person OR " + subject + " IN (SELECT subject FROM id_subjects WHERE did = :person))";
}

Result<json::object> caller_parameters(Service& service) {
  auto person = known_identity(service);
  if (!person) return person.error();
  return json::object{{"caller", service.caller().subject}, {"person", *person}};
}

namespace {

// An identity that the owner was given here for want of a better one (own_identity) makes room; a person whom it has named
// does not, so that whoever is named later gains nothing of it.
Result<json::object> name_owner(Service& service, const std::string& did) {
  const auto subject = service.caller().subject;
  auto person = service.store().find("SELECT did FROM identities WHERE did = :did AND entity = 'P'", {{"did", did}});
  if (!person) return person.error();
  if (!*person) return make_error(Code::not_found, "No person here is " + did + ".");
  auto known = known_identity(service);
  if (!known) return known.error();
  const json::object answer{{"subject", subject}, {"did", did}};
  if (*known == did) return answer;
  auto named = service.store().execute(
      "INSERT INTO id_subjects (subject, did, created_at) VALUES (:subject, :did, :now) ON CONFLICT (subject) DO UPDATE"
      " SET did = excluded.did WHERE id_subjects.did = excluded.did"
      " OR id_subjects.did IN (SELECT did FROM identities WHERE minted_by = :subject)",
      {{"subject", subject}, {"did", did}, {"now", rfc3339(service.now())}});
  if (!named) return named.error();
  if (*named == 0) return make_error(Code::conflict, "The owner of this ChittyOS is another person already.");
  auto told = service.event({{"type", "owner.named"}, {"subject", did}});
  return told ? Result<json::object>(answer) : told.error();
}

}  // namespace

namespace service {

// The owner says which person it is. Its token alone can say so: not one with every scope.
Result<Response> name_owner(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  if (!service.caller().owner)
    return refuse(service, make_error(Code::permission_denied, "Only the owner of this ChittyOS says which person that is."));
  const auto did = text_in(*body, "did");
  if (did.empty()) return refuse(service, usage_error("The body needs did, the identity of a person."));
  return once(service, [&] { return id::name_owner(service, did); });
}

}  // namespace service
}  // namespace chitty::id
