// What a route of a local service may ask of the daemon: the request, the store, keys, events, the clock, other
// services. One `Service` for one request; use it on the request's thread only.
#ifndef CHITTY_SERVICE_HPP
#define CHITTY_SERVICE_HPP

#include <chitty/blobs.hpp>
#include <chitty/catalogue.hpp>
#include <chitty/fetch.hpp>
#include <chitty/host.hpp>
#include <chitty/json_text.hpp>
#include <chitty/status.hpp>
#include <chitty/store.hpp>
#include <chrono>
#include <optional>
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

  Response();
  Response(const json::value& value);
  Response(const json::object& value);
  Response(const ObjectText& value);
  Response(int code, const json::value& value);
  Response(const Response&);
  Response(Response&&) noexcept;
  Response& operator=(const Response&);
  Response& operator=(Response&&);
  ~Response();
  static Response done();
};

namespace detail {

// The host lets bodies through that are 64 deep (a route that says its body); Boost.JSON's own limit is half of that.
inline json::parse_options as_deep_as_the_host() {
  json::parse_options options;
  options.max_depth = 64;
  return options;
}

}  // namespace detail

class Service {
 public:
  Service(const HostTables& tables, chitty_call* call)
      : tables_(tables),
        call_(call),
        info_(CHITTY_OFFERS(tables.exchange, info) ? tables.exchange->info(call) : nullptr) {}

  // This service's own name and version, as its manifest has them.
  std::string_view name() const { return tables_.plugin; }
  std::string_view version() const { return tables_.version; }

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

  // A parameter of the path (`/api/info/{id}`) or of the query, decoded, as text; empty when absent. (The build writes
  // functions of these names for what the manifest declares, PLUGIN_names.hpp: there a misspelt one does not compile.)
  std::string parameter(std::string_view name) const;
  std::string query(std::string_view name) const;
  // All of them, of the types that the manifest declares.
  json::object parameters() const;
  json::object queries() const;
  // The same as text: for whoever wants a few of them.
  ObjectView parameters_view() const { return ObjectView(info_ ? abi::view(info_->parameters) : std::string_view()); }
  ObjectView queries_view() const { return ObjectView(info_ ? abi::view(info_->query) : std::string_view()); }

  std::string header(std::string_view name) const;

  // Nobody (an empty subject) on a public route. Lives as long as the Service.
  const Caller& caller() const;

  // Is the caller shown everybody's things here, as the manifest says of the route (`sees`, `widens`)? Else only its own, or what
  // is public. The owner is. What a row belongs to: ownership.hpp.
  bool sees_all() const;

  // The body as it came, at most what the route allows (bodyLimit). Read once, kept as long as the Service.
  Result<std::string_view> body_text();

  // The body as a JSON object; a sentence that says what is wrong if it is not one. Empty body: empty object.
  Result<json::object> body();

  // Up to `capacity` bytes of the body; 0 at its end. For bodies that are read piece by piece; else body_text().
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  // The body's next line that is not blank (NDJSON); it fits, where the route says what its lines are.
  struct Line {
    std::uint64_t number = 0;  // from 1
    std::string text{};
    std::optional<Error> wrong{};                                                               // it does not fit, or counts for more than the caller has left: the next call goes on behind it
    json::value value() const { return json::parse(text, {}, detail::as_deep_as_the_host()); }  // of one that fits
  };
  // Nothing at the end of the body.
  Result<std::optional<Line>> next_line() {
    if (!CHITTY_OFFERS(tables_.exchange, line)) return detail::missing(CHITTY_EXT_EXCHANGE);
    Line line;
    const auto sink = abi::sink_to(line.text);
    auto done = detail::ask(tables_.exchange->line, call_, &line.number, &sink);
    if (done) return std::optional(std::move(line));
    if (done.error().code == Code::not_found) return std::optional<Line>();
    if (done.error().code != Code::invalid_argument && done.error().code != Code::rate_limited) return done.error();
    line.wrong = done.error();
    return std::optional(std::move(line));
  }

  // --- the reply, as a stream (else return a Response) ---
  Result<void> begin(int status, const json::object& headers);
  Result<void> write(std::string_view data);

  // Send what has been written so far; else pieces are gathered until they are worth a packet (of text/event-stream each
  // goes at once). False when whoever asked has gone.
  bool flush() { return wait(std::chrono::nanoseconds(0)); }

  // Sleep for `time`, for routes that tell what happens; what has been written is sent first. False, and at once, when the
  // call is to stop: whoever asked has gone, or the daemon ends. An endless route asks this or `cancelled()` in each turn.
  bool wait(std::chrono::nanoseconds time);

  // Sleep until something new was written to this service's tables, on whichever daemon, or for `at_most`, as `wait` does; begin
  // with `seen` 0, which returns at once, and read the tables after each return: it says only that it is time to look.
  bool wait_for_change(std::uint64_t& seen, std::chrono::nanoseconds at_most);

  // Give a whole response; plugin.hpp's own.
  Result<void> give(const Response& response);

  // Did reading the body fail, has the reply begun? Then an error is the host's to answer.
  bool body_failed() const { return body_failed_; }
  bool begun() const { return begun_; }

  // A line for the daemon's log.
  void log(std::string_view line) const;

  // --- what it remembers and knows ---
  Store store() { return Store(tables_.store, call_); }
  Blobs blobs() const { return Blobs(tables_.blobs, call_); }
  std::int64_t now() const { return CHITTY_OFFERS(tables_.call, now) ? tables_.call->now(call_) : 0; }
  bool cancelled() const { return CHITTY_OFFERS(tables_.call, cancelled) && tables_.call->cancelled(call_) != 0; }

  // May `holder` (empty: the caller) have `more` of the `kind` that the manifest declares under service.quotas? Ask within the
  // transaction that makes them, before it does: CHITTY_DO(service.quota("orders")). PERMISSION_DENIED says what there is and
  // what to do; details.left how many there may still be.
  Result<void> quota(std::string_view kind, std::uint64_t more = 1, std::string_view holder = {});

  // This request counts for `units` requests more than its route declares: for what is known only once it has been looked
  // at, CHITTY_DO(service.charge(pages)) before it is done. RATE_LIMITED when whoever asks has not so many left.
  Result<void> charge(std::uint64_t units);

  // Record an event: {"type":"identity.minted","subject":"...","data":{...}}. NOT_SUPPORTED by a host without events.
  Result<void> event(const json::object& event);
  Result<void> event(std::string_view type, std::string_view subject, json::object data = {});

  // Keys, signatures, hashes, randomness: crypto.hpp.
  Crypto crypto() const { return Crypto(tables_.crypto); }

  // Ask another service of this daemon (plugin.h, chitty.peer/1), as the caller or as this service itself; not within a
  // transaction. Its reply as JSON; from status 400 on it is the Error that its words make. `request.remote` is not
  // used.
  enum class As : std::uint32_t {
    caller = 0,
    service = CHITTY_PEER_AS_SERVICE
  };
  Result<json::value> ask(std::string_view service, const Request& request, As as = As::caller);

  // A request to an address elsewhere (fetch.hpp), whatever its status; not within a transaction. An address inside, which only this
  // machine sees, is REFUSED unless the operator has allowed it (chittyos.reach).
  Result<Fetched> fetch(const Fetch& what) { return Fetched::send(tables_.fetch, call_, what); }

  // What the operator has set for this service, as the manifest's service.settings says, its default where none is; of a secret, the
  // secret. Null: not set.
  Result<json::value> setting(std::string_view key);

  // What is installed here, manifests and all (catalogue.hpp).
  Catalogue catalogue() const { return Catalogue(tables_.catalogue, call_); }

  // The services of this daemon, itself among them, and the scopes that their routes ask for. Nothing: the host does not say.
  Result<std::optional<json::object>> scopes_of_services();

 private:
  const HostTables& tables_;
  chitty_call* call_;
  const chitty_exchange_info* info_;
  mutable std::optional<Caller> caller_;  // once asked for
  std::optional<std::string> body_text_;
  bool body_failed_ = false, begun_ = false;
};

// One route of a service: reads the request, gives a response or an error. An error is refused for it: what is the
// caller's fault (400, 401, 403, 404, 409, 422) in the envelope of the wire, with the error's details as members; any
// other goes to the host, which logs it and makes the reply.
using RouteHandler = Result<Response> (*)(Service&);

struct Route {
  const char* handler;  // as in the manifest's service.routes
  RouteHandler function;
};

}  // namespace chitty

#endif  // CHITTY_SERVICE_HPP
