// chitty id mint, verify, list
#include "../entity.hpp"
#include "../identifier.hpp"
#include "../legacy.hpp"
#include "commands.hpp"

#include <chitty/pages.hpp>
#include <chitty/verdict.hpp>

namespace chittyid::commands {

using namespace chitty::id;

namespace {

// Put the word for what an identity is (`entityWord`) beside the wire's letter (`entity`), where the service has not.
void name_entity(json::object& record) {
  const auto letter = text_in(record, "entity");
  if (letter.size() != 1 || record.contains("entityWord")) return;
  if (const auto word = entity_word(letter[0], text_in(record, "characterization")); !word.empty()) record["entityWord"] = word;
}

// The new identifier under whichever name the service gives it, newest first (wire reference 5.2).
Result<std::string> minted_id(const json::value& reply) {
  for (const auto* member : {"chittyId", "chitty_id", "did"})
    if (const auto id = text_in(reply, member); !id.empty()) return id;
  return make_error(Code::malformed, "the service says that it minted, but returned no identifier",
                    "Look at its answer with --trace before you mint again.");
}

Result<Entity> entity_argument(const std::string& word) {
  auto entity = entity_of(word);
  if (!entity) return usage_error("invalid value '" + word + "' for '--entity'", entity.error().hint);
  return entity;
}

}  // namespace

Result<json::object> mint_order(const Mint& args) {
  CHITTY_TRY(const auto entity, entity_argument(args.entity));
  if (!args.metadata.is_null() && !args.metadata.is_object())
    return usage_error("--metadata must be a JSON object.", "For example --metadata '{\"case\":\"case-123\"}'");
  const auto& kind = args.characterization.empty() ? entity.characterization : args.characterization;
  if (!entity.characterization.empty() && kind != entity.characterization)
    return usage_error("'--characterization " + kind + "' does not fit '--entity " + args.entity + "', which is " + entity.characterization,
                       "For a natural person use --entity PERSON");

  json::object order{{"entityType", entity.text()}};
  if (!entity.word.empty()) order["entityWord"] = entity.word;
  if (!kind.empty()) order["characterization"] = kind;
  auto metadata = args.metadata.is_object() ? args.metadata.get_object() : json::object();
  if (!args.name.empty()) metadata["name"] = args.name;
  if (args.metadata.is_object() || !metadata.empty()) order["metadata"] = std::move(metadata);
  if (args.region) order["region"] = std::to_string(*args.region);
  if (!args.jurisdiction.empty()) order["jurisdiction"] = args.jurisdiction;
  return order;
}

// Ask the authority for one new ChittyID, or for many. A service that knows letters alone says EVENT for a CASE; what was asked for is
// known here.
Result<Reply> mint(const Mint& args, Host& host) {
  if (args.batch) return mint_from_input(args, host);
  if (args.entity.empty()) return usage_error("missing required option '--entity'", "For example --entity PERSON");
  if (args.count) return mint_many(args, host);

  CHITTY_TRY(const auto order, mint_order(args));
  CHITTY_TRY(auto reply, host.send(post("/mint", order)));
  CHITTY_TRY(const auto id, minted_id(reply.value()));
  auto& record = reply.value().get_object();
  record["chittyId"] = strip_did(id);
  record["did"] = did_of(id);
  if (const auto* word = order.if_contains("entityWord")) record["entityWord"] = *word;
  name_entity(record);
  return reply;
}

// What can be seen here is refused here; the rest the authority says. A legacy shape goes to the authority too, which names it; that is an
// answer and no failure.
Result<Reply> verify(const Verify& args, Host& host) {
  const auto* legacy = legacy_shape(args.did);
  if (!legacy) CHITTY_DO(checked_did(args.did));
  CHITTY_TRY(auto reply, host.send(get("/api/v2/chittyid/verify/" + encode(did_of(args.did)))));
  if (auto* verdict = legacy ? reply.value().if_object() : nullptr) {
    (*verdict)["legacy"] = true;
    verdict->emplace("form", "legacy");
    verdict->emplace("shape", legacy->name);
  }
  auto done = judged(reply, "identifier", "error");
  return legacy && done.error().code == Code::refused ? reply : done;
}

Result<Reply> list(const List& args, Host& host) {
  if (!args.entity.empty()) CHITTY_DO(entity_argument(args.entity));
  const auto request = [&](const std::string& cursor, const std::string& limit) {
    return get("/api/v2/chittyid/list",
               {{"mine", args.mine ? "true" : ""}, {"entity", args.entity}, {"since", args.since}, {"limit", limit}, {"cursor", cursor}});
  };
  return give_pages(host, "identities", args.limit.value_or(0), request, name_entity);
}

}  // namespace chittyid::commands
