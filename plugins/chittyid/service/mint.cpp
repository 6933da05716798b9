#include "mint.hpp"

#include "../sequence.hpp"

#include <chitty/answers.hpp>

#include <algorithm>

namespace chitty::id {

namespace {

constexpr std::size_t most_metadata = 65'536;
constexpr std::size_t hardly_any_metadata = 64;  // of one identity: the quota of identities bounds that already

// What the words say together. `entityWord` is the word beside the letter ("E" and "CASE"), as the client of chitty sends it.
Result<Entity> entity_in(const chittyid::shapes::Mint& order) {
  const auto& word = order.entityType.empty() ? order.entity : order.entityType;
  if (word.empty()) return usage_error("The body lacks entityType.", "Name what the identifier is for, for example \"person\".");
  CHITTY_TRY(auto entity, entity_of(word));
  if (const auto& kind = order.characterization; !kind.empty()) {
    if (entity.letter != 'P') return usage_error("Only a person has a characterization.");
    if (!entity.characterization.empty() && entity.characterization != kind)
      return usage_error("An " + std::string(entity_word('P', entity.characterization)) + " is " + entity.characterization + ", not " + kind + ".",
                         "For a natural person use PERSON.");
    entity.characterization = kind;
  }
  if (order.entityWord.empty()) return entity;
  CHITTY_TRY(const auto named, entity_of(order.entityWord));
  if (named.letter != entity.letter) return usage_error("The entityWord " + order.entityWord + " is of another entity.");
  if (!named.word.empty()) entity.word = named.word;
  return entity;
}

}  // namespace

Result<Wanted> wanted_of(const chittyid::shapes::Mint& order) {
  CHITTY_TRY(auto entity, entity_in(order));
  if (!order.metadata.empty() && json::serialize(order.metadata).size() > most_metadata) return usage_error("The metadata is larger than 64 KiB.");
  const auto* digit = order.region.if_string();
  return Wanted{std::move(entity), digit ? std::string(*digit) : json::serialize(order.region), order.jurisdiction, order.metadata};
}

Identifier outline(const Wanted& wanted, std::int64_t now) {
  return {.region = wanted.region, .jurisdiction = wanted.jurisdiction, .entity = wanted.entity.letter, .month = year_month(now)};
}

std::int64_t capacity_for(const Caller& caller) {
  const bool trusted = caller.owner || caller.subject.starts_with("service:") || caller.subject.empty() ||
                       std::find(caller.scopes.begin(), caller.scopes.end(), "admin:*") != caller.scopes.end();
  return trusted ? sequence_capacity : sequence_capacity - authority_reserve;
}

// One statement moves the counter and says where it stands now; its row stays locked until the transaction ends, so two
// daemons on one database take one after the other.
Result<Taken> take_ordinals(Service& service, const std::string& sequence_key, std::int64_t count, std::int64_t capacity) {
  CHITTY_TRY(const auto row, service.store().find(
                                 "INSERT INTO id_sequences (sequence_key, issued) VALUES (:key, :count) "
                                 "ON CONFLICT (sequence_key) DO UPDATE SET issued = id_sequences.issued + excluded.issued RETURNING issued",
                                 {{"key", sequence_key}, {"count", count}}));
  const std::int64_t before = row->at("issued").as_int64() - count;
  const Taken taken{before + 1, std::clamp<std::int64_t>(capacity - before, 0, count)};
  if (taken.granted == count) return taken;
  CHITTY_DO(service.store().execute("UPDATE id_sequences SET issued = :end WHERE sequence_key = :key",
                                    {{"end", before + taken.granted}, {"key", sequence_key}}));
  return taken;
}

Error sequence_full(const Identifier& identifier, std::int64_t capacity) {
  auto error = make_error(Code::conflict,
                          "All " + std::to_string(capacity) + " identifiers of entity " + identifier.entity + " in jurisdiction " +
                              identifier.jurisdiction + ", region " + identifier.region + ", month " + identifier.month + " are taken.",
                          "Wait for the next month, or mint in another jurisdiction with --jurisdiction.");
  error.details = {{"sequenceKey", identifier.sequence_key()}, {"capacity", capacity}};
  return error;
}

Result<void> within_quotas(Service& service, std::int64_t count, std::size_t metadata_size) {
  CHITTY_DO(service.quota("identities", static_cast<std::uint64_t>(count)));
  if (metadata_size <= static_cast<std::size_t>(count) * hardly_any_metadata) return {};
  return service.quota("bytes", metadata_size);
}

Result<Minted> write_identity(Service& service, const Wanted& wanted, const Identifier& outline, std::int64_t ordinal,
                              std::string_view minted_by, std::string_view authority, std::int64_t now) {
  Minted minted{outline, ordinal, wanted, rfc3339(now)};
  minted.identifier.sequence = sequence_text(ordinal);
  minted.identifier.check = minted.identifier.expected_check();
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_DO(service.store().insert("identities", {{"id", id},
                                                  {"did", minted.identifier.did()},
                                                  {"metadata", json::serialize(wanted.metadata)},
                                                  {"status", "active"},
                                                  {"entity", wanted.entity.text()},
                                                  {"characterization", text_or_null(wanted.entity.characterization)},
                                                  {"word", text_or_null(wanted.entity.word)},
                                                  {"sequence_key", outline.sequence_key()},
                                                  {"ordinal", ordinal},
                                                  {"minted_by", minted_by},
                                                  {"authority", authority},
                                                  {"created_at", minted.created_at},
                                                  {"updated_at", minted.created_at}}));
  return minted;
}

Result<Minted> mint_one(Service& service, const Wanted& wanted, std::string_view authority) {
  const auto now = service.now();
  const auto identifier = outline(wanted, now);
  const auto caller = service.caller();
  const auto capacity = capacity_for(caller);
  CHITTY_DO(within_quotas(service, 1, json::serialize(wanted.metadata).size()));
  CHITTY_TRY(const auto taken, take_ordinals(service, identifier.sequence_key(), 1, capacity));
  if (taken.granted == 0) return sequence_full(identifier, capacity);
  CHITTY_TRY(auto minted, write_identity(service, wanted, identifier, taken.first, caller.subject, authority, now));
  CHITTY_DO(service.event("identity.minted", minted.identifier.did(), {{"entity", wanted.entity.text()}, {"mintedBy", caller.subject}}));
  return minted;
}

json::object minted_line(const Minted& minted, std::string_view authority) {
  const auto& entity = minted.wanted.entity;
  return {{"chittyId", minted.identifier.text()},
          {"did", minted.identifier.did()},
          {"entity", entity.text()},
          {"entityWord", entity_word(entity.letter, entity.characterization, entity.word)},
          {"mintedBy", authority},
          {"created_at", minted.created_at}};
}

json::object minted_answer(const Minted& minted, std::string_view authority) {
  const auto& identifier = minted.identifier;
  auto answer = minted_line(minted, authority);
  answer["characterization"] = text_or_null(minted.wanted.entity.characterization);
  answer["lifecycle"] = "active";
  answer["components"] = identifier.components();
  answer["metadata"] = minted.wanted.metadata;
  answer["trust"] = {{"level", identifier.trust - '0'}, {"name", trust_name(identifier.trust)}};
  answer["mintProof"] = {{"kind", "local-sequence"}, {"authority", authority}, {"sequenceKey", identifier.sequence_key()}, {"ordinal", minted.ordinal}};
  answer["authority"] = "local";
  return answer;
}

}  // namespace chitty::id
