// How this service answers: the envelope of the wire, refusals as 4xx with `success: false`, pages, and a reply that is
// given once however often the request arrives.
#pragma once

#include <chitty/service.hpp>

#include <boost/json/parse.hpp>

namespace chitty::id {

// `body` with success, service and timestamp added.
json::object envelope(Service& service, json::object body);

// The refusal of an error that is the caller's (400, 403, 404, 409); any other error goes on to the host as it is.
Result<Response> refuse(Service& service, const Error& error);

// The member of a JSON text, or an empty object: for columns that hold JSON.
json::object object_of(const json::value& text);

std::string text_of(const Row& row, std::string_view column);            // empty for null
std::string text_in(const json::object& body, std::string_view member);  // empty when absent or no string

// Limit and cursor of a list: `limit` 1 to 200 (50 if not said), `offset`, and `cursor`, the id after which to go on.
struct Page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  std::string cursor;
};
Result<Page> page_of(const Service& service);

// {"limit":…,"offset":…,"nextCursor":…}: ask for one row more than the limit; the extra one is taken off here.
json::object page_metadata(const Page& page, Rows& rows);

// Run `work` (a function to Result<json::object>) in one transaction and answer with its object. A request that carries
// an Idempotency-Key and was answered within the last day gets that same answer, and nothing happens again.
namespace detail {
Result<std::optional<json::object>> earlier_answer(Service& service, const std::string& key);
Result<void> keep_answer(Service& service, const std::string& key, const json::object& answer);
std::string request_key(Service& service);
}  // namespace detail

template <class Work>
Result<Response> once(Service& service, Work&& work) {
  const std::string key = detail::request_key(service);
  json::object answer;
  auto done = service.store().transaction([&]() -> Result<void> {
    auto earlier = detail::earlier_answer(service, key);
    if (!earlier) return earlier.error();
    if (*earlier) return answer = std::move(**earlier), Result<void>();
    auto result = work();
    if (!result) return result.error();
    answer = envelope(service, std::move(*result));
    return detail::keep_answer(service, key, answer);
  });
  if (!done) return refuse(service, done.error());
  return Response(answer);
}

}  // namespace chitty::id
