#include "mint.hpp"

#include "../moment.hpp"
#include "../sequence.hpp"

#include <chitty/answers.hpp>

#include <algorithm>

namespace chitty::id {

namespace {

constexpr std::size_t most_metadata = 65'536;

Result<std::string> region_of(const json::object& body) {
  const auto* given = body.if_contains("region");
  if (!given || given->is_null()) return std::string("1");
  const std::string text = given->is_int64() ? std::to_string(given->get_int64()) : text_in(body, "region");
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '9') return text;
  return usage_error("The region must be a digit from 1 to 9.", "1 is North America, 3 Europe, 9 digital.");
}

Result<std::string> jurisdiction_of(const json::object& body) {
  const auto* given = body.if_contains("jurisdiction");
  if (!given || given->is_null()) return std::string("USA");
  const std::string text = text_in(body, "jurisdiction");
  const bool capitals = std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (text.size() == 3 && capitals && text != "ERR") return text;
  return usage_error("The jurisdiction must be three capital letters such as USA.", "ISO 3166-1 alpha-3 has the list.");
}

Result<json::object> metadata_of(const json::object& body) {
  const auto* given = body.if_contains("metadata");
  if (!given || given->is_null()) return json::object();
  if (!given->is_object()) return usage_error("The metadata must be a JSON object.");
  if (json::serialize(*given).size() > most_metadata) return usage_error("The metadata is larger than 64 KiB.");
  return given->get_object();
}

Result<void> characterize(Entity& entity, const json::object& body) {
  const std::string wanted = text_in(body, "characterization");
  if (wanted.empty()) return {};
  if (entity.letter != 'P') return usage_error("Only a person has a characterization.");
  if (wanted != "Natural" && wanted != "Synthetic" && wanted != "Legal")
    return usage_error("The characterization \"" + wanted + "\" must be Natural, Synthetic or Legal.");
  entity.characterization = wanted;
  return {};
}

}  // namespace

Result<Wanted> wanted_of(const json::object& body) {
  const std::string word = text_in(body, body.contains("entityType") ? "entityType" : "entity");
  if (word.empty()) return usage_error("The body lacks entityType.", "Name what the identifier is for, for example \"person\".");
  auto entity = entity_of(word);
  if (!entity) return entity.error();
  if (auto fits = characterize(*entity, body); !fits) return fits.error();
  auto region = region_of(body);
  if (!region) return region.error();
  auto jurisdiction = jurisdiction_of(body);
  if (!jurisdiction) return jurisdiction.error();
  auto metadata = metadata_of(body);
  if (!metadata) return metadata.error();
  return Wanted{std::move(*entity), std::move(*region), std::move(*jurisdiction), std::move(*metadata)};
}

Identifier outline(const Wanted& wanted, std::int64_t now) {
  Identifier identifier;
  identifier.region = wanted.region;
  identifier.jurisdiction = wanted.jurisdiction;
  identifier.entity = wanted.entity.letter;
  identifier.month = year_month(now);
  return identifier;
}

// One statement moves the counter and says where it stands now; its row stays locked until the transaction ends, so two
// daemons on one database take one after the other.
Result<Taken> take_ordinals(Store& store, const std::string& sequence_key, std::int64_t count) {
  auto row = store.find(
      "INSERT INTO id_sequences (sequence_key, issued) VALUES (:key, :count) "
      "ON CONFLICT (sequence_key) DO UPDATE SET issued = id_sequences.issued + excluded.issued RETURNING issued",
      {{"key", sequence_key}, {"count", count}});
  if (!row) return row.error();
  const std::int64_t issued = (**row).at("issued").as_int64();
  const Taken taken{issued - count + 1, std::max<std::int64_t>(0, count - std::max<std::int64_t>(0, issued - sequence_capacity))};
  if (issued <= sequence_capacity) return taken;
  auto back = store.execute("UPDATE id_sequences SET issued = :end WHERE sequence_key = :key",
                            {{"end", sequence_capacity}, {"key", sequence_key}});
  if (!back) return back.error();
  return taken;
}

Error sequence_full(const Identifier& identifier) {
  Error error = make_error(
      Code::conflict, "All " + std::to_string(sequence_capacity) + " identifiers of entity " + identifier.entity +
                          " in jurisdiction " + identifier.jurisdiction + ", region " + identifier.region + ", month " +
                          identifier.month + " are taken.",
      "Wait for the next month, or mint in another jurisdiction with --jurisdiction.");
  error.details = {{"sequenceKey", identifier.sequence_key()}, {"capacity", sequence_capacity}};
  return error;
}

Result<Minted> write_identity(Service& service, const Wanted& wanted, const Identifier& outline, std::int64_t ordinal,
                              unsigned index, std::string_view minted_by, std::string_view authority, std::int64_t now) {
  Minted minted{outline, ordinal, wanted, rfc3339(now)};
  minted.identifier.sequence = sequence_text(ordinal);
  minted.identifier.check = minted.identifier.expected_check();
  const auto random = service.crypto().random(8);
  if (!random) return random.error();
  json::value characterization = nullptr;
  if (!wanted.entity.characterization.empty()) characterization = json::string(wanted.entity.characterization);
  auto written = service.store().execute(
      "INSERT INTO identities (id, did, metadata, status, entity, characterization, sequence_key, ordinal, minted_by, authority,"
      " created_at, updated_at) VALUES (:id, :did, :metadata, 'active', :entity, :characterization, :key, :ordinal, :minted_by,"
      " :authority, :now, :now)",
      {{"id", uuid_v7(now, index, *random)},
       {"did", minted.identifier.did()},
       {"metadata", json::serialize(wanted.metadata)},
       {"entity", std::string(1, wanted.entity.letter)},
       {"characterization", characterization},
       {"key", outline.sequence_key()},
       {"ordinal", ordinal},
       {"minted_by", minted_by},
       {"authority", authority},
       {"now", minted.created_at}});
  if (!written) return written.error();
  return minted;
}

Result<Minted> mint_one(Service& service, const Wanted& wanted, std::string_view minted_by, std::string_view authority) {
  const auto now = service.now();
  const auto identifier = outline(wanted, now);
  auto store = service.store();
  auto taken = take_ordinals(store, identifier.sequence_key(), 1);
  if (!taken) return taken.error();
  if (taken->granted == 0) return sequence_full(identifier);
  auto minted = write_identity(service, wanted, identifier, taken->first, 0, minted_by, authority, now);
  if (!minted) return minted;
  auto told = service.event({{"type", "identity.minted"},
                             {"subject", minted->identifier.did()},
                             {"data", json::object{{"entity", std::string(1, wanted.entity.letter)}, {"mintedBy", minted_by}}}});
  if (!told) return told.error();
  return minted;
}

json::object minted_answer(const Minted& minted, std::string_view authority) {
  const auto& identifier = minted.identifier;
  json::value characterization = nullptr;
  if (const auto& word = minted.wanted.entity.characterization; !word.empty()) characterization = json::string(word);
  return {{"chittyId", identifier.text()},
          {"did", identifier.did()},
          {"entity", std::string(1, identifier.entity)},
          {"entityWord", entity_word(identifier.entity, minted.wanted.entity.characterization)},
          {"characterization", characterization},
          {"lifecycle", "active"},
          {"components", identifier.components()},
          {"metadata", minted.wanted.metadata},
          {"trust", json::object{{"level", identifier.trust - '0'}, {"name", trust_name(identifier.trust)}}},
          {"mintProof", json::object{{"kind", "local-sequence"},
                                     {"authority", authority},
                                     {"sequenceKey", identifier.sequence_key()},
                                     {"ordinal", minted.ordinal}}},
          {"authority", "local"},
          {"mintedBy", authority},
          {"created_at", minted.created_at}};
}

}  // namespace chitty::id
