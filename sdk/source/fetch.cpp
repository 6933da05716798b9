#include <algorithm>
#include <chitty/fetch.hpp>

namespace chitty {

namespace {

chitty_status CHITTY_CALL read_source(void* context, void* buffer, std::uint64_t capacity, std::uint64_t* got) {
  try {
    *got = static_cast<const Fetch*>(context)->source(static_cast<char*>(buffer), capacity);
    return CHITTY_OK;
  } catch (...) {
    *got = 0;
    return CHITTY_PLUGIN_FAULT;
  }
}

}  // namespace

Result<Fetched> Fetched::send(const chitty_fetch* table, chitty_call* call, const Fetch& fetch) {
  if (!CHITTY_OFFERS(table, release)) return detail::missing(CHITTY_EXT_FETCH);
  const std::string headers = fetch.headers.empty() ? std::string() : json::serialize(fetch.headers);
  const chitty_source source{sizeof(chitty_source), 0, const_cast<Fetch*>(&fetch), read_source};
  chitty_fetch_request raw{};
  raw.struct_size = sizeof raw;
  raw.flags = fetch.repeatable ? CHITTY_HTTP_REPEATABLE : 0u;
  raw.method = abi::borrow(fetch.method);
  raw.url = abi::borrow(fetch.url);
  raw.headers = abi::borrow(headers);
  raw.body = abi::borrow(fetch.body);
  raw.source = fetch.source ? &source : nullptr;
  raw.source_length = UINT64_MAX;
  raw.milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(fetch.patience.count(), 0));
  chitty_http_response* response = nullptr;
  CHITTY_DO(detail::ask(table->send, call, static_cast<const chitty_fetch_request*>(&raw), &response));
  Fetched reply(table, response);
  std::string text;
  const auto sink = abi::sink_to(text);
  table->head(response, &sink);
  boost::system::error_code ec;
  const auto head = json::parse(text, ec);
  if (ec || !head.is_object()) return make_error(Code::host_fault, "The host did not say what the reply is.");
  reply.status_ = static_cast<int>(head.at("status").as_int64());
  reply.headers_ = head.at("headers").as_object();
  return reply;
}

std::string Fetched::header(std::string_view name) const {
  const auto* value = headers_.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<std::size_t> Fetched::read(char* buffer, std::size_t capacity) {
  std::uint64_t got = 0;
  CHITTY_DO(detail::ask(table_->read, raw_.get(), static_cast<void*>(buffer), std::uint64_t{capacity}, &got));
  return static_cast<std::size_t>(got);
}

Result<std::string> Fetched::read_all(std::size_t most) {
  std::string body;
  char piece[16384];
  for (;;) {
    CHITTY_TRY(const auto got, read(piece, sizeof piece));
    if (got == 0) return body;
    if (body.size() + got > most) return make_error(Code::malformed, "The reply is larger than " + std::to_string(most >> 10) + " KiB.");
    body.append(piece, got);
  }
}

Result<json::value> Fetched::read_json(std::size_t most) {
  CHITTY_TRY(const auto body, read_all(most));
  json::parse_options options;
  options.max_depth = CHITTY_MAX_DEPTH;
  boost::system::error_code ec;
  auto value = json::parse(body, ec, {}, options);
  if (ec) return make_error(Code::malformed, "The reply is not JSON: " + ec.message() + ".");
  return value;
}

}  // namespace chitty
