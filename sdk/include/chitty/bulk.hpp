// Many orders in one request: NDJSON goes up, NDJSON comes back, both as streams and in bounded memory.
//
// A line of the request is an order, and may say `count` for many alike. For each thing that is made there is one line in the reply, in
// order: {"line":1,"success":true,…}, or {"line":1,"success":false,"error":"CONFLICT","message":"…"} for a line that was refused; one such
// may stand for all that its line asks for. What a client has read is kept, whatever happens next.
#ifndef CHITTY_BULK_HPP
#define CHITTY_BULK_HPP

#include <chitty/host.hpp>
#include <chitty/service.hpp>
#include <functional>
#include <memory>
#include <vector>

namespace chitty {

// --- For commands ---

struct Bulk {
  std::string path;                                                       // of the route
  std::string unit;                                                       // what progress counts: "identities"
  std::string done;                                                       // what has become of those that were not refused: "minted"
  std::string echo{};                                                     // a member of the order that its records show, too; the service does not send it back
  std::function<void(json::object& order)> complete{};                    // what a line of the input does not say itself
  std::function<std::string(const std::string& message)> in_our_words{};  // a refusal as a person at the command line is told it
};

// One order that says `count`; and orders from standard input, one a line, a thousand a request. Each line of the reply is a record as it
// comes. An error at the end when some were refused (their records say why, a note on the side tells the first), or when the service
// stopped before all were answered.
Result<Reply> send_bulk(Host& host, const Bulk& bulk, const json::object& order);
Result<Reply> send_bulk(Host& host, const Bulk& bulk);

// --- For services ---

// One thing to be made, or the reason why it will not be.
template <class Order>
struct Slot {
  std::uint64_t line = 0;
  std::shared_ptr<const Order> order{};  // shared by all of one line's count; null: refused
  std::optional<Error> refused{};
  json::object made{};  // the members of its line

  void refuse(const Error& error) { order = nullptr, refused = error; }
};

namespace detail {

// The loop of answer_bulk: takes lines, and gives them to `take`; `flush` for what has been gathered.
constexpr std::size_t bulk_chunk = 1000;
Result<Response> take_lines(Service& service, const std::function<Result<void>(const Service::Line&)>& take, const std::function<Result<void>()>& flush);
void append_line(std::string& text, std::uint64_t line, const json::object& made, const Error* refused);

}  // namespace detail

// The answer of a route whose body is {"ndjson": …}: `read` makes an Order of each line, or refuses it; `work` makes what up to a thousand
// slots ask for, in one transaction, or refuses single ones. A line is written after the transaction that holds it has been committed.
// Nothing is read while a reply waits for a slow client: whoever sends more than the network holds must read meanwhile.
template <class Order, class Read, class WorkOn>
Result<Response> answer_bulk(Service& service, Read&& read, WorkOn&& work) {
  std::vector<Slot<Order>> slots;
  const auto flush = [&]() -> Result<void> {
    if (slots.empty()) return {};
    if (service.cancelled()) return make_error(Code::cancelled, "The batch was stopped.");
    CHITTY_DO(service.store().transaction([&]() -> Result<void> { return work(slots); }));
    std::string text;
    for (const auto& slot : slots) detail::append_line(text, slot.line, slot.made, slot.refused ? &*slot.refused : nullptr);
    slots.clear();
    return service.write(text);
  };
  const auto add = [&](Slot<Order> slot) -> Result<void> {
    slots.push_back(std::move(slot));
    return slots.size() < detail::bulk_chunk ? Result<void>() : flush();
  };
  return detail::take_lines(
      service, [&](const Service::Line& line) -> Result<void> {
        if (line.wrong) return add({line.number, nullptr, *line.wrong});
        boost::system::error_code ec;  // the host has looked at the line where the route says what it is
        const auto value = json::parse(line.text, ec, {}, detail::as_deep_as_the_host());
        if (ec || !value.is_object()) return add({line.number, nullptr, usage_error("The line is not a JSON object.")});
        const auto& given = value.get_object();
        Result<Order> order = read(given);
        if (!order) return add({line.number, nullptr, order.error()});
        const auto shared = std::make_shared<const Order>(*std::move(order));
        const auto* count = given.if_contains("count");
        for (std::int64_t i = 0, all = count ? count->to_number<std::int64_t>() : 1; i < all; ++i) CHITTY_DO(add({line.number, shared}));
        return {};
      },
      flush);
}

}  // namespace chitty

#endif  // CHITTY_BULK_HPP
