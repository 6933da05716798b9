#include "app/abi.hpp"
#include "app/sending/exchange.hpp"

#include <chitty/abi.hpp>

#include <boost/json/parse.hpp>

// One reply being read, as the plugin holds it.
struct chitty_http_response {
  std::unique_ptr<chitty::host::HttpReply> reply;
};

namespace chitty::host {

namespace {

Result<Headers> headers_of(const chitty_http_request& raw) {
  Headers headers;
  if (raw.headers.len == 0) return headers;
  boost::system::error_code ec;
  const auto value = json::parse(abi::view(raw.headers), ec);
  if (ec || !value.is_object()) return make_error(Code::plugin_fault, "the headers of a request are not a JSON object");
  for (const auto& [name, text] : value.get_object())
    if (text.is_string()) headers.emplace_back(std::string(name), std::string(text.get_string()));
  return headers;
}

// What the plugin wants sent. Its bytes live as long as the call of `send`.
Result<Outgoing> outgoing_of(const chitty_http_request& raw) {
  auto headers = headers_of(raw);
  if (!headers) return headers.error();
  Outgoing request;
  request.method = abi::view(raw.method);
  request.target = abi::view(raw.target);
  request.headers = std::move(*headers);
  request.body = abi::view(raw.body);
  request.any_status = raw.flags & CHITTY_HTTP_ANY_STATUS;
  request.repeatable = raw.flags & CHITTY_HTTP_REPEATABLE;
  request.is_anonymous = raw.flags & CHITTY_HTTP_ANONYMOUS;
  request.is_public = request.is_anonymous || raw.flags & CHITTY_HTTP_PUBLIC;
  if (!raw.source) return request;
  request.source_length = raw.source_length == UINT64_MAX ? -1 : static_cast<std::int64_t>(raw.source_length);
  request.source = [source = raw.source](char* buffer, std::size_t capacity) -> std::size_t {
    std::uint64_t got = 0;
    return source->read(source->context, buffer, capacity, &got) == CHITTY_OK ? got : source_failed;
  };
  return request;
}

chitty_status CHITTY_CALL send(chitty_call* call, const chitty_http_request* raw, chitty_http_response** out, chitty_error* error) {
  *out = nullptr;
  return abi::guarded(error, [&]() -> chitty_status {
    const auto request = outgoing_of(*raw);
    if (!request) return abi::fill(error, request.error());
    auto reply = exchange(*call, abi::view(raw->remote), *request);
    if (!reply) return abi::fill(error, reply.error());
    *out = new chitty_http_response{std::move(*reply)};
    return CHITTY_OK;
  });
}

int32_t CHITTY_CALL status(const chitty_http_response* response) { return response->reply->status(); }

chitty_status CHITTY_CALL header(const chitty_http_response* response, const chitty_str* name, const chitty_sink* sink) {
  return abi::guarded(nullptr, [&]() -> chitty_status {
    const auto value = response->reply->header(abi::view(name));
    return value.empty() ? CHITTY_NOT_FOUND : sink->write(sink->context, value.data(), value.size());
  });
}

chitty_status CHITTY_CALL read(chitty_http_response* response, void* buffer, uint64_t capacity, uint64_t* got, chitty_error* error) {
  *got = 0;
  return abi::guarded(error, [&]() -> chitty_status {
    const auto count = response->reply->read(static_cast<char*>(buffer), capacity);
    if (!count) return abi::fill(error, count.error());
    *got = *count;
    return CHITTY_OK;
  });
}

void CHITTY_CALL release(chitty_http_response* response) { delete response; }

}  // namespace

const chitty_http& http_table() {
  static const chitty_http table{sizeof(chitty_http), 0, send, status, header, read, release};
  return table;
}

}  // namespace chitty::host
