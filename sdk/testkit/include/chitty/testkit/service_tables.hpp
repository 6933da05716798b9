// The daemon's side of the ABI over a FakeHost: exchange, store, events. Nothing for a test to call.
#ifndef CHITTY_TESTKIT_SERVICE_TABLES_HPP
#define CHITTY_TESTKIT_SERVICE_TABLES_HPP

#include <chitty/testkit/tables.hpp>
#include <map>

namespace chitty::testkit::tables {

// The texts of one exchange, held as long as its FakeHost is asked by the same thread.
struct ExchangeTexts {
  std::string parameters, query, caller;
  chitty_exchange_info info{};
};

inline const chitty_exchange_info* CHITTY_CALL exchange_info(const chitty_call* c) {
  thread_local std::map<const chitty_call*, ExchangeTexts> held;
  if (!FakeHost::of(c).has_request) return nullptr;
  const Incoming& in = FakeHost::of(c).incoming;
  ExchangeTexts& texts = held[c];
  texts.parameters = json::serialize(in.parameters);
  texts.query = json::serialize(in.query);
  texts.caller = json::serialize(in.caller);
  texts.info = {sizeof(chitty_exchange_info), 0,
                abi::borrow(in.handler), abi::borrow(in.method),
                abi::borrow(in.path), abi::borrow(texts.parameters),
                abi::borrow(texts.query), abi::borrow(in.content_type),
                abi::borrow(texts.caller), abi::borrow(in.request_id),
                abi::borrow(in.base_url), abi::borrow(in.target),
                abi::borrow(in.client), abi::borrow(in.sees)};
  return &texts.info;
}

inline chitty_status CHITTY_CALL request_header(const chitty_call* c, const chitty_str* name, const chitty_sink* out) {
  std::string key(abi::view(name));
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char ch) { return static_cast<char>(std::tolower(ch)); });
  const auto& headers = FakeHost::of(c).incoming.headers;
  const auto found = headers.find(key);
  return found == headers.end() || !FakeHost::of(c).has_request ? CHITTY_NOT_FOUND
                                                                : out->write(out->context, found->second.data(), found->second.size());
}

// The next line of the incoming body that is not blank; blank ones count.
inline chitty_status CHITTY_CALL next_line(chitty_call* c, std::uint64_t* number, const chitty_sink* out,
                                           chitty_error* error) {
  return fallible(c, error, [&](FakeHost& host) -> Result<void> {
    const std::string& body = host.incoming.body;
    while (host.body_read < body.size()) {
      const std::string line = body.substr(host.body_read, body.find('\n', host.body_read) - host.body_read);
      host.body_read = std::min(body.size(), host.body_read + line.size() + 1);
      if (number) *number = host.lines_read + 1;
      ++host.lines_read;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      if (host.fits_line)
        if (auto fits = host.fits_line(line); !fits) return fits.error();
      return give(out, line);
    }
    return make_error(Code::not_found, "The body has ended.");
  });
}

inline const chitty_exchange& exchange() {
  static const chitty_exchange table{
      sizeof(chitty_exchange),
      0,
      exchange_info,
      request_header,
      [](chitty_call* c, void* buffer, std::uint64_t capacity, std::uint64_t* got,
         chitty_error* error) -> chitty_status {
        *got = 0;
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          return copy_next(host.incoming.body, host.body_read, buffer, capacity, got), Result<void>();
        });
      },
      [](chitty_call* c, std::int32_t status, const chitty_str* headers, std::uint64_t,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (!host.has_request) return make_error(Code::plugin_fault, "There is no request: the service does its own work.");
          if (host.answer.status != 0) return make_error(Code::plugin_fault, "The reply has begun already.");
          if (abi::view(headers).empty()) return host.answer.status = status, Result<void>();
          auto value = json_of(host, abi::view(headers), "headers");
          if (!value) return value.error();
          host.answer.status = status;
          if (value->is_object()) host.answer.headers = value->get_object();
          return {};
        });
      },
      [](chitty_call* c, const void* data, std::uint64_t len, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (host.answer.status == 0) return make_error(Code::plugin_fault, "The reply has not begun.");
          host.answer.body.append(static_cast<const char*>(data), len);
          return {};
        });
      },
      next_line,
      [](chitty_call* c, const chitty_str* kind, std::uint64_t more, const chitty_str* holder,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (!host.store.open) {
            host.complain("A quota was asked for outside of a transaction.");
            return make_error(Code::plugin_fault, "A quota is asked for outside of a transaction.");
          }
          return host.quota ? host.quota(abi::view(kind), more, abi::view(holder)) : Result<void>();
        });
      },
      [](chitty_call* c, std::uint64_t units, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (host.charge)
            if (auto paid = host.charge(units); !paid) return paid;
          return host.charged += units, Result<void>();
        });
      }};
  return table;
}

inline chitty_status CHITTY_CALL run_statement(chitty_call* c, const chitty_str* sql, const chitty_str* parameters,
                                               const chitty_sink* rows, std::uint64_t* changed, chitty_error* error) {
  return fallible(c, error, [&](FakeHost& host) -> Result<void> {
    Statement statement{std::string(abi::view(sql)), {}};
    if (parameters && parameters->len != 0) {
      auto given = json_of(host, abi::view(parameters), "parameters");
      if (!given) return given.error();
      if (given->is_object()) statement.parameters = given->get_object();
    }
    host.store.statements.push_back(statement);
    const StoreRule* rule = host.store.find(statement.sql);
    if (!rule) {
      host.complain("No rows are scripted for: " + statement.sql);
      return usage_error("No rows are scripted for: " + statement.sql);
    }
    if (rule->failure) return *rule->failure;
    if (changed) *changed = rule->changed;
    for (const auto& row : rule->given)
      if (rows)
        if (auto given = give(rows, json::serialize(row)); !given) return given;
    return {};
  });
}

// Begin (true) or end a transaction.
inline chitty_status transact(chitty_call* c, const char* what, bool begins, chitty_error* error) {
  return fallible(c, error, [&](FakeHost& host) -> Result<void> {
    if (host.store.open == begins)
      return make_error(Code::plugin_fault, begins ? "A transaction has begun already." : "There is no transaction.");
    host.store.open = begins;
    host.store.transactions.emplace_back(what);
    return {};
  });
}

inline const chitty_store& store() {
  static const chitty_store table{
      sizeof(chitty_store),
      0,
      run_statement,
      [](chitty_call* c, chitty_error* error) -> chitty_status { return transact(c, "begin", true, error); },
      [](chitty_call* c, chitty_error* error) -> chitty_status {
        const auto status = transact(c, "commit", false, error);
        if (status != CHITTY_OK) FakeHost::of(c).store.open = false;  // a failed commit has rolled back
        return status;
      },
      [](chitty_call* c, chitty_error* error) -> chitty_status { return transact(c, "rollback", false, error); },
      nullptr};
  return table;
}

inline const chitty_events& events() {
  static const chitty_events table{sizeof(chitty_events), 0,
                                   [](chitty_call* c, const chitty_str* event, chitty_error* error) -> chitty_status {
                                     return fallible(c, error, [&](FakeHost& host) -> Result<void> {
                                       auto value = json_of(host, abi::view(event), "event");
                                       if (!value) return value.error();
                                       host.events.push_back(std::move(*value));
                                       return {};
                                     });
                                   }};
  return table;
}

// What another service answers: scripted, and refused within a transaction as by the daemon.
inline Result<const ScriptedReply*> peer_answer(FakeHost& host, const Sent& sent) {
  host.asked.push_back(sent);
  if (!host.has_request && !(sent.flags & CHITTY_PEER_AS_SERVICE)) {
    host.complain("Another service was asked in the name of a caller, but there is none.");
    return make_error(Code::plugin_fault, "There is no caller in whose name another service could be asked.");
  }
  if (host.store.open) {
    host.complain("Another service was asked within a transaction.");
    return make_error(Code::plugin_fault, "Another service is asked within a transaction.");
  }
  const ScriptedReply* reply = host.peers.take(sent);
  if (!reply)
    return make_error(Code::not_found,
                      "No answer of a service is scripted for " + sent.method + " " + sent.target + ".");
  if (reply->failure()) return *reply->failure();
  return reply;
}

inline chitty_status CHITTY_CALL ask_peer(chitty_call* c, std::uint32_t flags, const chitty_str* service,
                                          const chitty_str* method, const chitty_str* target, const chitty_str* headers,
                                          const chitty_str* body, std::int32_t* status, const chitty_sink* out,
                                          chitty_error* error) {
  return fallible(c, error, [&](FakeHost& host) -> Result<void> {
    const std::string name(abi::view(service));
    Sent sent{std::string(abi::view(method)),
              "/" + name + std::string(abi::view(target)),
              name,
              std::string(abi::view(body)),
              {},
              flags};
    if (!abi::view(headers).empty()) {
      auto fields = json_of(host, abi::view(headers), "headers");
      if (!fields) return fields.error();
      if (fields->is_object()) sent.headers = fields->get_object();
    }
    auto reply = peer_answer(host, sent);
    if (!reply) return reply.error();
    *status = (*reply)->status();
    return give(out, (*reply)->body());
  });
}

inline const chitty_peer& peer() {
  static const chitty_peer table{
      sizeof(chitty_peer), 0, ask_peer, [](chitty_call* c, const chitty_sink* out, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (!host.scopes) return make_error(Code::not_supported, "Nobody has said which services there are.");
          return give(out, json::serialize(*host.scopes));
        });
      }};
  return table;
}

}  // namespace chitty::testkit::tables

#endif  // CHITTY_TESTKIT_SERVICE_TABLES_HPP
