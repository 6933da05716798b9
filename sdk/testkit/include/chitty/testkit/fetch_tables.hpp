// chitty.fetch/1 and chitty.settings/1 over a FakeHost. Nothing for a test to call.
#ifndef CHITTY_TESTKIT_FETCH_TABLES_HPP
#define CHITTY_TESTKIT_FETCH_TABLES_HPP

#include <chitty/testkit/http_table.hpp>

namespace chitty::testkit::tables {

inline Result<const ScriptedReply*> fetched(FakeHost& host, const chitty_fetch_request& raw) {
  Sent sent{std::string(abi::view(raw.method)), std::string(abi::view(raw.url)), {}, std::string(abi::view(raw.body)), {}, raw.flags};
  if (raw.headers.len != 0) {
    auto headers = json_of(host, abi::view(raw.headers), "headers");
    if (!headers) return headers.error();
    if (headers->is_object()) sent.headers = headers->get_object();
  }
  if (raw.source) {
    sent.body.clear();
    char piece[4096];
    for (std::uint64_t got = 1; got != 0;) {
      if (const auto status = raw.source->read(raw.source->context, piece, sizeof piece, &got); status != CHITTY_OK)
        return make_error(static_cast<Code>(status), "The plugin's own stream failed.");
      sent.body.append(piece, got);
    }
  }
  host.fetched.push_back(sent);
  if (host.store.open) {
    host.complain("A request was sent elsewhere within a transaction.");
    return make_error(Code::plugin_fault, "A request is sent elsewhere within a transaction.");
  }
  if (!sent.target.starts_with("http://") && !sent.target.starts_with("https://"))
    return usage_error("'" + sent.target + "' is not an http or https address");
  const ScriptedReply* reply = host.elsewhere.take(sent);
  if (!reply) return make_error(Code::unreachable, "No reply is scripted for " + sent.method + " " + sent.target + ".");
  if (reply->failure()) return *reply->failure();
  return reply;
}

inline const chitty_fetch& fetch() {
  static const chitty_fetch table{
      sizeof(chitty_fetch),
      0,
      [](chitty_call* c, const chitty_fetch_request* request, chitty_http_response** out, chitty_error* error) -> chitty_status {
        *out = nullptr;
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto reply = fetched(host, *request);
          if (!reply) return reply.error();
          ++host.open_responses;
          *out = reinterpret_cast<chitty_http_response*>(new Reading{&host, *reply});
          return {};
        });
      },
      [](const chitty_http_response* raw, const chitty_sink* out) -> chitty_status {
        const auto& reply = *Reading::of(raw).reply;
        json::object headers;
        for (const auto& [name, value] : reply.headers()) headers[name] = value;
        const auto text = json::serialize(json::object{{"status", reply.status()}, {"headers", std::move(headers)}});
        return out->write(out->context, text.data(), text.size());
      },
      read_reply,
      [](chitty_http_response* raw) {
        if (!raw) return;
        --Reading::of(raw).host->open_responses;
        delete &Reading::of(raw);
      }};
  return table;
}

inline const chitty_settings& settings() {
  static const chitty_settings table{
      sizeof(chitty_settings), 0, [](chitty_call* c, const chitty_str* key, const chitty_sink* out, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          const auto* value = host.settings.if_contains(abi::view(key));
          if (!value) return make_error(Code::plugin_fault, "There is no setting '" + std::string(abi::view(key)) + "'.");
          if (value->is_null()) return make_error(Code::not_found, "The setting '" + std::string(abi::view(key)) + "' is not set.");
          return give(out, json::serialize(*value));
        });
      }};
  return table;
}

}  // namespace chitty::testkit::tables

#endif  // CHITTY_TESTKIT_FETCH_TABLES_HPP
