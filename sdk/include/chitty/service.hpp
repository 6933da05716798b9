// What a route of a local service may ask of the daemon: the request, the store, blobs, keys, events, the clock.
// One `Service` for one request; use it on the request's thread only.
#ifndef CHITTY_SERVICE_HPP
#define CHITTY_SERVICE_HPP

#include <chitty/host.hpp>
#include <chitty/json_text.hpp>
#include <chitty/status.hpp>
#include <chitty/store.hpp>
#include <vector>

namespace chitty {

// Who asks: the gate has checked the token and the route's scope already.
struct Caller {
  std::string subject;
  std::vector<std::string> scopes;
  bool owner = false;      // the owner's token of this daemon
  std::string token_id{};  // of the token that was shown; never the token
};

// What a route answers. Converts from a JSON value, and from the text of one: 200 with it.
struct Response {
  int status = 200;
  std::string body;
  json::object headers{};  // without a Content-Type among them it is application/json
  bool streamed = false;   // the handler has begun and written the reply by itself

  Response() = default;
  Response(const json::value& value) : body(json::serialize(value)) {}
  Response(const json::object& value) : body(json::serialize(value)) {}
  Response(const ObjectText& value) : body(value.whole()) {}
  Response(int code, const json::value& value) : status(code), body(json::serialize(value)) {}
  static Response done() {
    Response response;
    response.streamed = true;
    return response;
  }
};

class Service {
 public:
  Service(const HostTables& tables, chitty_call* call)
      : tables_(tables),
        call_(call),
        info_(CHITTY_OFFERS(tables.exchange, info) ? tables.exchange->info(call) : nullptr) {}

  // This service's own name.
  std::string_view name() const { return tables_.plugin; }

  // --- the request ---
  std::string_view handler() const { return info_ ? abi::view(info_->handler) : std::string_view(); }
  std::string_view method() const { return info_ ? abi::view(info_->method) : std::string_view(); }
  std::string_view path() const { return info_ ? abi::view(info_->path) : std::string_view(); }
  std::string_view content_type() const { return info_ ? abi::view(info_->content_type) : std::string_view(); }
  std::string_view request_id() const { return info_ ? abi::view(info_->request_id) : std::string_view(); }
  std::string_view base_url() const { return info_ ? abi::view(info_->base_url) : std::string_view(); }
  // Path and query as they came, encoded, from the daemon's root; and the address of whoever is connected.
  std::string_view target() const { return CHITTY_HAS(info_, target) ? abi::view(info_->target) : std::string_view(); }
  std::string_view client() const { return CHITTY_HAS(info_, client) ? abi::view(info_->client) : std::string_view(); }

  // A parameter of the path (`/api/info/{id}`) or of the query, decoded; empty when absent.
  std::string parameter(std::string_view name) const {
    return info_ ? ObjectView(abi::view(info_->parameters)).text(name) : std::string();
  }
  std::string query(std::string_view name) const {
    return info_ ? ObjectView(abi::view(info_->query)).text(name) : std::string();
  }

  std::string header(std::string_view name) const {
    std::string value;
    const auto sink = abi::sink_to(value);
    const auto key = abi::borrow(name);
    if (CHITTY_OFFERS(tables_.exchange, header)) tables_.exchange->header(call_, &key, &sink);
    return value;
  }

  Caller caller() const {
    Caller caller;
    const auto value = info_ ? object_of(info_->caller) : json::object();
    if (const auto* subject = value.if_contains("subject")) caller.subject = std::string(subject->as_string());
    if (const auto* scopes = value.if_contains("scopes"))
      for (const auto& scope : scopes->as_array()) caller.scopes.emplace_back(scope.as_string());
    if (const auto* owner = value.if_contains("owner")) caller.owner = owner->as_bool();
    if (const auto* id = value.if_contains("token_id"); id && id->is_string()) caller.token_id = id->get_string();
    return caller;
  }

  // The body as it came, at most what the route allows (bodyLimit).
  Result<std::string> text() {
    std::string whole;
    char piece[16384];
    for (;;) {
      auto got = read(piece, sizeof piece);
      if (!got) return got.error();
      if (*got == 0) return whole;
      whole.append(piece, *got);
    }
  }

  // The body as a JSON object; a sentence that says what is wrong if it is not one. Empty body: empty object.
  Result<json::object> body() {
    const auto given = text();
    if (!given) return given.error();
    if (given->empty()) return json::object{};
    boost::system::error_code ec;
    auto value = json::parse(*given, ec);
    if (ec) return usage_error("The body is not JSON: " + ec.message() + ".");
    if (!value.is_object()) return usage_error("The body must be a JSON object.");
    return std::move(value.get_object());
  }

  // Up to `capacity` bytes of the body; 0 at its end.
  Result<std::size_t> read(char* buffer, std::size_t capacity) {
    if (!CHITTY_OFFERS(tables_.exchange, read)) return detail::missing(CHITTY_EXT_EXCHANGE);
    std::uint64_t got = 0;
    auto done = detail::ask(tables_.exchange->read, call_, static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
    if (!done) return done.error();
    return static_cast<std::size_t>(got);
  }

  // --- the reply, as a stream (else return a Response) ---
  Result<void> begin(int status, const json::object& headers) {
    if (!CHITTY_OFFERS(tables_.exchange, begin)) return detail::missing(CHITTY_EXT_EXCHANGE);
    const std::string text = json::serialize(headers);
    const auto given = abi::borrow(text);
    return detail::ask(tables_.exchange->begin, call_, std::int32_t{status}, &given, std::uint64_t{UINT64_MAX});
  }
  Result<void> write(std::string_view data) {
    if (!CHITTY_OFFERS(tables_.exchange, write)) return detail::missing(CHITTY_EXT_EXCHANGE);
    return detail::ask(tables_.exchange->write, call_, static_cast<const void*>(data.data()),
                       std::uint64_t{data.size()});
  }

  // Give a whole response; the trampoline's own.
  Result<void> give(const Response& response) {
    if (!CHITTY_OFFERS(tables_.exchange, begin)) return detail::missing(CHITTY_EXT_EXCHANGE);
    const std::string text = headers_of(response);
    const auto headers = abi::borrow(text);
    auto begun = detail::ask(tables_.exchange->begin, call_, std::int32_t{response.status}, &headers,
                             std::uint64_t{response.body.size()});
    if (!begun || response.body.empty()) return begun;
    return write(response.body);
  }

  // --- what it remembers and knows ---
  Store store() { return Store(tables_.store, call_); }
  std::int64_t now() const { return CHITTY_OFFERS(tables_.call, now) ? tables_.call->now(call_) : 0; }
  bool cancelled() const { return CHITTY_OFFERS(tables_.call, cancelled) && tables_.call->cancelled(call_) != 0; }

  // Record an event: {"type":"identity.minted","subject":"...","data":{...}}.
  Result<void> event(const json::object& event) {
    if (!CHITTY_OFFERS(tables_.events, record)) return {};
    const std::string text = json::serialize(event);
    const auto given = abi::borrow(text);
    return detail::ask(tables_.events->record, call_, &given);
  }

  // Keys, signatures, hashes, randomness: crypto.hpp.
  Crypto crypto() const { return Crypto(tables_.crypto); }

  // Ask another service of this daemon (plugin.h, chitty.peer/1), as the caller or as this service itself; not within a
  // transaction. Its reply as JSON; from status 400 on it is the Error that its words make. `request.remote` is not
  // used.
  enum class As : std::uint32_t { caller = 0, service = CHITTY_PEER_AS_SERVICE };
  Result<json::value> ask(std::string_view service, const Request& request, As as = As::caller) {
    if (!CHITTY_OFFERS(tables_.peer, send)) return detail::missing(CHITTY_EXT_PEER);
    const std::string headers = json::serialize(request.headers);
    const auto name = abi::borrow(service), method = abi::borrow(request.method), target = abi::borrow(request.target);
    const auto fields = abi::borrow(headers), body = abi::borrow(request.body);
    std::string reply;
    const auto sink = abi::sink_to(reply);
    std::int32_t status = 0;
    if (auto sent = detail::ask(tables_.peer->send, call_, static_cast<std::uint32_t>(as), &name, &method, &target,
                                &fields, &body, &status, &sink);
        !sent)
      return sent.error();
    auto read = detail::parse_reply(reply);
    if (read && status >= 400)
      return make_error(code_of_status(status), "The service " + std::string(service) + " refused.");
    if (!read && status >= 400) return make_error(code_of_status(status), read.error().message);
    if (!read) return read.error();
    return read->value();
  }

 private:
  static json::object object_of(const chitty_str& text) {
    boost::system::error_code ec;
    json::value value = json::parse(abi::view(text), ec);
    return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
  }
  static std::string headers_of(const Response& response) {
    if (response.headers.empty()) return R"({"Content-Type":"application/json"})";
    auto headers = response.headers;
    headers.emplace("Content-Type", "application/json");  // where there is none
    return json::serialize(headers);
  }

  const HostTables& tables_;
  chitty_call* call_;
  const chitty_exchange_info* info_;
};

// One route of a service: reads the request, gives a response or an error.
using RouteHandler = Result<Response> (*)(Service&);

struct Route {
  const char* handler;  // as in the manifest's service.routes
  RouteHandler function;
};

}  // namespace chitty

#endif  // CHITTY_SERVICE_HPP
