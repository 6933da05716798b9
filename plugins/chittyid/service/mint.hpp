// Minting: the one place where an identifier comes into being. All of it happens inside a transaction that the caller
// has begun, so that a sequence and the identities that stand for it move together or not at all.
#pragma once

#include "../entity.hpp"
#include "../identifier.hpp"

#include <chitty/service.hpp>

namespace chitty::id {

// What a request asks for, checked: `entityType` or `entity`, and if given `characterization`, `metadata`, `region`,
// `jurisdiction`. INVALID_ARGUMENT says which member is wrong.
struct Wanted {
  Entity entity;
  std::string region = "1";
  std::string jurisdiction = "USA";
  json::object metadata{};
};
Result<Wanted> wanted_of(const json::object& body);

// The identifier of `wanted` in the month of `now`, all but its sequence.
Identifier outline(const Wanted& wanted, std::int64_t now);

// Take up to `count` further ordinals of a sequence: those from `first`, `granted` of them, which is less than `count`
// only where the sequence ends.
struct Taken {
  std::int64_t first = 0;
  std::int64_t granted = 0;
};
Result<Taken> take_ordinals(Store& store, const std::string& sequence_key, std::int64_t count);

// CONFLICT: the sequence is full; names month and jurisdiction, and what to do.
Error sequence_full(const Identifier& outline);

struct Minted {
  Identifier identifier;
  std::int64_t ordinal = 0;
  Wanted wanted;
  std::string created_at;
};

// Write an identity whose ordinal has been taken. `index` counts those of one moment.
Result<Minted> write_identity(Service& service, const Wanted& wanted, const Identifier& outline, std::int64_t ordinal,
                              unsigned index, std::string_view minted_by, std::string_view authority, std::int64_t now);

// Take one ordinal, write the identity, record the event.
Result<Minted> mint_one(Service& service, const Wanted& wanted, std::string_view minted_by, std::string_view authority);

// The answer to a mint, in the names of the live service and of the older ones.
json::object minted_answer(const Minted& minted, std::string_view authority);

}  // namespace chitty::id
