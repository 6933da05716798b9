// POST /api/v2/chittyid/mint/batch: NDJSON in, NDJSON out, both as streams, a thousand identities held at most.
//
// A line of the request is the body of a mint, and may say `count` for many alike. For each identity there is one line in
// the reply, in order: it is written after the transaction that holds the identity has been committed, so what a client
// has read is kept, whatever happens next. A line that is wrong gets an error with its number, and the others go on.
// Nothing is read while a reply waits for a slow client: whoever sends more than the network holds must read meanwhile.
#include "../lines.hpp"
#include "../moment.hpp"
#include "authority.hpp"
#include "routes.hpp"

#include <map>

namespace chitty::id::service {

namespace {

constexpr std::size_t chunk_size = 1000;
constexpr std::int64_t most_count = 10'000'000;

// One identity to come, or the reason why there will be none.
struct Slot {
  std::int64_t line = 0;
  std::shared_ptr<const Wanted> wanted{};  // shared by all of one line's count
  std::optional<Error> refused{};
  std::optional<Minted> minted{};
};

class Batch {
 public:
  Batch(Service& service, Authority by) : service_(service), by_(std::move(by)), subject_(service.caller().subject) {}

  Result<void> take(std::int64_t line, std::string_view text);
  Result<void> flush();

 private:
  Result<void> add(Slot slot);
  Result<void> mint_chunk(std::int64_t now);
  Result<void> mint_sequence(const std::vector<Slot*>& slots, const Identifier& identifier, std::int64_t now);
  std::string reply_lines() const;

  Service& service_;
  const Authority by_;
  const std::string subject_;
  std::vector<Slot> slots_;
};

Result<std::int64_t> count_of(const json::object& order) {
  const auto* count = order.if_contains("count");
  if (!count) return 1;
  if (count->is_int64() && count->get_int64() >= 1 && count->get_int64() <= most_count) return count->get_int64();
  return usage_error("The count must be a number from 1 to " + std::to_string(most_count) + ".");
}

Result<void> Batch::take(std::int64_t line, std::string_view text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec) return add({line, {}, usage_error("The line is not JSON: " + ec.message() + ".")});
  if (!value.is_object()) return add({line, {}, usage_error("The line must be a JSON object.")});
  auto wanted = wanted_of(value.get_object());
  if (!wanted) return add({line, {}, wanted.error()});
  const auto count = count_of(value.get_object());
  if (!count) return add({line, {}, count.error()});
  const auto shared = std::make_shared<const Wanted>(std::move(*wanted));
  for (std::int64_t i = 0; i < *count; ++i)
    if (auto added = add({line, shared}); !added) return added;
  return {};
}

Result<void> Batch::add(Slot slot) {
  slots_.push_back(std::move(slot));
  return slots_.size() < chunk_size ? Result<void>() : flush();
}

// Commit what has been gathered, then acknowledge it.
Result<void> Batch::flush() {
  if (slots_.empty()) return {};
  if (service_.cancelled()) return make_error(Code::cancelled, "The batch was stopped.");
  const auto now = service_.now();
  if (auto done = service_.store().transaction([&] { return mint_chunk(now); }); !done) return done;
  auto written = service_.write(reply_lines());
  slots_.clear();
  return written;
}

// Sequences are taken in the order of their keys, so that two batches on one database cannot wait for each other.
Result<void> Batch::mint_chunk(std::int64_t now) {
  std::map<std::string, std::vector<Slot*>> by_sequence;
  for (auto& slot : slots_)
    if (slot.wanted) by_sequence[outline(*slot.wanted, now).sequence_key()].push_back(&slot);
  for (const auto& [key, slots] : by_sequence)
    if (auto done = mint_sequence(slots, outline(*slots.front()->wanted, now), now); !done) return done;
  return {};
}

Result<void> Batch::mint_sequence(const std::vector<Slot*>& slots, const Identifier& identifier, std::int64_t now) {
  auto store = service_.store();
  const auto taken = take_ordinals(store, identifier.sequence_key(), static_cast<std::int64_t>(slots.size()));
  if (!taken) return taken.error();
  const auto granted = static_cast<std::size_t>(taken->granted);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (i >= granted) {
      slots[i]->refused = sequence_full(identifier);
      continue;
    }
    auto minted = write_identity(service_, *slots[i]->wanted, identifier, taken->first + static_cast<std::int64_t>(i),
                                 static_cast<unsigned>(i), subject_, by_.name, now);
    if (!minted) return minted.error();
    slots[i]->minted = std::move(*minted);
  }
  if (granted == 0) return {};
  return service_.event({{"type", "identity.minted"},
                         {"subject", slots.front()->minted->identifier.did()},
                         {"data", json::object{{"count", granted},
                                               {"last", slots[granted - 1]->minted->identifier.did()},
                                               {"sequenceKey", identifier.sequence_key()},
                                               {"mintedBy", subject_}}}});
}

std::string Batch::reply_lines() const {
  std::string text;
  for (const auto& slot : slots_) {
    json::object line{{"line", slot.line}, {"success", slot.minted.has_value()}};
    if (slot.minted) {
      line["chittyId"] = slot.minted->identifier.text();
      line["did"] = slot.minted->identifier.did();
      line["entity"] = std::string(1, slot.minted->identifier.entity);
      line["entityWord"] = entity_word(slot.minted->identifier.entity, slot.minted->wanted.entity.characterization);
      line["mintedBy"] = by_.name;
      line["created_at"] = slot.minted->created_at;
    } else {
      line["error"] = slot.refused->code == Code::conflict ? "CONFLICT" : "INVALID_REQUEST";
      line["message"] = slot.refused->message;
    }
    text += json::serialize(line) += '\n';
  }
  return text;
}

}  // namespace

Result<Response> mint_batch(Service& service) {
  auto by = authority(service);
  if (!by) return by.error();
  Batch batch(service, std::move(*by));
  Lines lines([&](char* buffer, std::size_t capacity) { return service.read(buffer, capacity); });
  if (auto begun = service.begin(200, {{"Content-Type", "application/x-ndjson"}}); !begun) return begun.error();
  for (std::int64_t number = 1;; ++number) {
    auto line = lines.next();
    if (!line) return line.error();
    if (!*line) break;
    if ((*line)->find_first_not_of(" \t\r") == std::string::npos) continue;
    if (auto taken = batch.take(number, **line); !taken) return taken.error();
  }
  if (auto done = batch.flush(); !done) return done.error();
  return Response::done();
}

}  // namespace chitty::id::service
