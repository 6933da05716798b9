#include <algorithm>
#include <atomic>
#include <chitty/answers.hpp>
#include <chitty/base64.hpp>

namespace chitty {

json::object envelope(Service& service, json::object body) {
  json::object whole;
  whole.reserve(body.size() + 3);
  whole.emplace("success", true);
  for (auto& [name, value] : body) whole[name] = std::move(value);
  whole["service"] = service.name();
  whole["timestamp"] = rfc3339(service.now());
  return whole;
}

ObjectText envelope(Service& service, const ObjectText& body) {
  ObjectText whole;
  whole.boolean("success", true).members(body);
  whole.text("service", service.name()).text("timestamp", rfc3339(service.now()));
  return whole;
}

Response answer(Service& service, json::object body) { return envelope(service, std::move(body)); }
Response answer(Service& service, const ObjectText& body) { return envelope(service, body); }

json::object object_in_text(const json::value& text) {
  if (!text.is_string()) return {};
  boost::system::error_code ec;
  auto value = json::parse(text.get_string(), ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
}

Result<std::string> new_id(Service& service, std::string_view prefix) {
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

Result<std::string> new_secret(const Crypto& crypto, std::size_t bytes) {
  CHITTY_TRY(const auto chance, crypto.random(bytes));
  return base64url(chance);
}

namespace {

// Milliseconds, and 12 bits that order what is made within one of them: never less than the last one of this process.
std::uint64_t next_tick(std::int64_t now, unsigned chance) {
  static std::atomic<std::uint64_t> last{0};
  constexpr std::uint64_t a_minute = 60'000ull << 12;
  const auto fresh = static_cast<std::uint64_t>(now) << 12 | (chance & 0x7FF);
  auto before = last.load();
  for (;;) {
    const bool set_back = before > fresh + a_minute;  // the clock was: begin again from it
    const auto next = before < fresh || set_back ? fresh : before + 1;
    if (last.compare_exchange_weak(before, next)) return next;
  }
}

}  // namespace

Result<std::string> new_ordered_id(Service& service) {
  CHITTY_TRY(auto bytes, service.crypto().random(16));
  const auto at = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(bytes[i]); };
  const auto tick = next_tick(service.now(), at(6) << 8 | at(7));
  for (int i = 0; i < 6; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<char>(tick >> (52 - 8 * i));
  bytes[6] = static_cast<char>(0x70 | (tick >> 8 & 0x0F));
  bytes[7] = static_cast<char>(tick);
  bytes[8] = static_cast<char>(0x80 | (at(8) & 0x3F));
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += digits[at(i) >> 4];
    id += digits[at(i) & 15];
  }
  return id;
}

namespace {

// By which two requests with one key are told apart.
std::string print_of(std::initializer_list<std::string_view> parts) {
  // FNV-1a: a key is its caller's own, who could fool nobody else by two requests of one print.
  std::uint64_t print = 0xcbf29ce484222325;
  const auto add = [&](char c) { print = (print ^ static_cast<unsigned char>(c)) * 0x100000001b3; };
  for (const auto part : parts) {
    for (const char c : part) add(c);
    add('\0');
  }
  return std::to_string(print);
}

// A request that carries an Idempotency-Key, in the daemon's own table
// chitty_answers (service, request_key, answer, created_at), for a day. What is kept is {"request":…,"answer":{…}}: the
// print of path, query and body, and what was answered.
class RequestKey {
 public:
  static Result<RequestKey> of(Service& service) {
    RequestKey key(service);
    const auto given = service.header("Idempotency-Key");
    if (given.empty()) return key;
    key.key_ = service.caller().subject + " " + std::string(service.handler()) + " " + given;
    CHITTY_TRY(const auto body, service.body_text());
    key.request_ = print_of({service.path(), service.target(), body});
    return key;
  }

  // Claim the key: none if it is ours now (or there is no key), else what was answered before. Whoever claims the same
  // key meanwhile waits until this transaction ends.
  Result<std::optional<json::object>> claim() {
    if (key_.empty()) return std::optional<json::object>();
    constexpr std::int64_t a_day = 24 * 3'600'000;
    auto store = service_.store();
    const auto now = service_.now();
    // Its own only: on PostgreSQL each service has a write lock of its own, and two might wait for each other's rows.
    CHITTY_DO(store.execute("DELETE FROM chitty_answers WHERE service = :service AND created_at < :then",
                            {{"service", service_.name()}, {"then", rfc3339(now - a_day)}}));
    CHITTY_TRY(const auto claimed,
               store.execute("INSERT INTO chitty_answers (service, request_key, answer, created_at) VALUES"
                             " (:service, :key, '', :now) ON CONFLICT (service, request_key) DO NOTHING",
                             {{"service", service_.name()}, {"key", key_}, {"now", rfc3339(now)}}));
    if (claimed == 1) return std::optional<json::object>();
    CHITTY_TRY(const auto row,
               store.find("SELECT answer FROM chitty_answers WHERE service = :service AND request_key = :key",
                          {{"service", service_.name()}, {"key", key_}}));
    if (!row) return std::optional<json::object>();
    auto kept = object_in_text(row->at("answer"));
    if (!kept.contains("request")) return std::optional(std::move(kept));  // of a version before 0.2, bare
    if (text_in(kept, "request") != request_) return reused();
    return std::optional(object_in(kept, "answer").value());
  }

  Result<void> keep(const json::object& answer) {
    if (key_.empty()) return {};
    const json::object kept{{"request", request_}, {"answer", answer}};
    CHITTY_DO(service_.store().execute(
        "UPDATE chitty_answers SET answer = :answer WHERE service = :service AND request_key = :key",
        {{"answer", json::serialize(kept)}, {"service", service_.name()}, {"key", key_}}));
    return {};
  }

 private:
  explicit RequestKey(Service& service) : service_(service) {}

  static Error reused() {
    auto error = make_error(Code::refused, "This Idempotency-Key was already used for another request.",
                            "Use a new key for each request, and the same one only to send that request again.");
    error.details["error"] = "IDEMPOTENCY_KEY_REUSED";
    return error;
  }

  Service& service_;
  std::string key_, request_;
};

}  // namespace

Result<Response> idempotent(Service& service, int status, const Work& work) {
  CHITTY_TRY(auto key, RequestKey::of(service));
  CHITTY_TRY(const auto answer, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(auto earlier, key.claim());
    if (earlier) return std::move(*earlier);
    CHITTY_TRY(auto result, work());
    auto whole = envelope(service, std::move(result));
    CHITTY_DO(key.keep(whole));
    return whole;
  }));
  return Response(status, answer);
}

Response no_store(Response response) {
  response.headers["Cache-Control"] = "no-store";
  return response;
}

Response answer_with_secret(Service& service, int status, json::object body) {
  return no_store(Response(status, envelope(service, std::move(body))));
}

Result<Response> answer_with_secret(Service& service, int status, const Work& work) {
  CHITTY_TRY(auto made, service.store().transaction(work));
  return answer_with_secret(service, status, std::move(made));
}

}  // namespace chitty
