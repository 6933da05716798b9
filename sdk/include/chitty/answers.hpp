// How a local service answers: the envelope of the wire, refusals as 4xx with `success: false`, pages, ids, and an
// answer that is given once however often its request arrives. On the request's thread.
#ifndef CHITTY_ANSWERS_HPP
#define CHITTY_ANSWERS_HPP

#include <charconv>
#include <chitty/members.hpp>
#include <chitty/service.hpp>
#include <chitty/time.hpp>

namespace chitty {

// `body` with success, service and timestamp around it.
inline json::object envelope(Service& service, json::object body) {
  json::object whole;
  whole.reserve(body.size() + 3);
  whole.emplace("success", true);
  for (auto& [name, value] : body) whole[name] = std::move(value);
  whole["service"] = service.name();
  whole["timestamp"] = rfc3339(service.now());
  return whole;
}

// The same around what is text already: of a row that is handed on (service.hpp, RowText).
inline ObjectText envelope(Service& service, const ObjectText& body) {
  ObjectText whole;
  whole.boolean("success", true).members(body);
  whole.text("service", service.name()).text("timestamp", rfc3339(service.now()));
  return whole;
}

// The refusal of an error that is the caller's: 400, 401, 403, 404, 409, with the error's details as members. Any other
// error goes on to the host as it is, which makes the reply of it.
inline Result<Response> refuse(Service& service, const Error& error) {
  struct Word {
    Code code;
    const char* word;
  };
  constexpr Word words[] = {{Code::invalid_argument, "INVALID_REQUEST"},
                            {Code::unauthenticated, "UNAUTHORIZED"},
                            {Code::permission_denied, "FORBIDDEN"},
                            {Code::not_found, "NOT_FOUND"},
                            {Code::conflict, "CONFLICT"}};
  for (const auto& [code, word] : words) {
    if (error.code != code) continue;
    json::object body{{"success", false}, {"error", word}, {"message", error.message}};
    if (!error.hint.empty()) body["hint"] = error.hint;
    for (const auto& [name, value] : error.details) body[name] = value;
    body["service"] = service.name();
    body["timestamp"] = rfc3339(service.now());
    return Response(status_of_code(code), body);
  }
  return error;
}

// A column as text; empty for null.
inline std::string text_of(const Row& row, std::string_view column) { return text_in(row, column); }

// The object that a column holds as JSON text, or an empty one.
inline json::object object_of(const json::value& text) {
  if (!text.is_string()) return {};
  boost::system::error_code ec;
  auto value = json::parse(text.get_string(), ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
}

// A number in the query; `fallback` when it is not given. INVALID_ARGUMENT says what it must be.
inline Result<std::int64_t> number_in_query(const Service& service, std::string_view name, std::int64_t fallback,
                                            std::int64_t least, std::int64_t most) {
  const std::string text = service.query(name);
  if (text.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return usage_error("The query's " + std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                       std::to_string(most) + ".");
  return value;
}

// Which part of a list is asked for: `limit` 1 to 200 (50 if not said), `offset`, and `cursor`, the id after which to
// go on. `give_pages` (pages.hpp) is the other side.
struct Page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  std::string cursor;
};
inline Result<Page> page_of(const Service& service) {
  const auto limit = number_in_query(service, "limit", 50, 1, 200);
  if (!limit) return limit.error();
  const auto offset = number_in_query(service, "offset", 0, 0, 1'000'000'000);
  if (!offset) return offset.error();
  return Page{*limit, *offset, service.query("cursor")};
}

namespace detail {
inline json::value value_of(const Row& row, std::string_view column) { return row.at(column); }
inline json::value value_of(const RowText& row, std::string_view column) { return json::parse(row.raw(column)); }
}  // namespace detail

// {"limit":…,"offset":…,"nextCursor":…}. Ask the store for one row more than the limit: the extra one says that there
// is more, and is taken off here. `column` holds what a cursor is. `AnyRow` is Row or RowText.
template <class AnyRow>
json::object page_metadata(const Page& page, std::vector<AnyRow>& rows, std::string_view column = "id") {
  json::object metadata{{"limit", page.limit}, {"offset", page.offset}, {"nextCursor", nullptr}};
  if (rows.size() <= static_cast<std::size_t>(page.limit)) return metadata;
  rows.pop_back();
  metadata["nextCursor"] = detail::value_of(rows.back(), column);
  return metadata;
}

// `prefix` and 20 letters and digits that nobody can guess (119 bits).
inline Result<std::string> new_id(Service& service, std::string_view prefix) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  constexpr unsigned even = 256 / letters.size() * letters.size();  // beyond it some letters would come more often
  std::string id(prefix);
  while (id.size() < prefix.size() + 20) {
    const auto random = service.crypto().random(24);
    if (!random) return random.error();
    for (const char c : *random)
      if (const auto byte = static_cast<unsigned char>(c); byte < even && id.size() < prefix.size() + 20)
        id += letters[byte % letters.size()];
  }
  return id;
}

namespace detail {

// A request that carries an Idempotency-Key, in the daemon's own table
// chitty_answers (service, request_key, answer, created_at), for a day.
class RequestKey {
 public:
  explicit RequestKey(Service& service) : service_(service) {
    if (const auto given = service.header("Idempotency-Key"); !given.empty())
      key_ = service.caller().subject + " " + std::string(service.handler()) + " " + given;
  }

  // Claim the key: none if it is ours now (or there is no key), else what was answered before. Whoever claims the same
  // key meanwhile waits until this transaction ends.
  Result<std::optional<json::object>> claim() {
    if (key_.empty()) return std::optional<json::object>();
    constexpr std::int64_t a_day = 24 * 3'600'000;
    auto store = service_.store();
    const auto now = service_.now();
    // Its own only: on PostgreSQL each service has a write lock of its own, and two might wait for each other's rows.
    auto purged = store.execute("DELETE FROM chitty_answers WHERE service = :service AND created_at < :then",
                                {{"service", service_.name()}, {"then", rfc3339(now - a_day)}});
    if (!purged) return purged.error();
    auto claimed = store.execute(
        "INSERT INTO chitty_answers (service, request_key, answer, created_at) VALUES (:service, :key, '', :now)"
        " ON CONFLICT (service, request_key) DO NOTHING",
        {{"service", service_.name()}, {"key", key_}, {"now", rfc3339(now)}});
    if (!claimed) return claimed.error();
    if (*claimed == 1) return std::optional<json::object>();
    auto row = store.find("SELECT answer FROM chitty_answers WHERE service = :service AND request_key = :key",
                          {{"service", service_.name()}, {"key", key_}});
    if (!row) return row.error();
    return *row ? std::optional(object_of((*row)->at("answer"))) : std::nullopt;
  }

  Result<void> keep(const json::object& answer) {
    if (key_.empty()) return {};
    auto kept = service_.store().execute(
        "UPDATE chitty_answers SET answer = :answer WHERE service = :service AND request_key = :key",
        {{"answer", json::serialize(answer)}, {"service", service_.name()}, {"key", key_}});
    return kept ? Result<void>() : kept.error();
  }

 private:
  Service& service_;
  std::string key_;
};

}  // namespace detail

// Run `work` (a function to Result<json::object>) in one transaction and answer with its object in the envelope, by
// `status`. Its errors are refused, and nothing is kept then. A request that carries an Idempotency-Key and was
// answered within the last day gets that same answer, and nothing happens again. Keys are each caller's own, for each
// route. Answers are kept in the clear: never for one that holds a secret, nor on a public route, where callers are all
// alike.
template <class Work>
Result<Response> once(Service& service, Work&& work, int status = 200) {
  detail::RequestKey key(service);
  json::object answer;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto earlier = key.claim();
    if (!earlier) return earlier.error();
    if (*earlier) return answer = std::move(**earlier), Result<void>();
    auto result = work();
    if (!result) return result.error();
    answer = envelope(service, std::move(*result));
    return key.keep(answer);
  });
  if (!done) return refuse(service, done.error());
  return Response(status, answer);
}

}  // namespace chitty

#endif  // CHITTY_ANSWERS_HPP
