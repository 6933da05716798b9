// Identities: mint one, list, show, and account for the sequences.
#include "../sequence.hpp"
#include "authority.hpp"
#include "mint.hpp"
#include "person.hpp"

#include <chitty/lists.hpp>
#include <chitty/routes.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

// In the record `mintedBy` is the authority, as on the public wire, and `requestedBy` whoever asked it to mint.
const std::string select_public =
    "SELECT id, did, SUBSTR(did, 12) AS chitty_id, entity, characterization, word, status, authority AS minted_by, created_at";
const std::string select_whole = select_public + ", metadata, minted_by AS requested_by FROM identities";

ObjectText identity_of(const RowText& row) {
  auto identity = record_of(row, shapes::identity);
  return identity.text("entityWord", entity_word(row.text("entity")[0], row.text("characterization"), row.text("word")));
}

// A letter stands for all its words; a word for what is shown by it: EVENT is no CASE, and PERSON no ORGANIZATION.
void where_entity(Select& identities, const Entity& entity, bool letter_alone) {
  identities.where("entity = :entity", "entity", entity.text());
  if (letter_alone) return;
  const auto& kind = entity.characterization;
  if (entity.letter == 'P') identities.where("COALESCE(characterization, 'Natural') = :kind", "kind", kind.empty() ? "Natural" : kind);
  identities.where("COALESCE(word, '') = :word", "word", entity.word);
}

// Newest first: of the caller's person those that are its own and those that it has minted, of the owner all.
Result<Select> select_identities(Service& service, const Page& page, const List::Query& query) {
  const auto whose = query.mine ? strictly_owned_by_person : owned_by_person;
  CHITTY_TRY(const auto owned, whose(service, "minted_by", "did = :person"));
  auto identities = Select::own(select_whole, owned);
  if (!query.entity.empty()) {
    CHITTY_TRY(const auto entity, entity_of(query.entity));
    where_entity(identities, entity, query.entity.size() == 1);
  }
  if (!query.since.empty()) {
    const auto moment = parse_rfc3339(query.since);
    if (!moment) return usage_error("The query's since must be a time such as 2026-11-23T15:00:00Z.");
    identities.where("created_at >= :since", "since", rfc3339(*moment));
  }
  return identities.newest_first(page);
}

Result<json::object> mint_for_caller(Service& service, const Wanted& wanted) {
  CHITTY_TRY(const auto by, authority(service));
  CHITTY_TRY(const auto minted, mint_one(service, wanted, by.name));
  return minted_answer(minted, by.name);
}

}  // namespace

// POST /mint, POST /api/v2/chittyid/mint
Result<json::object> mint(Service& service, const Mint& given) {
  CHITTY_TRY(const auto wanted, wanted_of(given.body));
  return mint_for_caller(service, wanted);
}

// A mint that was meant for another authority, which did not answer (`reason` may say how). The number is this authority's own, as good
// as any; the record says why it was given here.
Result<json::object> fallback(Service& service, const Fallback& given) {
  CHITTY_TRY(auto wanted, wanted_of(given.body));
  wanted.metadata["fallback"] = {{"reason", given.body.reason}, {"requested_at", rfc3339(service.now())}};
  CHITTY_TRY(auto minted, mint_for_caller(service, wanted));
  minted["fallback"] = true;
  return minted;
}

Result<Response> moved_mint(Service& service) {
  Response response(308, json::object{{"success", false}, {"error", "MOVED"}, {"message", "Minting is at /mint now."}});
  response.headers["Location"] = std::string(service.base_url()) + "/mint";
  return response;
}

Result<Response> list(Service& service, const List& given) {
  const auto page = page_of(given.query);
  CHITTY_TRY(auto identities, select_identities(service, page, given.query));
  return answer_page<RowText>(service, page, "identities", std::move(identities), [](const RowText& row) { return identity_of(row); });
}

// One's own whole; of another's what everybody may know, and not what its minter wrote into it nor who that was.
Result<Response> show(Service& service, const Show& given) {
  const auto did = did_of(given.path.did);
  CHITTY_TRY(const auto whose, owned_by_person(service, "minted_by", "did = :person"));
  auto store = service.store();
  CHITTY_TRY(auto row, store.find_text(select_whole + " WHERE did = :did AND " + whose.condition(), whose.with({{"did", did}})));
  if (!row) {
    CHITTY_TRY(row, store.find_text(select_public + " FROM identities WHERE did = :did", {{"did", did}}));
  }
  if (!row) return make_error(Code::not_found, "No identity here is " + did);
  return answer(service, identity_of(*row));
}

// Every number that a sequence gave away must have its identity.
Result<Response> audit(Service& service) {
  json::array sequences;
  std::int64_t gaps = 0;
  CHITTY_DO(service.store().each(
      "SELECT s.sequence_key, s.issued, COUNT(i.ordinal) AS recorded, MIN(i.ordinal) AS lowest, MAX(i.ordinal) AS highest,"
      " s.issued - COUNT(i.ordinal) AS gaps"
      " FROM id_sequences s LEFT JOIN identities i ON i.sequence_key = s.sequence_key"
      " WHERE s.sequence_key NOT LIKE 'status-list%' GROUP BY s.sequence_key, s.issued ORDER BY s.sequence_key",
      {}, [&](Row row) {
        gaps += row.at("gaps").as_int64();
        row["remaining"] = sequence_capacity - row.at("issued").as_int64();
        sequences.push_back(std::move(row));
        return true;
      }));
  return answer(service, {{"sequences", std::move(sequences)}, {"gaps", gaps}});
}

Result<Response> health(Service& service) { return chitty::health(service); }

}  // namespace chittyid::routes
