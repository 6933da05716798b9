#include <boost/json/parse.hpp>
#include <chitty/bulk.hpp>
#include <chitty/lines.hpp>
#include <chitty/members.hpp>
#include <chitty/status.hpp>
#include <chitty/verdict.hpp>

namespace chitty {

namespace {

constexpr std::int64_t most_orders = 1000;  // sent whole before the reply is read: more could fill both directions
constexpr std::int64_t most_notes = 10;

// One line of a request, and what of it has been answered.
struct Order {
  std::string text;
  std::int64_t left = 0;  // things that it asks for and that have no answer yet
  bool refused = false;
  json::value echo{};
};

class Sender {
 public:
  Sender(Host& host, const Bulk& bulk) : host_(host), bulk_(bulk) {}

  // The order behind a line of the input, or of what is no order the line as it is: the service says so.
  Order order_of(std::string text) const;
  // Send orders, the first of which is line `first` of the input; hand on each line of the reply as it comes.
  Result<void> send(std::vector<Order> orders, std::int64_t first, std::int64_t total);
  Result<void> refuse_long_line(std::uint64_t number);
  Result<Reply> conclude() const;

 private:
  bool count(const json::object& answer);

  Host& host_;
  const Bulk& bulk_;
  std::int64_t done_ = 0, refused_ = 0;
  std::string reason_;  // the word that the refusals share; "-" when there are several
};

Order Sender::order_of(std::string text) const {
  boost::system::error_code ec;
  auto value = json::parse(text, ec);
  if (ec || !value.is_object()) return {std::move(text), 1};
  auto& order = value.get_object();
  if (bulk_.complete) bulk_.complete(order);
  const auto* count = order.if_contains("count");
  const auto* echo = order.if_contains(bulk_.echo);
  const bool many = count && count->is_int64() && count->get_int64() > 0;
  return {json::serialize(order), many ? count->get_int64() : 1, false, echo ? *echo : json::value()};
}

// Is it the answer of something that was made? The first refusals are told on the side as well, since a table has no place for them.
bool Sender::count(const json::object& answer) {
  const auto* success = answer.if_contains("success");
  if (success && *success == true) return ++done_ > 0;
  const auto word = text_in(answer, "error"), message = text_in(answer, "message");
  reason_ = reason_.empty() || reason_ == word ? word : "-";
  const auto* number = answer.if_contains("line");
  if (++refused_ <= most_notes)
    host_.note("Line " + (number ? json::serialize(*number) : "?") + ": " + (bulk_.in_our_words ? bulk_.in_our_words(message) : message));
  return false;
}

Result<void> Sender::send(std::vector<Order> orders, std::int64_t first, std::int64_t total) {
  std::string body;
  std::int64_t expected = 0;
  for (const auto& order : orders) body += order.text + "\n", expected += order.left;
  if (expected == 0) return {};
  CHITTY_TRY(auto stream, host_.open({.method = "POST", .target = bulk_.path, .body = std::move(body), .headers = {{"Content-Type", "application/x-ndjson"}}}));
  Lines lines(stream);
  for (;;) {
    CHITTY_TRY(const auto line, lines.next());
    if (!line) break;
    boost::system::error_code ec;
    auto record = json::parse(line->text, ec);
    if (ec || !record.is_object()) return make_error(Code::malformed, "A line of the service's answer is not a JSON object.");
    auto& answer = record.get_object();
    auto* number = answer.if_contains("line");
    const auto at = number && number->is_int64() ? number->get_int64() : 0;
    if (at > 0) *number = at + first - 1;
    const bool made = count(answer);
    if (at > 0 && at <= static_cast<std::int64_t>(orders.size())) {
      auto& order = orders[static_cast<std::size_t>(at - 1)];
      if (order.left > 0) --order.left;
      order.refused = order.refused || !made;
      if (made && order.echo.is_object() && !order.echo.get_object().empty()) answer.emplace(bulk_.echo, order.echo);
    }
    CHITTY_DO(host_.record(record));
    host_.progress(static_cast<std::uint64_t>(done_ + refused_), static_cast<std::uint64_t>(total), bulk_.unit);
  }
  std::int64_t unanswered = 0;
  for (const auto& order : orders) (order.refused ? refused_ : unanswered) += order.left;
  if (unanswered == 0) return {};
  return make_error(Code::malformed, "The service answered " + std::to_string(expected - unanswered) + " of " + std::to_string(expected) + " orders and stopped.", "What is shown was " + bulk_.done + "; send the others again.");
}

Result<void> Sender::refuse_long_line(std::uint64_t number) {
  const json::object refused{{"line", number}, {"success", false}, {"error", "INVALID_REQUEST"}, {"message", "the line is longer than 1 MiB"}};
  count(refused);
  return host_.record(refused);
}

Result<Reply> Sender::conclude() const {
  if (refused_ == 0) return Reply::nothing();
  const auto code = reason_ == "RATE_LIMITED" ? Code::rate_limited : reason_ == "FORBIDDEN" ? Code::permission_denied
                                                                                            : Code::refused;
  return verdict(make_error(code, std::to_string(refused_) + " of " + std::to_string(done_ + refused_) + (refused_ == 1 ? " was refused." : " were refused."),
                            "Their lines say why; the others are " + bulk_.done + "."));
}

}  // namespace

Result<Reply> send_bulk(Host& host, const Bulk& bulk, const json::object& order) {
  Sender sender(host, bulk);
  auto only = sender.order_of(json::serialize(order));
  const auto total = only.left;
  CHITTY_DO(sender.send({std::move(only)}, 1, total));
  return sender.conclude();
}

Result<Reply> send_bulk(Host& host, const Bulk& bulk) {
  Sender sender(host, bulk);
  std::vector<Order> orders;
  const auto weigh = [&](Lines::Line& line) -> Result<std::int64_t> {
    if (line.too_long) {
      CHITTY_DO(sender.refuse_long_line(line.number));
      return 0;  // the service sees a blank line, so that the others keep their numbers
    }
    return orders.emplace_back(sender.order_of(line.text)).left;
  };
  Lines input(host);
  for (;;) {
    orders.clear();
    CHITTY_TRY(const auto batch, input.next_batch(most_orders, weigh));
    if (batch.empty()) return sender.conclude();
    std::vector<Order> all;  // with the blank lines
    auto next = orders.begin();
    for (const auto& line : batch) all.push_back(line.weight > 0 ? std::move(*next++) : Order());
    CHITTY_DO(sender.send(std::move(all), static_cast<std::int64_t>(batch.front().number), 0));
  }
}

namespace detail {

Result<Response> take_lines(Service& service, const std::function<Result<void>(const Service::Line&)>& take, const std::function<Result<void>()>& flush) {
  CHITTY_DO(service.begin(200, {{"Content-Type", "application/x-ndjson"}}));
  for (;;) {
    CHITTY_TRY(const auto line, service.next_line());
    if (!line) break;
    CHITTY_DO(take(*line));
  }
  CHITTY_DO(flush());
  return Response::done();
}

void append_line(std::string& text, std::uint64_t number, const json::object& made, const Error* refused) {
  json::object line{{"line", number}, {"success", !refused}};
  for (const auto& [name, value] : made) line[name] = value;
  if (refused) {
    const auto& facts = facts_of(refused->code);
    line["error"] = facts.service_word.empty() ? facts.word : facts.service_word;
    line["message"] = refused->message;
  }
  text += json::serialize(line) += '\n';
}

}  // namespace detail

}  // namespace chitty
