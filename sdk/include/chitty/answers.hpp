// How a local service answers: the envelope of the wire, ids and secrets, and an answer that is given once however
// often its request arrives. (An Error that a handler returns is refused for it: service.hpp, RouteHandler.) On the
// request's thread. Lists are in lists.hpp, routes that every service has in routes.hpp.
#ifndef CHITTY_ANSWERS_HPP
#define CHITTY_ANSWERS_HPP

#include <chitty/members.hpp>
#include <chitty/service.hpp>
#include <chitty/time.hpp>
#include <functional>

namespace chitty {

// `body` with success, service and timestamp around it.
json::object envelope(Service& service, json::object body);

// The same around what is text already: of a row that is handed on (service.hpp, RowText).
ObjectText envelope(Service& service, const ObjectText& body);

// 200, and `body` in the envelope.
Response answer(Service& service, json::object body);
Response answer(Service& service, const ObjectText& body);

// The object that a column holds as JSON text, or an empty one.
json::object object_in_text(const json::value& text);

// `prefix` and 20 letters and digits that nobody can guess (119 bits).
Result<std::string> new_id(Service& service, std::string_view prefix);

// `bytes` (at most 4096) that nobody can guess, as base64url. 16 are enough for what must never be guessed.
Result<std::string> new_secret(const Crypto& crypto, std::size_t bytes);

// A UUID of version 7 (RFC 9562): ids that sort as they were made, within one process also those of one millisecond.
// For keys of tables that are read in the order of time; how many there are, and when they were made, anybody can tell.
Result<std::string> new_ordered_id(Service& service);

// What a handler does in one transaction, and answers with.
using Work = std::function<Result<json::object>()>;

// Run `work` in one transaction and answer with its object in the envelope, by `status`. On its error nothing is kept.
// A request that carries an Idempotency-Key and was answered within the last day gets that same answer, and nothing
// happens again; the same key with another path, query or body is refused, 422 IDEMPOTENCY_KEY_REUSED. Keys are each
// caller's own, for each route. Answers are kept in the clear: never for one that holds a secret, nor on a public route, where
// callers are all alike.
Result<Response> idempotent(Service& service, int status, const Work& work);

// An answer with a secret in it, in the envelope: nobody's to keep.
Response answer_with_secret(Service& service, int status, json::object body);

// Run `work` in one transaction and answer with its object, which has a secret in it: each request makes another, and
// the store keeps no answer.
Result<Response> answer_with_secret(Service& service, int status, const Work& work);

// A response that no cache may keep.
Response no_store(Response response);

}  // namespace chitty

#endif  // CHITTY_ANSWERS_HPP
