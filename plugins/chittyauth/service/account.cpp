// GET /v1/accounts, /v1/accounts/counts, /v1/accounts/{id}, /v1/standing: who is registered, for administrators and for services that
// keep sessions of their own.
#include "account.hpp"

#include <chitty/lists.hpp>

#include "../email.hpp"
#include "../subject.hpp"
#include "issue.hpp"
#include "order.hpp"
#include "rows.hpp"

namespace chitty::auth {

Result<std::string> named_subject(Service& service, const std::string& text) {
  const auto email = text.find('@') == text.npos ? std::string() : email_of(text);
  CHITTY_TRY(const auto row, service.store().find("SELECT subject FROM auth_registrations WHERE id = :id OR email = :email",
                                                  {{"id", text}, {"email", email}}));
  if (row && !text_in(*row, "subject").empty()) return text_in(*row, "subject");
  const auto subject = subject_of(text);
  return subject ? *subject : text;
}

}  // namespace chitty::auth

namespace chittyauth::routes {

namespace {

// By when somebody registered; the index of migration 008 has the same words.
const std::string place = "r.created_at || '~' || r.id";

Select people(Service& service) {
  return {"SELECT " + place +
              " AS place, COALESCE(r.subject, r.id) AS id, r.email, r.name, r.entity_type, r.created_at,"
              " CASE WHEN s.subject IS NULL THEN r.status ELSE 'suspended' END AS status,"
              " s.reason AS suspended_reason, s.suspended_by, s.created_at AS suspended_at,"
              " (SELECT COUNT(*) FROM auth_tokens t WHERE t.subject = r.subject AND t.status = 'active' AND t.expires_at > :now) AS tokens,"
              " (SELECT MAX(t.last_used_at) FROM auth_tokens t WHERE t.subject = r.subject) AS last_used_at"
              " FROM auth_registrations r LEFT JOIN auth_suspensions s ON s.subject = r.subject WHERE 1 = 1",
          {{"now", service.now()}}};
}

json::object person_of(Row& row) {
  if (row.at("last_used_at").is_number()) row["last_used_at"] = rfc3339(number_in(row, "last_used_at"));
  return record_of(row, shapes::person);
}

// What a LIKE finds as it is written.
std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace

Result<Response> list_accounts(Service& service, const ListAccounts& given) {
  const auto page = page_of(given.query);
  auto select = people(service);
  const std::string like = " LIKE lower(:words) ESCAPE '\\'";
  select.where_given("(lower(r.email)" + like + " OR lower(r.name)" + like + " OR lower(COALESCE(r.subject, ''))" + like + ")", "words",
                     given.query.query.empty() ? "" : containing(given.query.query));
  if (given.query.status == "suspended") select.sql += " AND s.subject IS NOT NULL";
  if (given.query.status == "active" || given.query.status == "pending")
    select.sql += " AND s.subject IS NULL AND r.status = '" + given.query.status + "'";
  select.newest_first(page, place);
  return answer_page(service, page, "accounts", std::move(select), person_of, "place");
}

Result<Response> show_account(Service& service, const ShowAccount& given) {
  CHITTY_TRY(const auto subject, named_subject(service, given.path.id));
  auto select = people(service);
  select.sql += " AND (r.subject = :subject OR r.id = :subject)";
  select.parameters["subject"] = subject;
  CHITTY_TRY(auto row, service.store().row(select.sql, select.parameters, "No such user: " + given.path.id,
                                           "List the users: chitty portal users list"));
  auto person = person_of(row);
  CHITTY_TRY(const auto tokens, service.store().query("SELECT DISTINCT scopes FROM auth_tokens WHERE subject = :subject AND status = 'active'"
                                                      " AND expires_at > :now ORDER BY scopes LIMIT 100",
                                                      {{"subject", subject}, {"now", service.now()}}));
  std::vector<std::string> scopes;
  for (const auto& token : tokens)
    for (auto& scope : list_in(token, "scopes"))
      if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(std::move(scope));
  person["scopes"] = as_json(scopes);
  return answer(service, {{"account", std::move(person)}});
}

Result<Response> account_counts(Service& service) {
  CHITTY_TRY(const auto counts, service.store().row(
                                    "SELECT COUNT(*) AS registered, COUNT(*) FILTER (WHERE s.subject IS NOT NULL) AS suspended,"
                                    " COUNT(*) FILTER (WHERE r.status = 'pending') AS pending"
                                    " FROM auth_registrations r LEFT JOIN auth_suspensions s ON s.subject = r.subject",
                                    {}, "The store did not count."));
  return answer(service, record_of(counts, shapes::account_counts));
}

// Is somebody still who they were when they signed in somewhere by a token? Without a token (the daemon's owner) nothing can end it.
Result<Response> standing(Service& service, const Standing& given) {
  const auto& [subject, token] = given.query;
  CHITTY_TRY(const auto suspended, service.store().find("SELECT reason FROM auth_suspensions WHERE subject = :subject", {{"subject", subject}}));
  if (suspended) return answer(service, {{"good", false}, {"suspended", true}, {"reason", "This account is suspended: " + text_in(*suspended, "reason")}});
  CHITTY_TRY(const auto good, token.empty() ? Result<bool>(true) : token_is_good(service, token));
  return answer(service, {{"good", good}, {"suspended", false}, {"reason", good ? "" : "The token by which you signed in has ended."}});
}

}  // namespace chittyauth::routes
