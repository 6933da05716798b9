// chitty id mint, verify, list
#include "../entity.hpp"
#include "../identifier.hpp"
#include "../legacy.hpp"
#include "commands.hpp"

namespace chitty::id::commands {

namespace {

// The new identifier under whichever name the service gives it, newest first (wire reference 5.2).
Result<std::string> minted_id(const json::value& reply) {
  for (const auto* member : {"chittyId", "chitty_id", "did"})
    if (const auto id = text_in(reply, member); !id.empty()) return id;
  return make_error(Code::malformed, "The service says that it minted, but names no identifier.",
                    "Look at its answer with --trace before you mint again.");
}

}  // namespace

void name_entity(json::object& record) {
  const auto letter = text_in(record, "entity");
  if (letter.size() != 1 || record.contains("entityWord")) return;
  if (const auto word = entity_word(letter[0], text_in(record, "characterization")); !word.empty()) record["entityWord"] = word;
}

// The order in the service's words: the letter of the entity, and --name inside the metadata.
Result<json::object> mint_order(const Arguments& args) {
  const auto entity = entity_of(args.text("entity"));
  if (!entity) return usage_error("No such entity: " + args.text("entity"), entity.error().hint);

  json::value metadata = args.value("metadata");
  if (!metadata.is_null() && !metadata.is_object())
    return usage_error("--metadata must be a JSON object.", "For example --metadata '{\"case\":\"case-123\"}'");
  if (args.has("name")) {
    if (metadata.is_null()) metadata = json::object();
    metadata.get_object()["name"] = args.text("name");
  }

  json::object order{{"entityType", std::string(1, entity->letter)}};
  const auto characterization = args.has("characterization") ? args.text("characterization") : entity->characterization;
  if (!characterization.empty()) order["characterization"] = characterization;
  if (!metadata.is_null()) order["metadata"] = std::move(metadata);
  if (args.has("region")) order["region"] = std::to_string(args.integer("region"));
  if (args.has("jurisdiction")) order["jurisdiction"] = args.text("jurisdiction");
  return order;
}

// chitty id mint: ask the authority for one new ChittyID, or for many.
Result<Reply> mint(const Arguments& args, Host& host) {
  if (args.flag("batch")) return mint_from_input(args, host);
  if (!args.has("entity")) return usage_error("Say what the identifier is for.", "For example --entity PERSON");
  if (args.has("count")) return mint_many(args, host);

  auto order = mint_order(args);
  if (!order) return order.error();
  auto reply = host.send(post("/mint", std::move(*order)));
  if (!reply) return reply;
  const auto id = minted_id(reply->value());
  if (!id) return id.error();
  auto& record = reply->value().get_object();
  record["chittyId"] = std::string(strip_did(*id));
  record["did"] = std::string(did_prefix) + std::string(strip_did(*id));
  name_entity(record);
  return reply;
}

// chitty id verify: what can be seen here is refused here; the rest the authority says. A legacy shape goes to the
// authority too, which names it; that is an answer and no failure.
Result<Reply> verify(const Arguments& args, Host& host) {
  const auto given = args.text("did");
  if (!legacy_shape(given)) {
    const auto identifier = parse_identifier(given);
    if (!identifier) return identifier.error();
    if (auto checked = check_identifier(*identifier); !checked) return checked.error();
  }

  const auto did = std::string(did_prefix) + std::string(strip_did(given));
  auto reply = host.send(get("/api/v2/chittyid/verify/" + encode(did)));
  if (!reply) return reply;
  auto* verdict = reply->value().if_object();
  const auto* valid = verdict ? verdict->if_contains("valid") : nullptr;
  if (!valid || !valid->is_bool()) return make_error(Code::malformed, "The service's answer does not say whether the identifier is valid.");
  if (const auto* shape = legacy_shape(given)) {
    (*verdict)["legacy"] = true;
    verdict->emplace("form", "legacy");
    verdict->emplace("shape", shape->name);
    return reply;
  }
  if (valid->get_bool()) return reply;
  Error error = make_error(Code::refused, text_in(*verdict, "error"));
  if (error.message.empty()) error.message = "The service says that the identifier is not valid.";
  error.details = *verdict;
  return error;
}

// chitty id list
Result<Reply> list(const Arguments& args, Host& host) {
  std::string entity;
  if (args.has("entity")) {
    const auto known = entity_of(args.text("entity"));
    if (!known) return usage_error("No such entity: " + args.text("entity"), known.error().hint);
    entity = args.text("entity");
  }
  return give_pages(host, "identities", args.integer("limit"), [&](const std::string& cursor, const std::string& limit) {
    return get("/api/v2/chittyid/list", {{"mine", args.flag("mine") ? "true" : ""},
                                         {"entity", entity},
                                         {"since", args.text("since")},
                                         {"limit", limit},
                                         {"cursor", cursor}});
  }, name_entity);
}

}  // namespace chitty::id::commands
