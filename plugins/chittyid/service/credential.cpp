// Credentials: issue, list, revoke.
#include "../credential.hpp"

#include "../identifier.hpp"
#include "../status_list.hpp"
#include "authority.hpp"
#include "person.hpp"

#include <chitty/lists.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

constexpr std::int64_t a_year = 365LL * 24 * 3'600'000;

constexpr const char* select_credentials =
    "SELECT id, type, subject, issuer_did AS issuer, issued_by, status, issued_at, expires_at, revoked_at, revocation_reason AS reason,"
    " credential_data AS credential, jwt, jwt_vc1 FROM credentials";

// What the request asks for; the subject may still be empty: the caller's own identity then.
Result<Credential> wanted_credential(const IssueCredential::Body& body, std::int64_t now) {
  Credential credential{{}, body.type, {}, {}, body.claims};
  credential.issued = now;
  credential.expires = now + body.expiresIn.value_or(a_year);
  if (body.subject.empty()) return credential;
  auto did = checked_did(body.subject);
  if (!did) return usage_error(did.error().message, did.error().hint);
  credential.subject = *std::move(did);
  return credential;
}

// The accounts that sessions have linked to the subject, as claims, unless the request has said them itself.
Result<void> add_accounts(Service& service, Credential& credential) {
  CHITTY_TRY(const auto rows, service.store().query("SELECT provider, external_id, metadata FROM id_sessions WHERE did = :did"
                                                    " AND provider <> 'session' AND invalidated_at IS NULL ORDER BY provider, external_id",
                                                    {{"did", credential.subject}}));
  json::array accounts;
  for (const auto& row : rows) {
    json::object account{{"provider", row.at("provider")}, {"externalId", row.at("external_id")}};
    for (const auto& [name, value] : object_in_text(row.at("metadata"))) account[name] = value;
    accounts.push_back(std::move(account));
  }
  if (!accounts.empty() && !credential.claims.contains("accounts")) credential.claims["accounts"] = std::move(accounts);
  return {};
}

Error may_not_attest(const std::string& subject) {
  auto error = make_error(Code::permission_denied, "What is said of " + subject + " is attested by whoever has the scope chittyid:attest alone.",
                          "Leave the subject out to say it of yourself, or ask whoever runs this ChittyOS for a token with that scope.");
  error.details["scope"] = "chittyid:attest";
  return error;
}

// The next free place in the status lists; the lists follow one another as they fill.
Result<void> place(Service& service, Credential& credential) {
  CHITTY_TRY(const auto row, service.store().find("INSERT INTO id_sequences (sequence_key, issued) VALUES ('status-list', 1)"
                                                  " ON CONFLICT (sequence_key) DO UPDATE SET issued = id_sequences.issued + 1 RETURNING issued"));
  const auto position = row->at("issued").as_int64() - 1;
  credential.list = position / status_list_length + 1;
  credential.status_index = position % status_list_length;
  credential.status_list = status_list_url(service, credential.list);
  return {};
}

// Who says what is said: of somebody else only whoever may attest, in the authority's name; of oneself and of what one has minted
// anybody, and then the credential says that. Linked accounts go into one's own alone.
Result<void> settle_claims(Service& service, Credential& credential) {
  const bool attests = service.sees_all();
  if (credential.subject.empty() || !attests) {
    CHITTY_TRY(const auto own, own_identity(service));
    if (credential.subject.empty()) credential.subject = own;
    if (!attests) credential.asserted_by = own;
  }
  CHITTY_TRY(const auto person, known_identity(service));
  if (credential.subject == person) return add_accounts(service, credential);
  if (attests) return {};
  CHITTY_TRY(const auto is_own, is_own_identity(service, credential.subject));
  return is_own ? Result<void>() : Result<void>(may_not_attest(credential.subject));
}

}  // namespace

Result<json::object> issue_credential(Service& service, const IssueCredential& given) {
  CHITTY_TRY(auto credential, wanted_credential(given.body, service.now()));
  CHITTY_TRY(const auto before, known_identity(service));
  CHITTY_DO(settle_claims(service, credential));
  CHITTY_TRY(const auto person, known_identity(service));
  CHITTY_DO(service.quota("credentials"));
  CHITTY_DO(place(service, credential));
  CHITTY_TRY(const auto by, authority(service));
  credential.issuer = by.did;
  CHITTY_TRY(credential.uuid, new_ordered_id(service));
  const auto payload = payload_vc2(credential);
  CHITTY_TRY(const auto jwt, sign_token(service, by, "vc+jwt", payload));
  CHITTY_TRY(const auto older, sign_token(service, by, "JWT", payload_vc1(credential)));
  const auto data = json::serialize(payload);
  CHITTY_DO(service.quota("bytes", data.size() + jwt.size() + older.size()));
  auto store = service.store();
  CHITTY_TRY(const auto subject, store.find("SELECT id FROM identities WHERE did = :did", {{"did", credential.subject}}));
  const auto issued = rfc3339(credential.issued);
  CHITTY_DO(store.insert("credentials", {{"id", credential.uuid}, {"identity_id", subject ? subject->at("id") : nullptr}, {"type", credential.type}, {"subject", credential.subject}, {"issuer_did", by.did}, {"issued_by", service.caller().subject}, {"credential_data", data}, {"jwt", jwt}, {"jwt_vc1", older}, {"status", "active"}, {"status_list", credential.list}, {"status_index", credential.status_index}, {"issued_at", issued}, {"expires_at", rfc3339(credential.expires)}, {"created_at", issued}}));
  CHITTY_DO(service.event("credential.issued", credential.subject, {{"credential", credential.uuid}, {"type", credential.type}}));
  const auto row = store.find(std::string(select_credentials) + " WHERE id = :id", {{"id", credential.uuid}});
  if (!row || !*row) return make_error(Code::host_fault, "The credential was not stored.");
  auto shown = record_of(**row, shapes::credential);
  if (before.empty() && !person.empty()) shown["minted"] = person;  // one's first word of oneself
  return shown;
}

// Whom it is about knows of it, and is told why not; to others it is as if there were none. As with tokens: what is revoked is revoked,
// and the answer says since when.
Result<json::object> revoke_credential(Service& service, const RevokeCredential& given) {
  const auto &id = given.path.id, &reason = given.body.reason;
  CHITTY_TRY(const auto issuer, owned_by_person(service, "issued_by"));
  CHITTY_TRY(const auto concerned, owned_by_person(service, "issued_by", "subject = :person"));
  const auto statement = "SELECT whole.*, CASE WHEN " + issuer.condition() + " THEN 1 ELSE 0 END AS is_own FROM (" + select_credentials +
                         ") AS whole WHERE id = :id AND {own}";
  CHITTY_TRY(auto row, row_of_caller(service, statement, issuer.with({{"id", id}}), concerned, "There is no credential " + id));
  if (row.at("is_own") != 1) return make_error(Code::permission_denied, "Only its issuer can revoke a credential.");
  if (text_in(row, "status") == "revoked") return record_of(row, shapes::revoked);
  row["status"] = "revoked", row["revoked_at"] = rfc3339(service.now()), row["reason"] = reason;
  CHITTY_DO(service.store().execute("UPDATE credentials SET status = 'revoked', revoked_at = :now, revocation_reason = :reason WHERE id = :id",
                                    {{"now", row.at("revoked_at")}, {"reason", reason}, {"id", id}}));
  CHITTY_DO(service.event("credential.revoked", text_in(row, "subject"), {{"credential", id}, {"reason", reason}}));
  return record_of(row, shapes::revoked);
}

// Newest first; a caller sees what it issued and what is about it, the owner all.
Result<Response> list_credentials(Service& service, const ListCredentials& given) {
  const auto page = page_of(given.query);
  CHITTY_TRY(const auto whose, owned_by_person(service, "issued_by", "subject = :person"));
  auto credentials = Select::own(select_credentials, whose);
  credentials.where_given("subject = :did", "did", given.query.did).newest_first(page);
  return answer_page(service, page, "credentials", credentials, shapes::credential);
}

}  // namespace chittyid::routes
