// chitty.fetch/1: requests of services to addresses elsewhere.
#include "daemon/host/host_tables.hpp"
#include "daemon/host/outside.hpp"
#include "daemon/host/service_call.hpp"
#include "daemon/watch/thread_pool.hpp"

#include "net/headers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_open = 16;  // replies of one call
constexpr std::uint64_t usual_patience = 30'000, most_patience = 600'000;

// One reply being read; it lives as long as its call at the most.
struct Fetching {
  explicit Fetching(ServiceCall& of) : call(of) {}
  ServiceCall& call;
  CancelToken never;  // whether to stop is asked, since a client leaves without telling
  std::unique_ptr<HttpReply> reply;

  chitty_http_response* handle() { return reinterpret_cast<chitty_http_response*>(this); }
  static Fetching& of(chitty_http_response* response) { return *reinterpret_cast<Fetching*>(response); }
  static const Fetching& of(const chitty_http_response* response) { return *reinterpret_cast<const Fetching*>(response); }
};

Result<void> may_fetch(ServiceCall& call) {
  if (!call.world.outside) return make_error(Code::not_supported, "This daemon sends no requests elsewhere.");
  if (call.has_connection() && (*call.connection())->in_transaction())
    return make_error(Code::plugin_fault, "A request is sent elsewhere within a transaction.", "Send it before it begins, or after it has ended.");
  if (call.held.size() >= most_open)
    return make_error(Code::conflict, "The service has " + std::to_string(most_open) + " replies open at once.", "Release one first.");
  return {};
}

// Authorization apart from the others: it goes to its own host and nowhere else, and is shown nowhere.
Result<void> take_headers(std::string_view text, HttpRequest& request) {
  if (text.empty()) return {};
  boost::system::error_code ec;
  const auto fields = json::parse(text, ec);
  if (ec || !fields.is_object()) return usage_error("The headers of the request are not a JSON object.");
  for (const auto& [name, value] : fields.get_object()) {
    if (!value.is_string()) return usage_error("The header " + std::string(name) + " of the request is not a text.");
    if (!same_name(name, "Authorization")) request.headers.emplace_back(name, value.get_string());
    else request.credential = value.get_string(), request.credential_prefix.clear();
  }
  return {};
}

std::function<std::size_t(char*, std::size_t)> read_from(const chitty_source* source) {
  return [source](char* buffer, std::size_t capacity) -> std::size_t {
    std::uint64_t got = 0;
    return source->read(source->context, buffer, capacity, &got) == CHITTY_OK ? static_cast<std::size_t>(got) : source_failed;
  };
}

Result<HttpRequest> request_of(const chitty_fetch_request& raw) {
  HttpRequest request;
  request.method = raw.method.len > 0 ? abi::view(raw.method) : "GET";
  request.url = abi::view(raw.url);
  request.body = abi::view(raw.body);
  request.repeatable = (raw.flags & CHITTY_HTTP_REPEATABLE) != 0;
  if (auto taken = take_headers(abi::view(raw.headers), request); !taken) return taken.error();
  if (!raw.source) return request;
  request.source = read_from(raw.source);
  if (raw.source_length <= INT64_MAX) request.source_length = static_cast<std::int64_t>(raw.source_length);
  return request;
}

NetOptions options_for(ServiceCall& call, std::uint64_t milliseconds) {
  NetOptions options;
  options.timeout = std::chrono::milliseconds(std::min(milliseconds == 0 ? usual_patience : milliseconds, most_patience));
  options.retries = 2;
  options.user_agent = "chittyd/" CHITTY_VERSION;
  options.forbidden = [outside = call.world.outside](const std::string& host, std::uint16_t port, const sockaddr_storage& address) {
    return outside->forbidden(host, port, address);
  };
  options.stopped = [handle = call.handle()] { return call_table().cancelled(handle) != 0; };
  return options;
}

chitty_status CHITTY_CALL send(chitty_call* raw, const chitty_fetch_request* wanted, chitty_http_response** out, chitty_error* error) {
  *out = nullptr;
  return abi::guarded(error, [&]() -> chitty_status {
    auto& call = ServiceCall::of(raw);
    if (!CHITTY_COVERS(wanted, chitty_fetch_request, milliseconds)) return abi::fill(error, usage_error("The request to be sent elsewhere is not whole."));
    if (auto may = may_fetch(call); !may) return abi::fill(error, may.error());
    const auto request = request_of(*wanted);
    if (!request) return abi::fill(error, request.error());
    const ThreadPool::Blocking blocking;
    call.let_connection_rest();
    const auto transport = call.world.outside->transport();
    if (!transport) return abi::fill(error, transport.error());
    auto fetching = std::make_shared<Fetching>(call);
    auto reply = (*transport)->send(*request, options_for(call, wanted->milliseconds), fetching->never);
    if (!reply) return abi::fill(error, reply.error());
    fetching->reply = std::move(*reply);
    *out = fetching->handle();
    call.held.push_back(std::move(fetching));
    return CHITTY_OK;
  });
}

// Several fields of one name are one, as RFC 9110 has it.
chitty_status CHITTY_CALL head(const chitty_http_response* response, const chitty_sink* sink) {
  return abi::guarded(nullptr, [&]() -> chitty_status {
    const auto& reply = *Fetching::of(response).reply;
    json::object headers;
    for (const auto& [name, value] : reply.headers()) {
      std::string key = name;
      std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c); });
      auto& at = headers[key];
      at = at.is_string() ? std::string(at.get_string()) + ", " + value : value;
    }
    const auto text = json::serialize(json::object{{"status", reply.status()}, {"headers", std::move(headers)}});
    return sink->write(sink->context, text.data(), text.size());
  });
}

chitty_status CHITTY_CALL read(chitty_http_response* response, void* buffer, uint64_t capacity, uint64_t* got, chitty_error* error) {
  *got = 0;
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;
    auto& fetching = Fetching::of(response);
    fetching.call.let_connection_rest();
    const auto read = fetching.reply->read(static_cast<char*>(buffer), capacity);
    if (!read) return abi::fill(error, read.error());
    *got = *read;
    return CHITTY_OK;
  });
}

void CHITTY_CALL release(chitty_http_response* response) {
  if (!response) return;
  auto& held = Fetching::of(response).call.held;
  std::erase_if(held, [&](const auto& one) { return one.get() == static_cast<const void*>(&Fetching::of(response)); });
}

}  // namespace

const chitty_fetch& fetch_table() {
  static const chitty_fetch table{sizeof(chitty_fetch), 0, send, head, read, release};
  return table;
}

}  // namespace chitty::host::daemon
