// Minting: the one place where an identifier comes into being. All of it happens inside a transaction that the caller
// has begun, so that a sequence and the identities that stand for it move together or not at all.
#pragma once

#include "../entity.hpp"
#include "../identifier.hpp"

#include <chittyid_names.hpp>

namespace chitty::id {

// What a request asks for. INVALID_ARGUMENT says which member does not fit the others.
struct Wanted {
  Entity entity;
  std::string region = "1";
  std::string jurisdiction = "USA";
  json::object metadata{};
};
Result<Wanted> wanted_of(const chittyid::shapes::Mint& order);

// The identifier of `wanted` in the month of `now`, all but its sequence.
Identifier outline(const Wanted& wanted, std::int64_t now);

// How far into a sequence the caller may mint: people up to the authority's reserve, services, administrators and the owner to
// its end.
std::int64_t capacity_for(const Caller& caller);

// Take up to `count` further ordinals of a sequence: those from `first`, `granted` of them, which is less than `count`
// only where the sequence ends at `capacity`.
struct Taken {
  std::int64_t first = 0;
  std::int64_t granted = 0;
};
Result<Taken> take_ordinals(Service& service, const std::string& sequence_key, std::int64_t count, std::int64_t capacity);

// CONFLICT: the sequence is full; names month and jurisdiction, and what to do.
Error sequence_full(const Identifier& outline, std::int64_t capacity);

// May the caller have `count` identities more, with so much metadata? Inside the transaction that writes them.
Result<void> within_quotas(Service& service, std::int64_t count, std::size_t metadata_size);

struct Minted {
  Identifier identifier;
  std::int64_t ordinal = 0;
  Wanted wanted;
  std::string created_at;
};

// Write an identity whose ordinal has been taken.
Result<Minted> write_identity(Service& service, const Wanted& wanted, const Identifier& outline, std::int64_t ordinal,
                              std::string_view minted_by, std::string_view authority, std::int64_t now);

// Take one ordinal for the caller, write the identity, record the event.
Result<Minted> mint_one(Service& service, const Wanted& wanted, std::string_view authority);

// The members of an identity that one line of a batch tells, too; and the whole answer to a mint, in the names of the live service and
// of the older ones.
json::object minted_line(const Minted& minted, std::string_view authority);
json::object minted_answer(const Minted& minted, std::string_view authority);

}  // namespace chitty::id
