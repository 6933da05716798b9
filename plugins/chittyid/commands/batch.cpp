// chitty id mint --count and --batch: many identities over one connection, in bounded memory. Each is shown once the
// authority has acknowledged it, and then it is kept.
#include "../lines.hpp"
#include "commands.hpp"

#include <boost/json/parse.hpp>

namespace chitty::id::commands {

namespace {

constexpr const char* path = "/api/v2/chittyid/mint/batch";
constexpr std::int64_t lines_a_request = 1000;  // sent whole before the reply is read: more could fill both directions

struct Tally {
  std::int64_t minted = 0, refused = 0;
};

Request batch_of(std::string ndjson) {
  return {.method = "POST", .target = path, .body = std::move(ndjson), .headers = {{"Content-Type", "application/x-ndjson"}}};
}

// Send orders, hand on each line of the reply as it comes. `first` is the number of the first order in the whole input;
// every order must have been answered at the end.
Result<void> send_batch(Host& host, std::string orders, std::int64_t first, std::int64_t expected, std::int64_t total, Tally& tally) {
  auto stream = host.open(batch_of(std::move(orders)));
  if (!stream) return stream.error();
  Lines lines([&](char* buffer, std::size_t capacity) { return stream->read(buffer, capacity); });
  for (std::int64_t answered = 0;; ++answered) {
    auto line = lines.next();
    if (!line) return line.error();
    if (!*line) {
      if (answered == expected) return {};
      return make_error(Code::malformed, "The service answered " + std::to_string(answered) + " of " + std::to_string(expected) +
                                             " orders and stopped.", "What is shown was minted; send the others again.");
    }
    boost::system::error_code ec;
    auto record = json::parse(**line, ec);
    if (ec || !record.is_object()) return make_error(Code::malformed, "A line of the service's answer is not a JSON object.");
    auto& object = record.get_object();
    if (auto* number = object.if_contains("line"); number && number->is_int64()) *number = number->get_int64() + first - 1;
    const auto* success = object.if_contains("success");
    ++(success && *success == true ? tally.minted : tally.refused);
    if (auto given = host.record(record); !given) return given;
    host.progress(static_cast<std::uint64_t>(tally.minted + tally.refused), static_cast<std::uint64_t>(total), "identities");
  }
}

Result<Reply> conclude(const Tally& tally) {
  if (tally.refused == 0) return Reply::nothing();
  return make_error(Code::refused, std::to_string(tally.refused) + " of " + std::to_string(tally.minted + tally.refused) +
                                       " were refused.", "Their lines say why; the others are minted.");
}

}  // namespace

// One order with a count: the request is a line, the reply a stream.
Result<Reply> mint_many(const Arguments& args, Host& host) {
  auto order = mint_order(args);
  if (!order) return order.error();
  const auto count = args.integer("count", 1);
  (*order)["count"] = count;

  Tally tally;
  if (auto sent = send_batch(host, json::serialize(*order) + "\n", 1, count, count, tally); !sent) return sent.error();
  return conclude(tally);
}

// Orders from standard input, one JSON object a line, a thousand a request. --entity, --name and the others stand for
// what a line does not say.
Result<Reply> mint_from_input(const Arguments& args, Host& host) {
  if (args.has("count")) return usage_error("--count and --batch do not go together.", "Write \"count\" into a line of the input.");
  json::object defaults;
  if (args.has("entity")) {
    auto order = mint_order(args);
    if (!order) return order.error();
    defaults = std::move(*order);
  }

  Lines input([&](char* buffer, std::size_t capacity) { return host.read_input(buffer, capacity); });
  Tally tally;
  std::string orders;
  std::int64_t read = 0, first = 1, expected = 0;
  for (;;) {
    auto line = input.next();
    if (!line) return line.error();
    if (*line) {
      ++read;
      const bool blank = (*line)->find_first_not_of(" \t\r") == std::string::npos;
      std::int64_t stands_for = blank ? 0 : 1;
      boost::system::error_code ec;
      auto value = json::parse(**line, ec);
      if (!blank && !ec && value.is_object()) {
        auto& order = value.get_object();
        if (order.contains("entity") || order.contains("entityType")) {
          for (const auto& [name, preset] : defaults)
            if (name != "entityType" && name != "characterization" && !order.contains(name)) order[name] = preset;
        } else {
          for (const auto& [name, preset] : defaults) order.emplace(name, preset);
        }
        if (const auto* count = order.if_contains("count"); count && count->is_int64() && count->get_int64() > 0)
          stands_for = count->get_int64();
        **line = json::serialize(value);
      }
      orders += **line + "\n";
      expected += stands_for;
    }
    const bool full = read - first + 1 >= lines_a_request || expected >= lines_a_request;
    if (*line && !full) continue;
    if (expected > 0)
      if (auto sent = send_batch(host, std::move(orders), first, expected, 0, tally); !sent) return sent.error();
    orders.clear();
    first = read + 1;
    expected = 0;
    if (!*line) return conclude(tally);
  }
}

}  // namespace chitty::id::commands
