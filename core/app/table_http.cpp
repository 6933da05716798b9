#include "app/call.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "config/secrets.hpp"

#include <chitty/abi.hpp>

#include <boost/json/parse.hpp>

// One reply being read, as the plugin holds it.
struct chitty_http_response {
  std::unique_ptr<chitty::HttpReply> reply;
};

namespace chitty {

namespace {

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

// A key by which a service can see that a repeated request is the same one.
std::string idempotency_key() {
  char bytes[32];
  if (!fill_random(bytes, sizeof bytes)) return {};
  return hex(sha256({bytes, sizeof bytes})).substr(0, 32);
}

Result<Headers> headers_of(const chitty_http_request& raw) {
  Headers headers;
  if (raw.headers.len == 0) return headers;
  boost::system::error_code ec;
  const auto value = json::parse(abi::view(raw.headers), ec);
  if (ec || !value.is_object()) return make_error(Code::plugin_fault, "A request's headers are not a JSON object.");
  for (const auto& [name, text] : value.get_object())
    if (text.is_string()) headers.emplace_back(std::string(name), std::string(text.get_string()));
  return headers;
}

Result<std::string> credential(const chitty_call& call, const Destination& to, uint32_t flags) {
  if (to.type.auth == "none") return std::string();
  if (to.remote.credential.empty()) {
    if (flags & CHITTY_HTTP_PUBLIC) return std::string();
    return make_error(Code::unauthenticated, "There is no token for '" + to.remote.name + "' in the environment '" + to.remote.environment + "'" +
                                                 (to.remote.credential_note.empty() ? "." : ": " + to.remote.credential_note),
                      "Set one: chitty config set chittyos.services." + to.remote.type + "." + to.type.auth_secret + " env:NAME");
  }
  return resolve_secret(to.remote.credential, call.session.paths, true, &call.session.cancel);
}

// The request in the transport's words.
Result<HttpRequest> prepare(chitty_call& call, const chitty_http_request& raw) {
  auto to = destination(call, abi::view(raw.remote));
  if (!to) return to.error();
  auto headers = headers_of(raw);
  if (!headers) return headers.error();
  auto secret = credential(call, *to, raw.flags);
  if (!secret) return secret.error();

  HttpRequest request;
  request.method = abi::view(raw.method);
  request.url = to->remote.base_url + std::string(abi::view(raw.target));
  if (!to->remote.fallback_url.empty()) request.fallback_url = to->remote.fallback_url + std::string(abi::view(raw.target));
  request.headers = std::move(*headers);
  request.credential = std::move(*secret);
  request.body = abi::view(raw.body);
  // Safe and idempotent methods are known to the transport. A read may be asked again whatever its method; a create only when
  // the plugin knows that its service sees the key.
  request.repeatable = call.command.effect == Effect::read || (raw.flags & CHITTY_HTTP_REPEATABLE);
  if (!is_safe(request.method)) request.headers.emplace_back("Idempotency-Key", idempotency_key());
  if (raw.source) {
    request.repeatable = false;
    request.source_length = raw.source_length == UINT64_MAX ? -1 : static_cast<std::int64_t>(raw.source_length);
    request.source = [source = raw.source](char* buffer, std::size_t capacity) -> std::size_t {
      std::uint64_t got = 0;
      return source->read(source->context, buffer, capacity, &got) == CHITTY_OK ? got : source_failed;
    };
  }
  return request;
}

// The scheme and host of a URL: who answered, for the sentence.
std::string who_answered(const std::string& url) { return url.substr(0, url.find('/', url.find("://") + 3)); }

Result<std::unique_ptr<HttpReply>> exchange(chitty_call& call, const chitty_http_request& raw) {
  auto request = prepare(call, raw);
  if (!request) return request.error();
  if (call.session.options.dry_run && (call.command.effect != Effect::read) && !is_safe(request->method)) {
    call.session.terminal.out(redact(render_request(*request)));
    call.shown_only = true;
    return make_error(Code::cancelled, "Only shown, not sent.");
  }
  auto transport = call.session.transport();
  if (!transport) return transport.error();
  auto reply = (*transport)->send(*request, call.session.net_options(), call.session.cancel);
  if (!reply) return reply.error();
  if ((*reply)->status() >= 400 && !(raw.flags & CHITTY_HTTP_ANY_STATUS)) return error_of_reply(**reply, who_answered((*reply)->url()));
  return reply;
}

chitty_status CHITTY_CALL send(chitty_call* call, const chitty_http_request* raw, chitty_http_response** out, chitty_error* error) {
  *out = nullptr;
  return abi::guarded(error, [&]() -> chitty_status {
    auto reply = exchange(*call, *raw);
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

}  // namespace chitty
