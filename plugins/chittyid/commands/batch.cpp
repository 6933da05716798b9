// chitty id mint --count and --batch: many identities over one connection. Each is shown once the authority has acknowledged it, and then
// it is kept.
#include "commands.hpp"

#include <chitty/bulk.hpp>

namespace chittyid::commands {

namespace {

// A refusal in the words of the command line where the wire has its own.
std::string in_our_words(const std::string& message) {
  constexpr std::string_view wrong = "Invalid entityType: \"";
  if (message == "The body lacks entityType.") return "no entity given; add \"entity\" to the line, or --entity to the command";
  if (!message.starts_with(wrong)) return message;
  return "invalid entity '" + message.substr(wrong.size(), message.find("\". Must be", wrong.size()) - wrong.size()) +
         "' [possible values: PERSON, ORGANIZATION, AGENT, PLACE, LOCATION, THING, PROPERTY, DOCUMENT, TRANSACTION, EVENT, CASE, AUTHORITY]";
}

const Bulk mints{.path = "/api/v2/chittyid/mint/batch", .unit = "identities", .done = "minted", .echo = "metadata", .in_our_words = in_our_words};

}  // namespace

Result<Reply> mint_many(const Mint& args, Host& host) {
  CHITTY_TRY(auto order, mint_order(args));
  order["count"] = *args.count;
  return send_bulk(host, mints, order);
}

// --entity, --name and the others stand for what a line does not say.
Result<Reply> mint_from_input(const Mint& args, Host& host) {
  if (args.count) return usage_error("--count and --batch do not go together.", "Write \"count\" into a line of the input.");
  json::object defaults;
  if (!args.entity.empty()) {
    CHITTY_TRY(defaults, mint_order(args));
  }
  auto bulk = mints;
  bulk.complete = [&](json::object& order) {
    const bool names_entity = order.contains("entity") || order.contains("entityType");
    for (const auto& [name, preset] : defaults)
      if (!names_entity || (name != "entityType" && name != "characterization" && name != "entityWord")) order.emplace(name, preset);
  };
  return send_bulk(host, bulk);
}

}  // namespace chittyid::commands
