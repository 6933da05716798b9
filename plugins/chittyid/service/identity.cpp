// Identities: mint one, list, show, and account for the sequences.
#include "../moment.hpp"
#include "../sequence.hpp"
#include "authority.hpp"
#include "person.hpp"
#include "routes.hpp"

#include <chitty/lists.hpp>

namespace chitty::id::service {

namespace {

ObjectText identity_of(const RowText& row) {
  const auto did = row.text("did");
  ObjectText identity;
  identity.text("did", did).text("chittyId", strip_did(did));
  for (const auto* column : {"entity", "characterization", "status"}) identity.raw(column, row.raw(column));
  const auto letter = row.text("entity");
  identity.text("entityWord", entity_word(letter.empty() ? 0 : letter[0], row.text("characterization")));
  identity.raw("metadata", row.text("metadata"));  // JSON, as `mint` has written it
  return identity.raw("minted_by", row.raw("minted_by")).raw("mintedBy", row.raw("authority")).raw("created_at", row.raw("created_at"));
}

// The identities that the request asks for and the caller may see, newest first: its person's own and what that has minted,
// the owner all.
Result<Select> select_identities(Service& service, const Page& page) {
  Select identities{"SELECT id, did, entity, characterization, status, metadata, minted_by, authority, created_at"
                    " FROM identities WHERE 1 = 1"};
  if (!service.caller().owner || service.query("mine") == "true") {
    auto parameters = caller_parameters(service);
    if (!parameters) return parameters.error();
    identities.sql += " AND (did = :person OR " + is_caller("minted_by") + ")", identities.parameters = std::move(*parameters);
  }
  if (const auto word = service.query("entity"); !word.empty()) {
    const auto entity = entity_of(word);
    if (!entity) return entity.error();
    identities.narrow("entity = :entity", "entity", std::string(1, entity->letter));
    if (!entity->characterization.empty())
      identities.narrow("characterization = :kind", "kind", entity->characterization);
  }
  if (const auto since = service.query("since"); !since.empty()) {
    const auto moment = parse_rfc3339(since);
    if (!moment) return usage_error("The query's since must be a time such as 2026-11-23T15:00:00Z.");
    identities.narrow("created_at >= :since", "since", rfc3339(*moment));
  }
  if (!page.cursor.empty()) identities.narrow("id < :cursor", "cursor", page.cursor);
  identities.sql += " ORDER BY id DESC";
  return identities;
}

Result<json::object> mint_for_caller(Service& service, const Wanted& wanted) {
  const auto by = authority(service);
  if (!by) return by.error();
  const auto minted = mint_one(service, wanted, service.caller().subject, by->name);
  if (!minted) return minted.error();
  return minted_answer(*minted, by->name);
}

}  // namespace

// POST /mint, POST /api/v2/chittyid/mint
Result<Response> mint(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto wanted = wanted_of(*body);
  if (!wanted) return refuse(service, wanted.error());
  return once(service, [&] { return mint_for_caller(service, *wanted); });
}

// POST /api/v2/fallback/request: a mint that was meant for another authority, which did not answer (`reason` may say how).
// The number is this authority's own, as good as any; the record says why it was given here.
Result<Response> fallback(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  auto wanted = wanted_of(*body);
  if (!wanted) return refuse(service, wanted.error());
  wanted->metadata["fallback"] = json::object{{"reason", text_in(*body, "reason")}, {"requested_at", rfc3339(service.now())}};
  return once(service, [&]() -> Result<json::object> {
    auto answer = mint_for_caller(service, *wanted);
    if (answer) (*answer)["fallback"] = true;
    return answer;
  });
}

// POST /v1/mint: where it went.
Result<Response> moved_mint(Service& service) {
  Response response(308, json::object{{"success", false}, {"error", "MOVED"}, {"message", "Minting is at /mint now."}});
  response.headers["Location"] = std::string(service.base_url()) + "/mint";
  return response;
}

// GET /api/v2/chittyid/list?mine=&entity=&since=
Result<Response> list(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  auto identities = select_identities(service, *page);
  if (!identities) return refuse(service, identities.error());
  return answer_page<RowText>(service, *page, "identities", std::move(*identities), identity_of);
}

// GET /api/v2/chittyid/{did}
Result<Response> show(Service& service) {
  const auto did = std::string(did_prefix) + std::string(strip_did(service.parameter("did")));
  auto row = service.store().find_text("SELECT did, entity, characterization, status, metadata, minted_by, authority, created_at"
                                       " FROM identities WHERE did = :did", {{"did", did}});
  if (!row) return row.error();
  if (!*row) return refuse(service, make_error(Code::not_found, "No identity here is " + did));
  return Response(envelope(service, identity_of(**row)));
}

// POST /api/v2/chittyid/audit: every number that a sequence gave away must have its identity.
Result<Response> audit(Service& service) {
  json::array sequences;
  std::int64_t gaps = 0;
  auto counted = service.store().each(
      "SELECT s.sequence_key, s.issued, COUNT(i.ordinal) AS recorded, MIN(i.ordinal) AS lowest, MAX(i.ordinal) AS highest"
      " FROM id_sequences s LEFT JOIN identities i ON i.sequence_key = s.sequence_key"
      " WHERE s.sequence_key NOT LIKE 'status-list%' GROUP BY s.sequence_key, s.issued ORDER BY s.sequence_key",
      {}, [&](Row row) {
        const auto missing = row.at("issued").as_int64() - row.at("recorded").as_int64();
        gaps += missing;
        row["gaps"] = missing;
        row["remaining"] = sequence_capacity - row.at("issued").as_int64();
        sequences.push_back(std::move(row));
        return true;
      });
  if (!counted) return counted.error();
  return Response(envelope(service, {{"sequences", std::move(sequences)}, {"gaps", gaps}}));
}

}  // namespace chitty::id::service
