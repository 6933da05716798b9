// How a local service answers: the envelope of the wire, refusals as 4xx with `success: false`, ids, and an answer that
// is given once however often its request arrives. On the request's thread. Lists are in lists.hpp, routes that every
// service has in routes.hpp.
#ifndef CHITTY_ANSWERS_HPP
#define CHITTY_ANSWERS_HPP

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
  const auto answer = service.store().transaction([&]() -> Result<json::object> {
    auto earlier = key.claim();
    if (!earlier) return earlier.error();
    if (*earlier) return std::move(**earlier);
    auto result = work();
    if (!result) return result.error();
    auto whole = envelope(service, std::move(*result));
    if (auto kept = key.keep(whole); !kept) return kept.error();
    return whole;
  });
  if (!answer) return refuse(service, answer.error());
  return Response(status, *answer);
}

// An answer with a secret in it, in the envelope: nobody's to keep.
inline Response fresh_answer(Service& service, int status, json::object body) {
  Response response(status, envelope(service, std::move(body)));
  response.headers["Cache-Control"] = "no-store";
  return response;
}

// Run `work` in one transaction, as `once` does, and answer with its object, which has a secret in it: each request
// makes another, and the store keeps no answer.
template <class Work>
Result<Response> answer_afresh(Service& service, int status, Work&& work) {
  Result<json::object> made = service.store().transaction(std::forward<Work>(work));
  if (!made) return refuse(service, made.error());
  return fresh_answer(service, status, std::move(*made));
}

}  // namespace chitty

#endif  // CHITTY_ANSWERS_HPP
