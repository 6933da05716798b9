// POST /api/v2/chittyid/mint/batch: identities, a thousand in a transaction (<chitty/bulk.hpp>).
#include "authority.hpp"
#include "mint.hpp"

#include <chitty/bulk.hpp>
#include <map>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

using Slots = std::vector<Slot<Wanted>*>;

struct Minter {
  Service& service;
  Authority by;
  Caller caller;
  std::int64_t capacity;

  Result<void> hold_to_quotas(const Slots& wanted) const;
  Result<void> mint_sequence(const Slots& slots, const Identifier& identifier, std::int64_t now) const;
  Result<void> mint(std::vector<Slot<Wanted>>& slots) const;
};

// Of a chunk that is more than the caller may still have, the first are minted as far as that goes.
Result<void> Minter::hold_to_quotas(const Slots& wanted) const {
  std::size_t metadata = 0;
  for (const auto* slot : wanted) metadata += json::serialize(slot->order->metadata).size();
  const auto within = within_quotas(service, static_cast<std::int64_t>(wanted.size()), metadata);
  if (within || within.error().code != Code::permission_denied) return within;
  const auto& details = within.error().details;
  const auto* left = text_in(details, "quota") == "identities" ? details.if_contains("left") : nullptr;
  for (auto i = left ? left->to_number<std::size_t>() : 0; i < wanted.size(); ++i) wanted[i]->refuse(within.error());
  return {};
}

Result<void> Minter::mint_sequence(const Slots& slots, const Identifier& identifier, std::int64_t now) const {
  const auto count = static_cast<std::int64_t>(slots.size());
  CHITTY_TRY(const auto taken, take_ordinals(service, identifier.sequence_key(), count, capacity));
  for (std::int64_t i = 0; i < count; ++i) {
    auto& slot = *slots[static_cast<std::size_t>(i)];
    if (i >= taken.granted) {
      slot.refuse(sequence_full(identifier, capacity));
      continue;
    }
    CHITTY_TRY(const auto minted, write_identity(service, *slot.order, identifier, taken.first + i, caller.subject, by.name, now));
    slot.made = minted_line(minted, by.name);
  }
  if (taken.granted == 0) return {};
  return service.event("identity.minted", text_in(slots.front()->made, "did"),
                       {{"count", taken.granted},
                        {"last", slots[static_cast<std::size_t>(taken.granted - 1)]->made.at("did")},
                        {"sequenceKey", identifier.sequence_key()},
                        {"mintedBy", caller.subject}});
}

// Sequences are taken in the order of their keys, so that two batches on one database cannot wait for each other.
Result<void> Minter::mint(std::vector<Slot<Wanted>>& slots) const {
  const auto now = service.now();
  Slots wanted;
  for (auto& slot : slots)
    if (slot.order) wanted.push_back(&slot);
  CHITTY_DO(hold_to_quotas(wanted));
  std::map<std::string, Slots> by_sequence;
  for (auto* slot : wanted)
    if (slot->order) by_sequence[outline(*slot->order, now).sequence_key()].push_back(slot);
  for (const auto& [key, all] : by_sequence) CHITTY_DO(mint_sequence(all, outline(*all.front()->order, now), now));
  return {};
}

}  // namespace

Result<Response> mint_batch(Service& service) {
  CHITTY_TRY(const auto by, authority(service));
  const auto caller = service.caller();
  const Minter minter{service, by, caller, capacity_for(caller)};
  return answer_bulk<Wanted>(
      service, [](const json::object& line) { return wanted_of(MintBatch::Line(line)); }, [&](auto& slots) { return minter.mint(slots); });
}

}  // namespace chittyid::routes
