#include <algorithm>
#include <chitty/finite.hpp>
#include <chitty/members.hpp>
#include <chitty/service.hpp>

namespace chitty {

Response::Response() = default;
Response::Response(const json::value& value) : body(json::serialize(value)) {}
Response::Response(const json::object& value) : body(json::serialize(value)) {}
Response::Response(const ObjectText& value) : body(value.whole()) {}
Response::Response(int code, const json::value& value) : status(code), body(json::serialize(value)) {}
Response::Response(const Response&) = default;
Response::Response(Response&&) noexcept = default;
Response& Response::operator=(const Response&) = default;
Response& Response::operator=(Response&&) = default;
Response::~Response() = default;

namespace {

json::object object_in(const chitty_str& text) {
  boost::system::error_code ec;
  json::value value = json::parse(abi::view(text), ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
}

// A string's text, a number or a boolean as it is written; empty for what is absent or null.
std::string text_of_member(const chitty_str& object, std::string_view name) {
  const auto value = ObjectView(abi::view(object)).raw(name);
  if (value == "null") return {};
  return value.empty() || value.front() == '"' ? detail::unquoted(value) : std::string(value);
}

// The texts of an array.
std::vector<std::string> texts_in(std::string_view array) {
  std::vector<std::string> texts;
  while (array.size() > 1) {
    array.remove_prefix(1);  // the bracket, then each comma
    if (const auto text = detail::take_value(array); text.starts_with('"')) texts.push_back(detail::unquoted(text));
    detail::skip_space(array);
  }
  return texts;
}

std::string headers_of(const Response& response) {
  if (response.headers.empty()) return R"({"Content-Type":"application/json"})";
  auto headers = response.headers;
  headers.emplace("Content-Type", "application/json");  // where there is none
  return json::serialize(headers);
}

Result<void> record_event(const HostTables& tables, chitty_call* call, std::string_view event) {
  if (!CHITTY_OFFERS(tables.events, record)) return detail::missing(CHITTY_EXT_EVENTS);
  const auto given = abi::borrow(event);
  return detail::ask(tables.events->record, call, &given);
}

}  // namespace

Response Response::done() {
  Response response;
  response.streamed = true;
  return response;
}

std::string Service::parameter(std::string_view name) const {
  return info_ ? text_of_member(info_->parameters, name) : std::string();
}

std::string Service::query(std::string_view name) const {
  return info_ ? text_of_member(info_->query, name) : std::string();
}

json::object Service::parameters() const { return info_ ? object_in(info_->parameters) : json::object(); }

json::object Service::queries() const { return info_ ? object_in(info_->query) : json::object(); }

std::string Service::header(std::string_view name) const {
  std::string value;
  const auto sink = abi::sink_to(value);
  const auto key = abi::borrow(name);
  if (CHITTY_OFFERS(tables_.exchange, header)) tables_.exchange->header(call_, &key, &sink);
  return value;
}

const Caller& Service::caller() const {
  if (caller_) return *caller_;
  auto& caller = caller_.emplace();
  if (!info_) return caller;
  ObjectView(abi::view(info_->caller)).each([&](std::string_view name, std::string_view value) {
    if (detail::is_name(name, "subject")) caller.subject = detail::unquoted(value);
    else if (detail::is_name(name, "token_id")) caller.token_id = detail::unquoted(value);
    else if (detail::is_name(name, "owner")) caller.owner = value == "true";
    else if (detail::is_name(name, "scopes")) caller.scopes = texts_in(value);
    return true;
  });
  return caller;
}

bool Service::sees_all() const {
  const auto sees = CHITTY_HAS(info_, sees) ? abi::view(info_->sees) : std::string_view();
  return sees.empty() ? caller().owner : sees == "any";
}

Result<void> Service::quota(std::string_view kind, std::uint64_t more, std::string_view holder) {
  if (!CHITTY_OFFERS(tables_.exchange, quota)) return {};
  const auto name = abi::borrow(kind), whose = abi::borrow(holder);
  return detail::ask(tables_.exchange->quota, call_, &name, more, &whose);
}

Result<void> Service::charge(std::uint64_t units) {
  if (!CHITTY_OFFERS(tables_.exchange, charge)) return {};
  return detail::ask(tables_.exchange->charge, call_, units);
}

Result<std::string_view> Service::body_text() {
  if (body_text_) return std::string_view(*body_text_);
  std::string whole;
  char piece[16384];
  for (;;) {
    CHITTY_TRY(const auto got, read(piece, sizeof piece));
    if (got == 0) break;
    whole.append(piece, got);
  }
  return std::string_view(body_text_.emplace(std::move(whole)));
}

Result<json::object> Service::body() {
  CHITTY_TRY(const auto text, body_text());
  if (text.empty()) return json::object{};
  boost::system::error_code ec;
  auto value = json::parse(text, ec, {}, detail::as_deep_as_the_host());
  if (ec) return usage_error("The body is not JSON: " + ec.message() + ".");
  if (has_nonfinite(value)) return usage_error("The body has a number that is too large.");
  if (!value.is_object()) return usage_error("The body must be a JSON object.");
  return std::move(value.get_object());
}

Result<std::size_t> Service::read(char* buffer, std::size_t capacity) {
  if (!CHITTY_OFFERS(tables_.exchange, read)) return detail::missing(CHITTY_EXT_EXCHANGE);
  std::uint64_t got = 0;
  auto done = detail::ask(tables_.exchange->read, call_, static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
  body_failed_ = body_failed_ || !done;
  if (!done) return std::move(done).failure();
  return static_cast<std::size_t>(got);
}

void Service::log(std::string_view line) const {
  const auto text = abi::borrow(line);
  if (CHITTY_OFFERS(tables_.log, write)) tables_.log->write(call_, CHITTY_LOG_WARN, &text);
}

Result<void> Service::begin(int status, const json::object& headers) {
  if (!CHITTY_OFFERS(tables_.exchange, begin)) return detail::missing(CHITTY_EXT_EXCHANGE);
  const std::string text = json::serialize(headers);
  const auto given = abi::borrow(text);
  begun_ = true;
  return detail::ask(tables_.exchange->begin, call_, std::int32_t{status}, &given, std::uint64_t{UINT64_MAX});
}

Result<void> Service::write(std::string_view data) {
  if (!CHITTY_OFFERS(tables_.exchange, write)) return detail::missing(CHITTY_EXT_EXCHANGE);
  return detail::ask(tables_.exchange->write, call_, static_cast<const void*>(data.data()), std::uint64_t{data.size()});
}

bool Service::wait(std::chrono::nanoseconds time) {
  if (!CHITTY_OFFERS(tables_.call, wait)) return false;
  return tables_.call->wait(call_, static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0))) == CHITTY_OK;
}

bool Service::wait_for_change(std::uint64_t& seen, std::chrono::nanoseconds at_most) {
  constexpr std::chrono::nanoseconds unheard = std::chrono::milliseconds(200);  // by a host that cannot tell
  if (!CHITTY_OFFERS(tables_.store, await_change)) return seen == 0 ? (seen = 1, flush()) : wait(std::min(at_most, unheard));
  return tables_.store->await_change(call_, &seen, static_cast<std::uint64_t>(std::max<std::int64_t>(at_most.count(), 0))) == CHITTY_OK;
}

Result<void> Service::give(const Response& response) {
  if (!CHITTY_OFFERS(tables_.exchange, begin)) return detail::missing(CHITTY_EXT_EXCHANGE);
  const std::string text = headers_of(response);
  const auto headers = abi::borrow(text);
  auto begun = detail::ask(tables_.exchange->begin, call_, std::int32_t{response.status}, &headers,
                           std::uint64_t{response.body.size()});
  if (!begun || response.body.empty()) return begun;
  return write(response.body);
}

Result<void> Service::event(std::string_view type, std::string_view subject, json::object data) {
  ObjectText whole;
  whole.text("type", type).text("subject", subject);
  if (!data.empty()) whole.raw("data", json::serialize(data));
  return record_event(tables_, call_, whole.whole());
}

Result<void> Service::event(const json::object& event) { return record_event(tables_, call_, json::serialize(event)); }

Result<json::value> Service::ask(std::string_view service, const Request& request, As as) {
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
    return make_error(code_of_status(status), "The service " + std::string(service) + " rejected the request.");
  if (!read && status >= 400) return make_error(code_of_status(status), read.error().message);
  if (!read) return read.error();
  return read->value();
}

Result<json::value> Service::setting(std::string_view key) {
  if (!CHITTY_OFFERS(tables_.settings, get)) return detail::missing(CHITTY_EXT_SETTINGS);
  std::string text;
  const auto sink = abi::sink_to(text);
  const auto name = abi::borrow(key);
  const auto read = detail::ask(tables_.settings->get, call_, &name, &sink);
  if (!read && read.error().code == Code::not_found) return json::value();
  if (!read) return read.error();
  return json::parse(text, {}, detail::as_deep_as_the_host());
}

Result<std::optional<json::object>> Service::scopes_of_services() {
  if (!CHITTY_OFFERS(tables_.peer, scopes)) return std::optional<json::object>();
  std::string text;
  const auto sink = abi::sink_to(text);
  const auto told = detail::ask(tables_.peer->scopes, call_, &sink);
  if (!told && told.error().code == Code::not_supported) return std::optional<json::object>();
  if (!told) return told.error();
  return std::optional(object_in(abi::borrow(text)));
}

}  // namespace chitty
