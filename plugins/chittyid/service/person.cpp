#include "person.hpp"

#include "authority.hpp"
#include "mint.hpp"

#include <chitty/answers.hpp>

namespace chitty::id {

Result<std::string> known_identity(Service& service) {
  const auto subject = service.caller().subject;
  if (subject.starts_with(did_prefix)) return subject;
  CHITTY_TRY(const auto row, service.store().find("SELECT did FROM id_subjects WHERE subject = :subject", {{"subject", subject}}));
  return row ? text_in(*row, "did") : std::string();
}

Result<std::string> own_identity(Service& service) {
  CHITTY_TRY(const auto known, known_identity(service));
  if (!known.empty()) return known;
  CHITTY_TRY(const auto by, authority(service));
  const auto subject = service.caller().subject;
  CHITTY_TRY(const auto minted, mint_one(service, {Entity{'P', "Natural"}, "1", "USA", {{"subject", subject}}}, by.name));
  const auto did = minted.identifier.did();
  CHITTY_DO(service.store().insert("id_subjects", {{"subject", subject}, {"did", did}, {"created_at", minted.created_at}}));
  return did;
}

Result<Ownership> owned_by_person(Service& service, const std::string& column, const std::string& others) {
  if (service.sees_all()) return Ownership::everybodys();
  return strictly_owned_by_person(service, column, others);
}

Result<Ownership> strictly_owned_by_person(Service& service, const std::string& column, const std::string& others) {
  CHITTY_TRY(const auto person, known_identity(service));
  return Ownership(service,
                   others + (others.empty() ? "" : " OR ") + column + " = :caller OR " + column + " = :person OR " + column +
                       " IN (SELECT subject FROM id_subjects WHERE did = :person)",
                   {{"caller", service.caller().subject}, {"person", person}})
      .strictly();
}

Result<bool> is_own_identity(Service& service, const std::string& did) {
  CHITTY_TRY(const auto own, strictly_owned_by_person(service, "minted_by", "did = :person"));
  CHITTY_TRY(const auto row, service.store().find("SELECT did FROM identities WHERE did = :did AND " + own.condition(), own.with({{"did", did}})));
  return row.has_value();
}

}  // namespace chitty::id

namespace chittyid::routes {

using namespace chitty;

// The owner says which person it is. Its token alone can say so: not one with every scope. An identity that the owner was given here for
// want of a better one (own_identity) makes room; a person whom it has named does not, so that whoever is named later gains nothing of it.
Result<json::object> name_owner(Service& service, const NameOwner& given) {
  const auto caller = service.caller();
  if (!caller.owner) return make_error(Code::permission_denied, "Only the owner of this ChittyOS can say which person that is.");
  const auto& did = given.body.did;
  CHITTY_DO(service.store().row("SELECT did FROM identities WHERE did = :did AND entity = 'P'", {{"did", did}}, "No person here is " + did + "."));
  CHITTY_TRY(const auto known, id::known_identity(service));
  const json::object answer{{"subject", caller.subject}, {"did", did}};
  if (known == did) return answer;
  CHITTY_TRY(const auto named, service.store().execute(
                                   "INSERT INTO id_subjects (subject, did, created_at) VALUES (:subject, :did, :now) ON CONFLICT (subject) DO UPDATE"
                                   " SET did = excluded.did WHERE id_subjects.did = excluded.did"
                                   " OR id_subjects.did IN (SELECT did FROM identities WHERE minted_by = :subject)",
                                   {{"subject", caller.subject}, {"did", did}, {"now", rfc3339(service.now())}}));
  if (named == 0) return make_error(Code::conflict, "The owner of this ChittyOS is already another person.");
  CHITTY_DO(service.event("owner.named", did));
  return answer;
}

}  // namespace chittyid::routes
