// chitty id mint --count and --batch: many identities over one connection, in bounded memory. Each is shown once the
// authority has acknowledged it, and then it is kept.
#include "../lines.hpp"
#include "commands.hpp"

#include <boost/json/parse.hpp>

namespace chitty::id::commands {

namespace {

constexpr const char* path = "/api/v2/chittyid/mint/batch";
constexpr std::int64_t lines_a_request = 1000;  // sent whole before the reply is read: more could fill both directions

constexpr std::int64_t most_notes = 10;

struct Tally {
  std::int64_t minted = 0, refused = 0;

  // Count a line of the reply; the first refusals are told on the side as well, since a table has no place for them.
  void count(const json::object& line, Host& host) {
    const auto* success = line.if_contains("success");
    if (success && *success == true) return void(++minted);
    if (++refused > most_notes) return;
    const auto* number = line.if_contains("line");
    host.note("Line " + (number ? json::serialize(*number) : "?") + ": " + text_in(line, "message"));
  }
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
    tally.count(object, host);
    if (auto given = host.record(record); !given) return given;
    host.progress(static_cast<std::uint64_t>(tally.minted + tally.refused), static_cast<std::uint64_t>(total), "identities");
  }
}

// A line of the input with what it does not say itself. What is no JSON object stays as it is: the service says so.
std::string completed(const std::string& line, const json::object& defaults, std::int64_t& stands_for) {
  boost::system::error_code ec;
  auto value = json::parse(line, ec);
  if (ec || !value.is_object()) return line;
  auto& order = value.get_object();
  const bool names_entity = order.contains("entity") || order.contains("entityType");
  for (const auto& [name, preset] : defaults)
    if (!names_entity || (name != "entityType" && name != "characterization")) order.emplace(name, preset);
  if (const auto* count = order.if_contains("count"); count && count->is_int64() && count->get_int64() > 0)
    stands_for = count->get_int64();
  return json::serialize(value);
}

// The lines of one request, gathered. Blank ones go along, so that the numbers of the others stay right.
class Orders {
 public:
  void add(const std::string& line, const json::object& defaults) {
    ++lines_;
    std::int64_t stands_for = 1;
    const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
    text_ += (blank ? line : completed(line, defaults, stands_for)) + "\n";
    if (!blank) expected_ += stands_for;
  }

  bool full() const { return lines_ >= lines_a_request || expected_ >= lines_a_request; }

  Result<void> send(Host& host, Tally& tally) {
    if (expected_ > 0)
      if (auto sent = send_batch(host, std::move(text_), first_, expected_, 0, tally); !sent) return sent;
    first_ += lines_;
    text_.clear();
    lines_ = expected_ = 0;
    return {};
  }

 private:
  std::string text_;
  std::int64_t first_ = 1, lines_ = 0, expected_ = 0;
};

Result<Reply> conclude(const Tally& tally) {
  if (tally.refused == 0) return Reply::nothing();
  return make_error(Code::refused, std::to_string(tally.refused) + " of " + std::to_string(tally.minted + tally.refused) +
                                       (tally.refused == 1 ? " was refused." : " were refused."), "Their lines say why; the others are minted.");
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
  Orders orders;
  for (bool more = true; more;) {
    auto line = input.next();
    if (!line) return line.error();
    more = line->has_value();
    if (more) orders.add(**line, defaults);
    if (more && !orders.full()) continue;
    if (auto sent = orders.send(host, tally); !sent) return sent.error();
  }
  return conclude(tally);
}

}  // namespace chitty::id::commands
