// chitty.http/1 over the scripted replies of a FakeHost. Nothing for a test to call.
#ifndef CHITTY_TESTKIT_HTTP_TABLE_HPP
#define CHITTY_TESTKIT_HTTP_TABLE_HPP

#include <chitty/status.hpp>
#include <chitty/testkit/tables.hpp>

namespace chitty::testkit::tables {

// A reply being read.
struct Reading {
  FakeHost* host;
  const ScriptedReply* reply;
  std::size_t at = 0;

  static Reading& of(const chitty_http_response* raw) {
    return *const_cast<Reading*>(reinterpret_cast<const Reading*>(raw));
  }
};

inline Result<Sent> sent_of(FakeHost& host, const chitty_http_request& raw) {
  Sent sent{std::string(abi::view(raw.method)),
            std::string(abi::view(raw.target)),
            std::string(abi::view(raw.remote)),
            std::string(abi::view(raw.body)),
            {},
            raw.flags};
  if (raw.headers.len != 0) {
    auto headers = json_of(host, abi::view(raw.headers), "headers");
    if (!headers) return headers.error();
    if (headers->is_object()) sent.headers = headers->get_object();
  }
  if (!CHITTY_HAS(&raw, source_length) || !raw.source) return sent;
  sent.body.clear();
  char piece[4096];
  for (std::uint64_t got = 1; got != 0;) {
    if (const auto status = raw.source->read(raw.source->context, piece, sizeof piece, &got); status != CHITTY_OK)
      return make_error(static_cast<Code>(status), "The plugin's own stream failed.");
    sent.body.append(piece, got);
  }
  return sent;
}

inline Result<const ScriptedReply*> answer_to(FakeHost& host, const chitty_http_request& raw) {
  auto sent = sent_of(host, raw);
  if (!sent) return sent.error();
  host.requests.push_back(*sent);
  const ScriptedReply* reply = host.replies.take(*sent);
  if (!reply) {
    host.complain("No reply is scripted for " + sent->method + " " + sent->target + ".");
    return make_error(Code::unreachable, "No reply is scripted for " + sent->method + " " + sent->target + ".");
  }
  if (reply->failure()) return *reply->failure();
  if (reply->status() >= 400 && !(raw.flags & CHITTY_HTTP_ANY_STATUS))
    return make_error(code_of_status(reply->status()),
                      "The service answered " + std::to_string(reply->status()) + ": " + reply->body());
  return reply;
}

inline chitty_status CHITTY_CALL send(chitty_call* c, const chitty_http_request* request, chitty_http_response** out,
                                      chitty_error* error) {
  return fallible(c, error, [&](FakeHost& host) -> Result<void> {
    *out = nullptr;
    auto reply = answer_to(host, *request);
    if (!reply) return reply.error();
    ++host.open_responses;
    *out = reinterpret_cast<chitty_http_response*>(new Reading{&host, *reply});
    return {};
  });
}

inline chitty_status CHITTY_CALL read_reply(chitty_http_response* raw, void* buffer, std::uint64_t capacity,
                                            std::uint64_t* got, chitty_error* error) {
  Reading& reading = Reading::of(raw);
  *got = 0;
  return fallible(reading.host->as_call(), error, [&](FakeHost&) -> Result<void> {
    const auto cut = reading.reply->cut();
    if (cut && reading.at >= *cut) return make_error(Code::unreachable, "The reply broke off.");
    const auto room = cut ? std::min<std::uint64_t>(capacity, *cut - reading.at) : capacity;
    copy_next(reading.reply->body(), reading.at, buffer, room, got);
    return {};
  });
}

inline chitty_status CHITTY_CALL reply_header(const chitty_http_response* raw, const chitty_str* name,
                                              const chitty_sink* out) {
  std::string key(abi::view(name));
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
  const auto& headers = Reading::of(raw).reply->headers();
  const auto found = headers.find(key);
  return found == headers.end() ? CHITTY_NOT_FOUND
                                : out->write(out->context, found->second.data(), found->second.size());
}

inline const chitty_http& http() {
  static const chitty_http table{
      sizeof(chitty_http),
      0,
      send,
      [](const chitty_http_response* raw) -> std::int32_t { return Reading::of(raw).reply->status(); },
      reply_header,
      read_reply,
      [](chitty_http_response* raw) {
        if (!raw) return;
        --Reading::of(raw).host->open_responses;
        delete &Reading::of(raw);
      }};
  return table;
}

}  // namespace chitty::testkit::tables

#endif  // CHITTY_TESTKIT_HTTP_TABLE_HPP
