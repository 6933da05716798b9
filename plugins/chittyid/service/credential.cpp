// Credentials: issue, list, revoke.
#include "../credential.hpp"

#include "../moment.hpp"
#include "../status_list.hpp"
#include "authority.hpp"
#include "person.hpp"
#include "routes.hpp"
#include "signing.hpp"

#include <chitty/lists.hpp>

namespace chitty::id::service {

namespace {

constexpr std::int64_t a_year = 365LL * 24 * 3'600'000;

json::object credential_of(const Row& row) {
  return {{"id", row.at("id")},
          {"type", row.at("type")},
          {"subject", row.at("subject")},
          {"issuer", row.at("issuer_did")},
          {"status", row.at("status")},
          {"issued_at", row.at("issued_at")},
          {"expires_at", row.at("expires_at")},
          {"revoked_at", row.at("revoked_at")},
          {"credential", object_of(row.at("credential_data"))},
          {"jwt", row.at("jwt")},
          {"jwt_vc1", row.at("jwt_vc1")}};
}

constexpr std::string_view columns =
    "id, type, subject, issuer_did, issued_by, status, issued_at, expires_at, revoked_at, credential_data, jwt, jwt_vc1";

// What the request asks for, checked; the subject may still be empty: the caller's own identity then.
Result<Credential> wanted_credential(const json::object& body, std::int64_t now) {
  Credential credential;
  credential.type = text_in(body, "type");
  if (auto named = check_type(credential.type); !named) return named.error();
  if (const auto subject = text_in(body, "subject"); !subject.empty()) {
    const auto identifier = parse_identifier(subject);
    if (!identifier) return identifier.error();
    if (auto checked = check_identifier(*identifier); !checked) return usage_error(checked.error().message, checked.error().hint);
    credential.subject = identifier->did();
  }
  if (const auto* claims = body.if_contains("claims"); claims && !claims->is_null()) {
    if (!claims->is_object()) return usage_error("The claims must be a JSON object.");
    if (claims->get_object().contains("id")) return usage_error("The claims may not say id: that is the subject.");
    credential.claims = claims->get_object();
  }
  credential.issued = now;
  credential.expires = now + a_year;
  if (const auto* lasts = body.if_contains("expiresIn"); lasts && !lasts->is_null()) {
    if (!lasts->is_int64() || lasts->get_int64() < 1000 || lasts->get_int64() > 100 * a_year)
      return usage_error("The body's expiresIn must be milliseconds, from a second to a hundred years.");
    credential.expires = now + lasts->get_int64();
  }
  return credential;
}

// The accounts that sessions have linked to the subject, as claims, unless the request has said them itself.
Result<void> add_accounts(Service& service, Credential& credential) {
  auto rows = service.store().query("SELECT provider, external_id, metadata FROM id_sessions WHERE did = :did AND provider <> 'session'"
                                    " AND invalidated_at IS NULL"
                                    " ORDER BY provider, external_id", {{"did", credential.subject}});
  if (!rows) return rows.error();
  json::array accounts;
  for (const auto& row : *rows) {
    json::object account{{"provider", row.at("provider")}, {"externalId", row.at("external_id")}};
    for (const auto& [name, value] : object_of(row.at("metadata"))) account[name] = value;
    accounts.push_back(std::move(account));
  }
  if (!accounts.empty() && !credential.claims.contains("accounts")) credential.claims["accounts"] = std::move(accounts);
  return {};
}

// The next free place in the status lists; the lists follow one another as they fill.
Result<void> place(Service& service, Credential& credential, std::int64_t& list) {
  auto store = service.store();
  auto row = store.find("INSERT INTO id_sequences (sequence_key, issued) VALUES ('status-list', 1) ON CONFLICT (sequence_key)"
                        " DO UPDATE SET issued = id_sequences.issued + 1 RETURNING issued");
  if (!row) return row.error();
  const auto position = (**row).at("issued").as_int64() - 1;
  list = position / status_list_length + 1;
  credential.status_index = position % status_list_length;
  credential.status_list = status_list_url(service, list);
  return {};
}

Result<json::object> issue(Service& service, Credential credential) {
  if (credential.subject.empty()) {
    auto own = own_identity(service);
    if (!own) return own.error();
    credential.subject = *own;
  }
  if (auto added = add_accounts(service, credential); !added) return added.error();
  std::int64_t list = 0;
  if (auto placed = place(service, credential, list); !placed) return placed.error();
  const auto by = authority(service);
  const auto random = service.crypto().random(8);
  if (!by || !random) return by ? random.error() : by.error();
  credential.issuer = by->did;
  credential.uuid = uuid_v7(credential.issued, 0, *random);
  const auto payload = payload_vc2(credential);
  const auto jwt = sign_token(service, *by, "vc+jwt", payload);
  const auto older = sign_token(service, *by, "JWT", payload_vc1(credential));
  if (!jwt || !older) return jwt ? older.error() : jwt.error();
  auto store = service.store();
  auto kept = store.execute(
      "INSERT INTO credentials (id, identity_id, type, subject, issuer_did, issued_by, credential_data, jwt, jwt_vc1, status,"
      " status_list, status_index, issued_at, expires_at, created_at) VALUES (:id, (SELECT id FROM identities WHERE did = :subject),"
      " :type, :subject, :issuer, :by, :data, :jwt, :older, 'active', :list, :index, :issued, :expires, :issued)",
      {{"id", credential.uuid}, {"type", credential.type}, {"subject", credential.subject}, {"issuer", by->did},
       {"by", service.caller().subject}, {"data", json::serialize(payload)}, {"jwt", *jwt}, {"older", *older}, {"list", list},
       {"index", credential.status_index}, {"issued", rfc3339(credential.issued)}, {"expires", rfc3339(credential.expires)}});
  if (!kept) return kept.error();
  auto told = service.event({{"type", "credential.issued"},
                             {"subject", credential.subject},
                             {"data", json::object{{"credential", credential.uuid}, {"type", credential.type}}}});
  if (!told) return told.error();
  auto row = store.find("SELECT " + std::string(columns) + " FROM credentials WHERE id = :id", {{"id", credential.uuid}});
  return row && *row ? Result<json::object>(credential_of(**row)) : make_error(Code::host_fault, "The credential was not kept.");
}

Result<json::object> revoke(Service& service, const std::string& id, const std::string& reason) {
  auto store = service.store();
  auto parameters = caller_parameters(service);
  if (!parameters) return parameters.error();
  (*parameters)["id"] = id;
  auto row = store.find("SELECT " + std::string(columns) + ", CASE WHEN " + is_caller("issued_by") +
                            " THEN 1 ELSE 0 END AS is_own FROM credentials WHERE id = :id", *parameters);
  if (!row) return row.error();
  if (!*row) return make_error(Code::not_found, "There is no credential " + id);
  if (!service.caller().owner && (*row)->at("is_own") != 1)
    return make_error(Code::permission_denied, "Only who issued a credential can revoke it.");
  if (text_of(**row, "status") == "revoked")
    return make_error(Code::conflict, "The credential was revoked already, at " + text_of(**row, "revoked_at") + ".");
  const auto now = rfc3339(service.now());
  auto done = store.execute("UPDATE credentials SET status = 'revoked', revoked_at = :now, revocation_reason = :reason WHERE id = :id",
                            {{"now", now}, {"reason", reason}, {"id", id}});
  if (!done) return done.error();
  auto told = service.event({{"type", "credential.revoked"},
                             {"subject", (**row).at("subject")},
                             {"data", json::object{{"credential", id}, {"reason", reason}}}});
  if (!told) return told.error();
  return json::object{{"id", id}, {"status", "revoked"}, {"revoked_at", now}, {"reason", reason}};
}

}  // namespace

// POST /api/v2/credentials/issue {type, subject?, claims?, expiresIn?}
Result<Response> issue_credential(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto wanted = wanted_credential(*body, service.now());
  if (!wanted) return refuse(service, wanted.error());
  return once(service, [&] { return issue(service, *wanted); });
}

// POST /api/v2/credentials/{id}/revoke {reason?}
Result<Response> revoke_credential(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  return once(service, [&] { return revoke(service, service.parameter("id"), text_in(*body, "reason")); });
}

// GET /api/v2/credentials?did=: newest first; a caller sees what it issued and what is about it, the owner all.
Result<Response> list_credentials(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  Select credentials{"SELECT " + std::string(columns) + " FROM credentials WHERE 1 = 1"};
  if (const auto caller = service.caller(); !caller.owner) {
    auto parameters = caller_parameters(service);
    if (!parameters) return parameters.error();
    credentials.sql += " AND (" + is_caller("issued_by") + " OR subject = :person)", credentials.parameters = std::move(*parameters);
  }
  if (const auto did = service.query("did"); !did.empty()) credentials.narrow("subject = :did", "did", did);
  if (!page->cursor.empty()) credentials.narrow("id < :cursor", "cursor", page->cursor);
  credentials.sql += " ORDER BY id DESC";
  return answer_page(service, *page, "credentials", std::move(credentials), credential_of);
}

}  // namespace chitty::id::service
